"""Sample e-mails for previewing a text."""

from django.utils import translation
from django.utils.translation import gettext as _

from sessions_app.mail.emails.rendering import EmailText, RenderedEmail, render_email
from sessions_app.mail.kinds import MAIL_KINDS, PLACEHOLDERS


def sample(*, kind: str, language: str, text: EmailText | None = None) -> RenderedEmail:
    """Return an e-mail of a kind with examples in its placeholders.

    ``text`` is used in place of the current one.
    """
    with translation.override(language):
        values = {name: str(PLACEHOLDERS[name][1]) for name in MAIL_KINDS[kind].placeholders}
        facts = [
            (label, values.get(name, ""))
            for label, name in (
                (_("Session"), "session_title"),
                (_("When"), "when"),
                (_("Where"), "where"),
                (_("Organization"), "organization"),
                (_("Action"), "title"),
                (_("Due"), "due"),
                (_("Reference"), "reference"),
            )
            # The registrant's own organization is not repeated to them.
            if not (name == "organization" and "session_title" in values)
        ]
        label = str(MAIL_KINDS[kind].link)
    return render_email(
        kind=kind,
        values=values,
        facts=facts,
        link=(label, "/…/") if label else None,
        language=language,
        text=text,
    )
