"""Services for the notes of a session: a line is a feedback item."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.models import AuditEntry
from sessions_app.core.services import audit, idempotency
from sessions_app.core.services.search import purge_deleted_words
from sessions_app.core.services.versions import lock
from sessions_app.feedback.enums import (
    ATTRIBUTION_OF_RULE,
    AttributionLevel,
    FeedbackChannel,
    FeedbackKind,
    FeedbackState,
    RoutingReason,
    Severity,
)
from sessions_app.feedback.models import FeedbackItem, Theme
from sessions_app.feedback.note_lines import NoteLine, has_handle, parse_line
from sessions_app.feedback.selectors.notes import lines_of, organization_named, theme_named
from sessions_app.feedback.services import feedback
from sessions_app.listening_sessions.enums import SPOKEN_STATES, AttributionRule
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Organization

#: How long whoever logged a line can take it back.
TAKE_BACK_FOR = datetime.timedelta(minutes=10)

#: What stands in a log of a referral until it is erased.
_NO_WORDS = "–"


@transaction.atomic
def log_line(
    *,
    listening_session: ListeningSession,
    line: str,
    key: str,
    by: User,
    is_no_allegation: bool = False,
) -> FeedbackItem | None:
    """Log a line of notes as the last one. The idempotency ``key`` logs it once.

    Returns the item that the key was used for; None if it was taken back since. Raises
    :class:`EngagementError` for a line that cannot be read, a name that fits none or several, or a
    session that is not open for notes, and :class:`ReadsLikeAllegationError` as
    :func:`feedback.record` does.
    """
    claimed = idempotency.claim(key=_key(listening_session, key, by))
    if claimed is None:
        return _logged_before(listening_session, key, by)
    read = parse_line(line)
    item = _new_item(listening_session)
    themes = _apply(read, item=item)
    feedback.record(item=item, themes=themes, by=by, is_no_allegation=is_no_allegation)
    claimed.location = str(item.pk)
    claimed.save(update_fields=["location"])
    return item


@transaction.atomic
def log_referral(*, listening_session: ListeningSession, key: str, by: User) -> FeedbackItem | None:
    """Log that a speaker was told how to file a complaint, and nothing of what was said."""
    claimed = idempotency.claim(key=_key(listening_session, key, by))
    if claimed is None:
        return _logged_before(listening_session, key, by)
    item = _new_item(listening_session)
    item.kind, item.private_note = FeedbackKind.CONCERN, _NO_WORDS
    item.attribution = AttributionLevel.NONE
    feedback.record(item=item, by=by)
    claimed.location = str(item.pk)
    claimed.save(update_fields=["location"])
    return feedback.erase(item=item, reason=RoutingReason.TOLD, by=by)


@transaction.atomic
def change_line(
    *,
    item: FeedbackItem,
    line: str,
    by: User,
    expected_version: str = "",
    is_no_allegation: bool = False,
) -> FeedbackItem:
    """Replace a line of notes. Raises what :func:`log_line` and :func:`feedback.edit` raise."""
    themes = _apply(parse_line(line), item=item)
    return feedback.edit(
        item=item,
        themes=themes,
        by=by,
        expected_version=expected_version,
        is_no_allegation=is_no_allegation,
    )


@transaction.atomic
def take_back(*, item: FeedbackItem, by: User) -> None:
    """Delete a line that ``by`` logged within the last ten minutes and nobody has worked with.

    A slip is no record yet (ADR 0049); its idempotency key stays used. Raises
    :class:`EngagementError` otherwise.
    """
    current = lock(item)
    if not may_take_back(current, by=by) or _was_worked_with(current, by=by):
        raise EngagementError(
            _("Only whoever logged a line can take it back, within ten minutes, while it is new.")
        )
    audit.record(instance=current, action="engagement.feedback.take_back", by=by)
    current.delete()
    purge_deleted_words()


@transaction.atomic
def move_line(*, item: FeedbackItem, steps: int) -> None:
    """Move a line up (negative ``steps``) or down in the order of the session's notes.

    Nobody's edit is disturbed: the version of the items stays the same. Not logged, because the
    order says nothing about an item.
    """
    session = item.listening_session
    if session is None:
        raise EngagementError(_("This item belongs to no session."))
    lock(session)
    keys = list(lines_of(session).values_list("pk", flat=True))
    if item.pk not in keys:
        raise FeedbackItem.DoesNotExist  # taken back meanwhile
    at = keys.index(item.pk)
    keys.insert(max(at + steps, 0), keys.pop(at))
    FeedbackItem.objects.bulk_update(
        [FeedbackItem(pk=pk, position=number) for number, pk in enumerate(keys, start=1)],
        ["position"],
        batch_size=500,
    )


def may_take_back(item: FeedbackItem, *, by: User) -> bool:
    """Whether the line is new, recent and logged by this person."""
    return (
        item.recorded_by_id == by.pk
        and item.state == FeedbackState.NEW
        and item.summary_approved_at is None
        and item.created_at > timezone.now() - TAKE_BACK_FOR
    )


def _was_worked_with(item: FeedbackItem, *, by: User) -> bool:
    return (
        item.action_links.exists()
        or item.duplicates.exists()
        or item.lineage.exists()
        or AuditEntry.objects.for_instance(item).exclude(user=by).exists()
    )


def _key(listening_session: ListeningSession, key: str, by: User) -> str:
    return repr(("note", listening_session.pk, by.pk, key))


def _logged_before(listening_session: ListeningSession, key: str, by: User) -> FeedbackItem | None:
    location = idempotency.location_of(key=_key(listening_session, key, by))
    return FeedbackItem.objects.filter(pk=location).first() if location else None


def _new_item(listening_session: ListeningSession) -> FeedbackItem:
    if listening_session.state not in SPOKEN_STATES:
        raise EngagementError(_("Notes can be logged once the session is scheduled."))
    return FeedbackItem(
        listening_session=listening_session,
        program=listening_session.program,
        attribution=ATTRIBUTION_OF_RULE[AttributionRule(listening_session.attribution_rule)],
        channel=FeedbackChannel.SESSION,
        received_on=listening_session.local_start.date(),
    )


def _apply(read: NoteLine, *, item: FeedbackItem) -> list[Theme]:
    """Set what the line says on the item, and return its themes."""
    item.kind, item.private_note = read.kind, read.words
    # The shorthand has no mark for a low severity, which the form of the item can set.
    if not (read.severity == Severity.MODERATE and item.severity == Severity.LOW):
        item.severity = read.severity
    item.organization = _organization_of(read, item=item)
    known = list(item.themes.all()) if item.pk else []
    kept = [theme for theme in known if not has_handle(theme.name)]
    return kept + [theme_named(text, known=known) for text in read.themes]


def _organization_of(read: NoteLine, *, item: FeedbackItem) -> Organization | None:
    session = item.listening_session
    if not read.organization or session is None:
        organization = item.organization
        return organization if organization and not has_handle(organization.name) else None
    if item.attribution == AttributionLevel.NONE:
        raise EngagementError(
            _("Nobody is named as the source here. Take “@%(name)s” out.")
            % {"name": read.organization}
        )
    known = [item.organization] if item.organization else []
    return organization_named(read.organization, listening_session=session, known=known)
