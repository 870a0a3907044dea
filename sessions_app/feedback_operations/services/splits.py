"""Splits one feedback item into several: one for each point that was made in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.actions.models import ActionLink
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import require_version, version_of
from sessions_app.feedback.enums import AttributionLevel, LineageKind, LineageRole
from sessions_app.feedback.models import FeedbackItem, LineageOperation, Theme
from sessions_app.feedback.services import attribution, feedback, lineage
from sessions_app.feedback_operations.services.item_locks import lock_items, require_free
from sessions_app.listening_sessions.enums import AttributionRule

#: Parts of one item.
MOST_PARTS = 10


@dataclass(frozen=True, kw_only=True)
class Part:
    """One point of an item. ``actions`` are the keys of the actions that answer this point."""

    kind: str
    private_note: str
    public_summary: str = ""
    themes: Sequence[Theme] = ()
    actions: frozenset[int] = frozenset()


@transaction.atomic
def split(
    *,
    item: FeedbackItem,
    parts: Sequence[Part],
    by: User,
    expected_version: str = "",
    is_no_allegation: bool = False,
) -> LineageOperation:
    """Split an item: its parts are counted, and the whole is not any more.

    Each part keeps the session, source, date, channel, language, places, severity and status of the
    whole, and names no more than it does. Links to actions move to the parts that they answer;
    those of no part stay. The public summary of the whole is not public any more.

    Raises :class:`EngagementError` for an item that cannot be split or for fewer than two parts,
    :class:`ReadsLikeAllegationError` and :class:`ChangedMeanwhileError` as saving an item does.
    """
    whole = lock_items([item.pk])[item.pk]
    require_version(expected=expected_version, current=version_of(whole))
    require_free(whole)
    if not 2 <= len(parts) <= MOST_PARTS:
        raise EngagementError(
            _("Write at least two points, and at most %(most)d.") % {"most": MOST_PARTS}
        )
    _withhold_source(whole, by=by)
    made = [_make(whole, part, by=by, is_no_allegation=is_no_allegation) for part in parts]
    moved, copied = _share_links(whole, zip(made, parts, strict=True), by=by)
    whole.was_split = True
    whole.save(update_fields=["was_split", "updated_at"])
    audit.record(
        instance=whole,
        action="engagement.feedback.split",
        by=by,
        feedback=", ".join(map(str, made)),
    )
    return lineage.note(
        LineageKind.SPLIT,
        by=by,
        members={LineageRole.WHOLE: [whole], LineageRole.PART: made},
        before={
            "parts": {str(part.pk): part.state for part in made},
            "moved": moved,
            "copied": copied,
        },
    )


def _withhold_source(whole: FeedbackItem, *, by: User) -> None:
    """Drop the source of an item whose session names nobody since it was logged.

    Its parts may not have one, nor a relative that has it.
    """
    session = whole.listening_session
    if (
        session is not None
        and session.attribution_rule == AttributionRule.NOT_ATTRIBUTED
        and whole.attribution != AttributionLevel.NONE
    ):
        attribution.lower(whole, to=AttributionLevel.NONE, by=by)


def _make(whole: FeedbackItem, part: Part, *, by: User, is_no_allegation: bool) -> FeedbackItem:
    made = FeedbackItem(
        kind=part.kind,
        private_note=part.private_note,
        public_summary=part.public_summary,
        program=whole.program,
        listening_session=whole.listening_session,
        organization=whole.organization,
        attribution=whole.attribution,
        severity=whole.severity,
        language=whole.language,
        channel=whole.channel,
        received_on=whole.received_on,
        state=whole.state,
        split_from=whole,
    )
    return feedback.record(
        item=made,
        by=by,
        themes=part.themes,
        jurisdictions=whole.jurisdictions.all(),
        is_no_allegation=is_no_allegation,
    )


def _share_links(
    whole: FeedbackItem, parts: Iterable[tuple[FeedbackItem, Part]], *, by: User
) -> tuple[dict[str, str], dict[str, str]]:
    """Move each link to the first part that it answers, and copy it for the others.

    Returns the keys of both with their versions.
    """
    moved: dict[str, str] = {}
    copied: dict[str, str] = {}
    links = {link.action_id: link for link in whole.action_links.select_related("action")}
    for made, part in parts:
        for link in (links[key] for key in sorted(part.actions & links.keys())):
            if str(link.pk) not in moved:
                # Not its version: what it says stays as it is.
                ActionLink.objects.filter(pk=link.pk).update(feedback_item=made)
                moved[str(link.pk)] = version_of(link)
                continue
            copy = ActionLink.objects.create(
                action=link.action,
                feedback_item=made,
                relation=link.relation,
                note=link.note,
                linked_by=link.linked_by,
            )
            copied[str(copy.pk)] = version_of(copy)
            audit.record(
                instance=link.action,
                action="engagement.action.link",
                by=by,
                feedback=made.reference,
                relation=link.relation,
            )
    return moved, copied
