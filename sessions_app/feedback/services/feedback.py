"""Services that log feedback items, code them, and move them forward through their states."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError, ReasonRequiredError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason, transition
from sessions_app.core.services.versions import lock, lock_current
from sessions_app.feedback.allegations import find_allegation
from sessions_app.feedback.enums import (
    FEEDBACK_TRANSITIONS,
    AttributionLevel,
    FeedbackKind,
    FeedbackState,
    LineageKind,
    LineageRole,
    RoutingReason,
    Severity,
)
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.models import FeedbackItem, Theme, ThemeCoding
from sessions_app.feedback.selectors.intake import is_not_to_be_named
from sessions_app.feedback.services import attribution, lineage, sources
from sessions_app.feedback.services.withdrawals import require_no_more_named
from sessions_app.listening_sessions.enums import SPOKEN_STATES, AttributionRule
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.programs.models import Jurisdiction

REASON_WORDS = gettext_noop(
    "Enter the reason. The public can read it once the summary is approved."
)


#: Written by transitions only, never by a form (see :func:`lock_current`).
TRANSITION_FIELDS = (
    "state",
    "state_reason",
    "summary_approved_at",
    "summary_approved_by",
    "recorded_by",
    "assigned_to",
    "split_from",
    "was_split",
    "merged_into",
    "duplicate_of",
    "position",
    "attribution_withdrawn",
)
_PUBLIC_FIELDS = frozenset({"public_summary", "attribution", "organization"})
#: What the complaint firewall reads.
_WORDS = ("private_note", "public_summary")


@transaction.atomic
def record(
    *,
    item: FeedbackItem,
    by: User,
    themes: Iterable[Theme] = (),
    jurisdictions: Iterable[Jurisdiction] = (),
    is_no_allegation: bool = False,
) -> FeedbackItem:
    """Log one point that somebody made, coded with ``themes``.

    An item that is not attributed stores no foreign key to its source: its organization is dropped.
    Raises :class:`EngagementError` for a session that does not take place.
    Raises :class:`ReadsLikeAllegationError` for words that read like an allegation about an
    identifiable person, unless ``by`` has read them again: ``is_no_allegation``.
    """
    _check_session(item)
    _check(item)
    was_stopped = _stop_allegation(item, _WORDS, is_no_allegation=is_no_allegation)
    item.recorded_by = by
    if item.listening_session is not None and item.position is None:
        item.position = _next_position(item.listening_session)
    item.save()
    item.jurisdictions.set(jurisdictions)
    _code(item, themes, by)
    audit.record(instance=item, action="engagement.feedback.create", by=by, kind=item.kind)
    if was_stopped:
        audit.record(instance=item, action="engagement.feedback.pass", by=by)
    return item


@transaction.atomic
def edit(
    *,
    item: FeedbackItem,
    by: User,
    themes: Iterable[Theme] | None = None,
    jurisdictions: Iterable[Jurisdiction] | None = None,
    expected_version: str = "",
    is_no_allegation: bool = False,
) -> FeedbackItem:
    """Save changes to an item.

    If the public summary or the source that is named with it changes, it has to be approved again.
    Raises :class:`EngagementError` for an item that was routed to complaints, whose text is not
    kept, or for an attribution that names more than an item merged into this one allows,
    :class:`ChangedMeanwhileError` (optimistic locking) if the stored version is not the
    ``expected_version``, and :class:`ReadsLikeAllegationError` as :func:`record` does, for changed
    words.
    """
    if item.pk is not None:
        attribution.lock_relatives(item)
    before = lock_current(
        item, transition_fields=TRANSITION_FIELDS, expected_version=expected_version
    )
    _check_edit(item, before)
    changed = audit.changed_fields(before=before, after=item)
    was_stopped = _stop_allegation(
        item,
        [name for name in _WORDS if name in changed],
        is_no_allegation=is_no_allegation,
    )
    if not _PUBLIC_FIELDS.isdisjoint(changed):
        item.summary_approved_at = item.summary_approved_by = None
    item.save()
    if before is not None:
        attribution.lower_relatives(item, before=before, by=by)
    if item.attribution == AttributionLevel.NONE:
        sources.forget([item])
    if jurisdictions is not None:
        item.jurisdictions.set(jurisdictions)
    if themes is not None and _code(item, themes, by):
        audit.record(instance=item, action="engagement.feedback.code", by=by)
    audit.record(
        instance=item,
        action="engagement.feedback.edit",
        by=by,
        fields=changed,
    )
    if was_stopped:
        audit.record(instance=item, action="engagement.feedback.pass", by=by)
    return item


def _check_edit(item: FeedbackItem, before: FeedbackItem | None) -> None:
    if item.state == FeedbackState.ROUTED:
        raise EngagementError(
            _("This item was routed to complaints. What was said is no longer kept here.")
        )
    if before is None or before.listening_session_id != item.listening_session_id:
        _check_session(item)
    if before is not None:
        require_no_more_named(before, item.attribution)
    _check(item)
    attribution.check_allowed(item, before=before)


@transaction.atomic
def approve_summary(*, item: FeedbackItem, by: User) -> FeedbackItem:
    """Approve an item's summary for the public. Raises :class:`EngagementError` if it is empty."""
    current = lock(item)
    if not current.public_summary.strip():
        raise EngagementError(_("Enter the public summary first."), field="public_summary")
    if current.statement_answers.open_corrections().exists():
        raise EngagementError(
            _("The organization corrected this summary. Accept the correction or keep ours first.")
        )
    current.summary_approved_at = timezone.now()
    current.summary_approved_by = by
    current.save()
    audit.record(instance=current, action="engagement.feedback.approve", by=by)
    return current


