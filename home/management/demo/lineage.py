"""Items that were split and merged, and a merge that was undone."""

from collections.abc import Sequence

from engagement_site.accounts.models import User
from sessions_app.feedback.enums import FeedbackChannel, FeedbackKind
from sessions_app.feedback.services import feedback
from sessions_app.feedback_operations.services import merges, splits, undo
from sessions_app.models import FeedbackItem, LineageOperation, Program, Theme

#: One e-mail that makes three points, and each of them.
EMAIL = (
    "Three things from our members. First, the letters about a transfer come only in English. "
    "Second, families learn of a move days later, if at all. And could somebody explain on one "
    "page how long fingerprints are kept?"
)
POINTS = (
    (FeedbackKind.CONCERN, "language", "The letters about a transfer come only in English."),
    (FeedbackKind.CONCERN, "family-contact", "Families learn of a move days later, if at all."),
    (FeedbackKind.QUESTION, "statistics", "How long are fingerprints kept? Explain on one page."),
)
#: Said twice, in other words.
SAME = (
    "Nobody at the county jail could say whom to call about a hold.",
    "En la cárcel del condado nadie supo decir a quién llamar por una retención.",
)
#: Merged, and taken apart again.
NOT_THE_SAME = (
    "The complaint form is too long to fill in on a phone.",
    "Nobody explains the complaint form to people who cannot read well.",
)


def make_lineage(*, program: Program, themes: dict[str, Theme], by: User) -> None:
    """Split one item that made three points, and merge what makes one."""
    parts = [
        splits.Part(kind=kind, private_note=words, themes=[themes[code]])
        for kind, code, words in POINTS
    ]
    splits.split(item=_item(EMAIL, program, by=by), parts=parts, by=by)
    _merge(SAME, program, themes["custody"], by=by)
    undo.undo(
        operation=_merge(NOT_THE_SAME, program, themes["complaints"], by=by),
        reason="One is about the form, the other about who explains it. We keep both.",
        by=by,
    )


def _merge(said: tuple[str, str], program: Program, theme: Theme, *, by: User) -> LineageOperation:
    survivor, other = (_item(words, program, by=by, themes=[theme]) for words in said)
    return merges.merge(survivor=survivor, others=[other], by=by)


def _item(words: str, program: Program, *, by: User, themes: Sequence[Theme] = ()) -> FeedbackItem:
    item = FeedbackItem(
        kind=FeedbackKind.CONCERN,
        program=program,
        private_note=words,
        channel=FeedbackChannel.EMAIL,
    )
    feedback.record(item=item, by=by, themes=themes)
    return feedback.start_review(item=item, by=by)
