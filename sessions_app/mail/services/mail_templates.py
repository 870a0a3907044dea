"""Customizing e-mail texts, and restoring the defaults."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.mail.emails.rendering import PLACEHOLDER, EmailText, default_text
from sessions_app.mail.errors import EmailTextError
from sessions_app.mail.kinds import MAIL_KINDS
from sessions_app.mail.models import MailTemplate


def check_text(*, kind: str, subject: str, body: str) -> None:
    """Raise :class:`EmailTextError` for placeholders that cannot be filled, or are missing.

    The text is not a template: nothing but placeholders is interpreted.
    """
    allowed = MAIL_KINDS[kind].placeholders
    listed = ", ".join(f"{{{name}}}" for name in allowed)
    for field, text in (("subject", subject), ("body", body)):
        unknown = [name for name in PLACEHOLDER.findall(text) if name not in allowed]
        if unknown:
            raise EmailTextError(
                _("This e-mail does not have the placeholder {%(name)s}. You can use: %(listed)s.")
                % {"name": unknown[0], "listed": listed},
                field=field,
            )
        rest = PLACEHOLDER.sub("", text)
        if "{" in rest or "}" in rest:
            raise EmailTextError(
                _(
                    "There is a stray curly bracket. Put one bracket on each side of a "
                    "placeholder, with no spaces. You can use: %(listed)s."
                )
                % {"listed": listed},
                field=field,
            )
    missing = [name for name in MAIL_KINDS[kind].needed if name not in PLACEHOLDER.findall(body)]
    if missing:
        raise EmailTextError(
            _(
                "Keep {%(name)s}. Without it, people would not know what this e-mail is "
                "about. A paragraph is left out if its placeholder is empty."
            )
            % {"name": missing[0]},
            field="body",
        )


@transaction.atomic
def save_text(
    *, template: MailTemplate, subject: str, body: str, by: User, expected_version: str = ""
) -> MailTemplate:
    """Use this text from now on; messages already in the outbox are unchanged.

    A text equal to the default is stored as the default. Raises :class:`EmailTextError`, and
    :class:`ChangedMeanwhileError` (optimistic locking) if the stored version is not the
    ``expected_version``.
    """
    words = EmailText(subject=" ".join(subject.split()), body="\n".join(body.splitlines()).strip())
    check_text(kind=template.kind, subject=words.subject, body=words.body)
    current = lock(template, expected_version=expected_version)
    if words == default_text(kind=current.kind, language=current.language):
        words = EmailText(subject="", body="")
    return _save(current, words, "engagement.mail_template.edit", by)


@transaction.atomic
def restore_default_text(*, template: MailTemplate, by: User) -> MailTemplate:
    """Restore the default text."""
    current = lock(template)
    return _save(current, EmailText(subject="", body=""), "engagement.mail_template.reset", by)


def make_missing() -> None:
    """Create the missing row of every kind and language."""
    MailTemplate.objects.bulk_create(
        [
            MailTemplate(kind=kind, language=language)
            for kind in MAIL_KINDS
            for language, _name in settings.LANGUAGES
        ],
        ignore_conflicts=True,
    )


def _save(template: MailTemplate, words: EmailText, action: str, by: User) -> MailTemplate:
    before = MailTemplate(pk=template.pk, subject=template.subject, body=template.body)
    before.kind, before.language = template.kind, template.language
    template.subject, template.body = words.subject, words.body
    template.save()
    audit.record(
        instance=template,
        action=action,
        by=by,
        fields=[
            name
            for name in audit.changed_fields(before=before, after=template)
            if name != "created_at"
        ],
    )
    return template
