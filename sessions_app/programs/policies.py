"""Who may do what to these records."""

from sessions_app.core.policies import RecordPolicy
from sessions_app.programs.models import Program

POLICIES = (RecordPolicy(Program),)
