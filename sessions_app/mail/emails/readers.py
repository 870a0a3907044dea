"""What staff should know about the people who read their words."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _


def language_hints(languages: Iterable[str]) -> list[str]:
    """Return a hint if some readers' e-mails are not in English: a reason is not translated."""
    names = dict(settings.LANGUAGES)
    others = sorted({str(names[code]) for code in languages if code != settings.LANGUAGE_CODE})
    if not others:
        return []
    return [
        _(
            "Some of the readers chose %(languages)s. Your words go into the e-mail as you write "
            "them, so add them in %(languages)s as well."
        )
        % {"languages": ", ".join(others)}
    ]
