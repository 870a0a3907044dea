from sessions_app.mail.models.mail_templates import MailTemplate
from sessions_app.mail.models.outbox import OutboxMessage

__all__ = ["MailTemplate", "OutboxMessage"]
