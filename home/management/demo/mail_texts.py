"""One e-mail in words of the office's own; the others are as they came."""

from django.contrib.auth.models import AbstractBaseUser

from sessions_app.models import MailTemplate
from sessions_app.services import mail_templates

SUBJECT = "Thank you for speaking with us: {session_title}"
BODY = """Hello {name},

Thank you for coming to our listening session on {when}. What you said is with us.

In the next weeks we go through our notes and decide what to do. We publish it on the page \
below: what we heard, what we did, and what we will not do and why.

Your registration was {reference}. You can use it when you write to us."""


def change_words(*, by: AbstractBaseUser) -> None:
    template = MailTemplate.objects.get(kind="session_follow_up", language="en")
    mail_templates.save_words(template=template, subject=SUBJECT, body=BODY, by=by)
