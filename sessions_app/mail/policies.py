"""Who may do what to these records."""

from sessions_app.core.policies import RecordPolicy
from sessions_app.mail.models import MailTemplate, OutboxMessage

POLICIES = (
    RecordPolicy(OutboxMessage),
    RecordPolicy(MailTemplate),
)
