"""One customized e-mail text, and an outbox with nothing left to send."""

from django.db.models import F, Q
from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.mail.services import mail_templates
from sessions_app.models import MailTemplate, OutboxMessage

SUBJECT = "Thank you for speaking with us: {session_title}"
BODY = """Hello {name},

Thank you for coming to our listening session on {when}. We have written down what you said.

In the next few weeks, we will go through our notes and decide what to do. We will publish the \
results on the page below: what we heard, what we did, what we will not do, and why.

Your registration reference is {reference}. Please include it if you write to us."""


#: Kinds whose messages are kept; the others report events long past.
KEPT = ("registration_", "session_")


def settle_outbox() -> None:
    """Leave nothing for the worker to send: the people are invented.

    Messages about upcoming sessions are marked as sent, and one as rejected.
    """
    kept = Q()
    for beginning in KEPT:
        kept |= Q(kind__startswith=beginning)
    OutboxMessage.objects.exclude(kept).delete()
    OutboxMessage.objects.update(sent_at=F("created_at"), attempts=1)
    refused = OutboxMessage.objects.order_by("pk").last()
    if refused is not None:
        OutboxMessage.objects.filter(pk=refused.pk).update(
            sent_at=None,
            failed_at=timezone.now(),
            attempts=10,
            last_error=f"SMTPRecipientsRefused: {refused.recipient}: 550 No such mailbox here",
        )


def change_words(*, by: User) -> None:
    template = MailTemplate.objects.get(kind="session_follow_up", language="en")
    mail_templates.save_text(template=template, subject=SUBJECT, body=BODY, by=by)