@transaction.atomic
def start_review(*, item: FeedbackItem, by: User) -> FeedbackItem:
    """Move an item to review."""
    return _move(item, FeedbackState.IN_REVIEW, by=by)


@transaction.atomic
def accept(*, item: FeedbackItem, by: User) -> FeedbackItem:
    """Accept an item: it will get an action or a response."""
    return _move(item, FeedbackState.ACCEPTED, by=by)


@transaction.atomic
def answer(*, item: FeedbackItem, by: User) -> FeedbackItem:
    """Mark an item as answered: an action is done, or a response is published."""
    return _move(item, FeedbackState.ANSWERED, by=by)


@transaction.atomic
def close(*, item: FeedbackItem, by: User) -> FeedbackItem:
    """Close an answered item."""
    return _move(item, FeedbackState.CLOSED, by=by)


@transaction.atomic
def decline(*, item: FeedbackItem, reason: str, by: User) -> FeedbackItem:
    """Decline an item: nothing will be done about it. Needs a reason."""
    return _move(
        item, FeedbackState.DECLINED, by=by, reason=require_reason(reason, _(REASON_WORDS))
    )


@transaction.atomic
def mark_outside_authority(*, item: FeedbackItem, reason: str, by: User) -> FeedbackItem:
    """Mark an item as outside the office's authority, with whom to turn to as the reason."""
    return _move(
        item,
        FeedbackState.OUTSIDE_AUTHORITY,
        by=by,
        reason=require_reason(reason, _(REASON_WORDS)),
    )


@transaction.atomic
def erase(*, item: FeedbackItem, reason: str, by: User) -> FeedbackItem:
    """Route one item to complaints: erase its words, source and coding; keep program and date.

    ``reason`` is a :class:`RoutingReason`. For an item that others refer to, use
    ``feedback_operations.services.routing.route_to_complaints``, which erases those too.
    """
    if reason not in RoutingReason.values:
        raise ReasonRequiredError(_("Choose the reason."))
    label = str(RoutingReason(reason).label)
    current = _move(item, FeedbackState.ROUTED, by=by, reason=label, logged={"reason": reason})
    current.private_note = _("Routed to complaints. What was said is not kept here.")
    current.public_summary = ""
    current.summary_approved_at = current.summary_approved_by = None
    current.organization = current.language = None
    current.attribution = AttributionLevel.NONE
    current.severity = Severity.MODERATE
    current.save()
    current.codings.all().delete()
    current.jurisdictions.clear()
    # What undoing a bulk change would restore includes the reason of the earlier status.
    current.bulk_changes.all().delete()
    current.messages.all().delete()
    sources.forget([current])
    return current


