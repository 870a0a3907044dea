"""Exceptions of this noun."""

from django.utils.translation import gettext as _

from sessions_app.core.errors import EngagementError


class ReadsLikeAllegationError(EngagementError):
    """Complaint firewall: what was said reads like an allegation about an identifiable person.

    ``words`` identify the person, and ``why`` is a sentence about them.
    """

    def __init__(self, *, words: str, why: str, field: str) -> None:
        super().__init__(
            _("This was not saved, because it reads like an allegation: “%(words)s”. %(why)s")
            % {"words": words, "why": why},
            field=field,
        )
