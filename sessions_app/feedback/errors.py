"""Exceptions of this noun."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from sessions_app.core.errors import EngagementError


class ReadsLikeAllegationError(EngagementError):
    """Complaint firewall: what was said reads like an allegation about an identifiable person.

    ``words`` identify the person, and ``why`` is a sentence about them.
    """

    def __init__(self, *, words: str, why: str, field: str) -> None:
        self.words = words
        super().__init__(
            _("This was not saved, because it reads like an allegation: “%(words)s”. %(why)s")
            % {"words": words, "why": why},
            field=field,
        )


class PointsStoppedError(EngagementError):
    """Complaint firewall: some points of a letter read like allegations.

    ``points`` holds the message of each by its number.
    """

    def __init__(self, points: Mapping[int, str]) -> None:
        super().__init__(" ".join(points.values()))
        self.points = points
