"""The complaint firewall for texts that belong to no single feedback item."""

from sessions_app.feedback.allegations import find_allegation
from sessions_app.feedback.errors import ReadsLikeAllegationError


def stop_allegation(*, text: str, field: str) -> None:
    """Raise :class:`ReadsLikeAllegationError` if a text reads like an allegation.

    For texts about several items, which are about nobody, so that there is no way around it.
    """
    if finding := find_allegation(text):
        raise ReadsLikeAllegationError(
            words=finding.words, why=str(finding.sign.label), field=field
        )
