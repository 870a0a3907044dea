"""Who may do what to these records."""

from sessions_app.core.policies import WHOLE_REGISTER, RecordPolicy
from sessions_app.listening_sessions.models import ListeningSession, Venue


class SessionPolicy(RecordPolicy):
    verbs = {"export": ("sessions_app.change_listeningsession", *WHOLE_REGISTER)}
    program_path = "program"


POLICIES = (
    SessionPolicy(ListeningSession),
    RecordPolicy(Venue),
)