@transaction.atomic
def mark_duplicate(
    *, item: FeedbackItem, duplicate_of: FeedbackItem, reason: str, by: User
) -> FeedbackItem:
    """Mark an item as a duplicate of another, so that figures count the point once.

    Its own duplicates keep pointing at it, which leads on to the other.

    Raises :class:`EngagementError` if the other is the item itself or a duplicate, or was routed to
    complaints: then this one repeats the allegation.
    """
    # Lock in primary key order, so that two users marking each other's item cannot deadlock.
    keys = {item.pk, duplicate_of.pk}
    list(FeedbackItem.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    duplicate_of.refresh_from_db()
    lineage.require_own_place(duplicate_of, field="duplicate_of")
    if duplicate_of.pk == item.pk or duplicate_of.state == FeedbackState.DUPLICATE:
        raise EngagementError(
            _("Choose an item that is not itself a duplicate."), field="duplicate_of"
        )
    if duplicate_of.state == FeedbackState.ROUTED:
        raise EngagementError(
            _("That item was routed to complaints. Route this one to complaints as well."),
            field="duplicate_of",
        )
    current = _move(
        item,
        FeedbackState.DUPLICATE,
        by=by,
        reason=require_reason(reason, _(REASON_WORDS)),
        logged={"duplicate_of": duplicate_of.reference},
    )
    current.duplicate_of = duplicate_of
    current.save()
    lineage.note(
        LineageKind.DUPLICATE,
        by=by,
        members={LineageRole.DUPLICATE: [current], LineageRole.ORIGINAL: [duplicate_of]},
    )
    return current


def _stop_allegation(item: FeedbackItem, names: Iterable[str], *, is_no_allegation: bool) -> bool:
    """Whether one of the texts reads like an allegation, but is said to be none."""
    is_praise = item.kind == FeedbackKind.COMMENDATION
    for name in names:
        if finding := find_allegation(getattr(item, name), is_praise=is_praise):
            if not is_no_allegation:
                raise ReadsLikeAllegationError(
                    words=finding.words, why=str(finding.sign.label), field=name
                )
            return True
    return False


def _next_position(session: ListeningSession) -> int:
    """Return the place after the last line of the session's notes; two at once may share one."""
    last = FeedbackItem.objects.filter(listening_session=session).aggregate(last=Max("position"))
    return (last["last"] or 0) + 1


def _check_session(item: FeedbackItem) -> None:
    session = item.listening_session
    if session is not None and session.state not in SPOKEN_STATES:
        raise EngagementError(
            _("That session is “%(state)s”, so nothing was said at it. Choose another.")
            % {"state": session.get_state_display()},
            field="listening_session",
        )


def _check(item: FeedbackItem) -> None:
    session = item.listening_session
    if session is not None and session.program_id != item.program_id:
        raise EngagementError(
            _("That session belongs to another program. Choose that program, or another session."),
            field="program",
        )
    if item.attribution == AttributionLevel.NONE:
        item.organization = None
    elif is_not_to_be_named(item):
        raise EngagementError(
            _("The writer asked not to be named. Choose “Not attributed”."), field="attribution"
        )
    elif session is not None and session.attribution_rule == AttributionRule.NOT_ATTRIBUTED:
        raise EngagementError(
            _("No one is named for this session. Choose “Not attributed”."),
            field="attribution",
        )


def _move(
    item: FeedbackItem,
    to: str,
    *,
    by: User,
    reason: str = "",
    logged: Mapping[str, str] | None = None,
) -> FeedbackItem:
    current = lock(item)
    if to != FeedbackState.ROUTED:
        lineage.require_own_place(current)
    transition(
        record=current,
        to=to,
        allowed=FEEDBACK_TRANSITIONS,
        action="engagement.feedback.move",
        by=by,
        reason=reason,
        logged=logged,
    )
    return current


def _code(item: FeedbackItem, themes: Iterable[Theme], by: User) -> bool:
    """Set the item's themes, keeping who coded the existing ones; return whether any changed."""
    wanted = {theme.pk: theme for theme in themes}
    known = set(item.codings.values_list("theme_id", flat=True))
    item.codings.exclude(theme_id__in=wanted).delete()
    ThemeCoding.objects.bulk_create(
        ThemeCoding(feedback_item=item, theme=theme, coded_by=by)
        for pk, theme in wanted.items()
        if pk not in known
    )
    return known != set(wanted)
