"""Services of e-mail."""

from django.utils import timezone

from sessions_app.mail.services import mail_templates, outbox
from sessions_app.models import MailTemplate, OutboxMessage
from tests.builders import build_registration
from tests.sessions_app.audit.catalog import call, no_log


def template():
    return MailTemplate.objects.get(kind="registration_link", language="en")


@call(mail_templates.save_text, "engagement.mail_template.edit")
def own_words(by):
    return {
        "template": template(),
        "subject": "Your link",
        "body": "Hello {name}, use the link below.",
    }


@call(mail_templates.restore_default_text, "engagement.mail_template.reset")
def default_words(by):
    return {"template": template()}


@call(outbox.send_again, "engagement.outbox.resend")
def sent_message(by):
    build_registration()
    message = OutboxMessage.objects.latest("pk")
    message.sent_at = timezone.now()
    message.save()
    return {"message": message}


no_log(
    [mail_templates.check_text, outbox.is_superseded],
    because="reads, locks or checks; changes nothing",
)
no_log(
    [mail_templates.make_missing],
    because="changes nothing that people have written: rows with the default texts",
)
no_log([outbox.deliver_due], because="the outbox itself keeps what was sent, when and to whom")
no_log([outbox.erase], because="part of a service that writes the entry")
