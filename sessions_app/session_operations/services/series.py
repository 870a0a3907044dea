"""Repeats a listening session, and carries changes over to later ones of a series.

Each session of a series is an ordinary one with its own iCalendar UID: it can be moved, cancelled
and published independently. The recurrence rule is stored for reference.
"""

import copy
import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dateutil import rrule
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.services.versions import lock, require_version, version_of_all
from sessions_app.listening_sessions.enums import STILL_TO_COME, Recurrence, SessionState
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.listening_sessions.models import AgendaItem, ListeningSession, SessionSeries
from sessions_app.listening_sessions.models.sessions import READINESS_CHECKS, new_ical_uid
from sessions_app.session_operations.selectors.conflicts import (
    ABOUT_TIME_ZONE,
    Conflict,
    conflicts_of,
)
from sessions_app.session_operations.services import notices
from sessions_app.session_operations.services.notice_preview import Notice
from sessions_app.session_operations.services.sessions import save_session
from sessions_app.session_operations.services.venues import lock_places

#: The most sessions that one rule creates: a year of weeks.
MOST = 52
#: Parts that can be carried over, and the session fields that belong to each.
PARTS = {
    "words": ("title", "summary"),
    "time": ("starts_at", "ends_at"),
    "place": ("format", "venue", "room", "join_link", "join_link_in_calendar"),
    "host": ("host",),
    "registration": (
        "seats_per_organization",
        "people_per_registration",
        "approval_required",
        "waitlist_mode",
        "offer_hours",
        "reminder_days",
        "change_hours",
        "accommodation_lead_days",
    ),
    "attribution": ("attribution_rule",),
}
_WEEK_DAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)


@dataclass(frozen=True)
class Occurrence:
    """A date on which the session would be repeated. ``session`` is None if it cannot be.

    ``conflicts`` are those of the unsaved session.
    """

    day: datetime.date
    session: ListeningSession | None
    conflicts: list[Conflict] = field(default_factory=list)


def recurrence_rule(*, listening_session: ListeningSession, recurrence: str, times: int) -> str:
    """Return the recurrence rule in RFC 5545 syntax, starting at the session's own date.

    ``times`` is the number of sessions to add. Raises :class:`ScheduleError` unless it is from 1 to
    :data:`MOST`, and for a day that not every month has.
    """
    if not 1 <= times <= MOST:
        raise ScheduleError(_("Enter a number from 1 to %(most)d.") % {"most": MOST}, field="times")
    day = listening_session.local_start.date()
    count = f"COUNT={times + 1}"
    if recurrence == Recurrence.MONTHLY_DATE:
        if day.day > 28:
            raise ScheduleError(
                _("Not every month has a day %(day)d. Repeat on the same weekday instead.")
                % {"day": day.day},
                field="recurrence",
            )
        return f"FREQ=MONTHLY;BYMONTHDAY={day.day};{count}"
    if recurrence == Recurrence.MONTHLY_WEEKDAY:
        # A fifth Tuesday becomes the last one, because not every month has five.
        week = (day.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;BYDAY={week if week < 5 else -1}{_WEEK_DAYS[day.weekday()]};{count}"
    interval = 2 if recurrence == Recurrence.FORTNIGHTLY else 1
    return f"FREQ=WEEKLY;INTERVAL={interval};{count}"


def occurrences(*, listening_session: ListeningSession, rule: str) -> list[Occurrence]:
    """Return the dates after the session's own on which a rule would repeat it.

    Each has the same local time. Where that time does not exist because of daylight saving, there
    is no session. Nothing is saved.
    """
    start = listening_session.local_start.replace(tzinfo=None)
    days = [moment.date() for moment in rrule.rrulestr(rule, dtstart=start)]
    found = []
    for day in days:
        if day == start.date():
            continue
        planned = _again(listening_session, day)
        conflicts = conflicts_of(listening_session=planned) if planned else []
        # That of the time zone is the same for every date, and the session's own page shows it.
        of_date = [each for each in conflicts if each.kind not in ABOUT_TIME_ZONE]
        found.append(Occurrence(day, planned, of_date))
    return found


@transaction.atomic
def repeat(
    *, listening_session: ListeningSession, rule: str, days: Iterable[datetime.date], by: User
) -> list[ListeningSession]:
    """Create a draft of the session on each of ``days``, and put all of them into one series.

    Capacities, places, languages and agenda are copied; the readiness list is not, because each
    session has to be prepared separately. Nobody is notified.

    Raises :class:`ScheduleError` if no date is left, or if the local time does not exist on one.
    """
    chosen = sorted(set(days))
    if not chosen:
        raise ScheduleError(_("Keep at least one day."), field="days")
    source = lock(listening_session)
    if source.series is None:
        source.series = SessionSeries.objects.create(rule=rule)
        source.save(update_fields=["series", "updated_at"])
    seats = capacities_of(source)
    jurisdictions, languages = list(source.jurisdictions.all()), list(source.languages.all())
    agenda = list(source.agenda_items.all())
    made = []
    for day in chosen:
        planned = _again(source, day)
        if planned is None:
            raise ScheduleError(
                _("That time no longer exists on one of the days. Check the days again."),
                field="days",
            )
        planned.slug = _free_slug(source, day)
        made.append(
            save_session(
                listening_session=planned,
                capacities=seats,
                jurisdictions=jurisdictions,
                languages=languages,
                by=by,
            )
        )
        AgendaItem.objects.bulk_create(
            AgendaItem(
                listening_session=planned,
                starts_at=item.starts_at,
                title=item.title,
                position=item.position,
            )
            for item in agenda
        )
    return made


def later_in_series(*, listening_session: ListeningSession) -> QuerySet[ListeningSession]:
    """Return the later sessions of the series that can still be changed."""
    if listening_session.series_id is None:
        return ListeningSession.objects.none()
    return (
        ListeningSession.objects.filter(
            series=listening_session.series_id,
            starts_at__gt=listening_session.starts_at,
            state__in=STILL_TO_COME,
        )
        .select_related("venue", "room", "program", "host")
        .order_by("starts_at", "pk")
    )


def can_be_carried_over(listening_session: ListeningSession) -> bool:
    """Whether the details of a session are worth copying: not those of a cancelled one."""
    return listening_session.state != SessionState.CANCELLED


def planned_change(
    *, source: ListeningSession, target: ListeningSession, parts: Sequence[str]
) -> ListeningSession | None:
    """Return ``target`` as it would be with ``parts`` of ``source``; nothing is saved.

    Time of day and duration are carried over, never the date. None if that local time does not
    exist on the target's date.
    """
    planned = copy.copy(target)
    for part in parts:
        if part == "time":
            span = _span(source, target.local_start.date())
            if span is None:
                return None
            planned.time_zone = source.time_zone
            planned.starts_at, planned.ends_at = span
            continue
        for name in PARTS[part]:
            setattr(planned, name, getattr(source, name))
    return planned


def notice_of_change(
    *, source: ListeningSession, planned: ListeningSession, parts: Sequence[str]
) -> Notice | None:
    """Return the notice of saving a :func:`planned_change`; None if nobody would be notified.

    Raises :class:`ScheduleError` if saving would be refused.
    """
    return notices.of_change(
        after=planned, capacities=capacities_of(source if "place" in parts else planned)
    )


@transaction.atomic
def carry_over(
    *,
    listening_session: ListeningSession,
    to: Iterable[ListeningSession],
    parts: Sequence[str],
    by: User,
    expected_version: str = "",
) -> list[ListeningSession]:
    """Carry changes over to later sessions of the series, all of them or none.

    Each is saved as if it had been edited: a change of time or place increments its ``sequence``
    and e-mails those registered for it. Capacities follow with the place.

    Raises :class:`ScheduleError` naming the session that cannot be saved, or if the session itself
    is cancelled, and :class:`ChangedMeanwhileError` if ``expected_version`` is no longer
    :func:`version_of_all`.
    """
    if not can_be_carried_over(listening_session):
        raise ScheduleError(_("This session is cancelled, so its changes cannot be carried over."))
    if not parts:
        raise ScheduleError(_("Choose what to carry over."), field="parts")
    wanted = {session.pk for session in to}
    lock_places(wanted, venue=listening_session.venue_id)
    targets = list(
        later_in_series(listening_session=listening_session)
        .filter(pk__in=wanted)
        .select_for_update(of=("self",), no_key=True)
    )
    if not targets or len(targets) < len(wanted):
        raise ScheduleError(_("Choose at least one later session that is not over."), field="to")
    require_version(
        expected=expected_version, current=version_of_all([listening_session, *targets])
    )
    own_seats = capacities_of(listening_session)
    saved = []
    for target in targets:
        planned = planned_change(source=listening_session, target=target, parts=parts)
        try:
            if planned is None:
                raise ScheduleError(
                    _("That time does not exist on that day, because clocks move forward.")
                )
            seats = own_seats if "place" in parts else capacities_of(target)
            saved.append(save_session(listening_session=planned, capacities=seats, by=by))
        except ScheduleError as error:
            raise ScheduleError(
                _("%(session)s: %(problem)s") % {"session": target, "problem": error.message},
                field="to",
            ) from error
    return saved


def _again(source: ListeningSession, day: datetime.date) -> ListeningSession | None:
    """Return an unsaved draft on another date; None if its local time does not exist."""
    span = _span(source, day)
    if span is None:
        return None
    days = day - source.local_start.date()
    planned = copy.copy(source)
    planned._state.adding = True
    planned.pk, planned.reference, planned.slug = None, "", ""
    planned.ical_uid, planned.sequence = new_ical_uid(), 0
    planned.previous_starts_at = None
    planned.state, planned.state_reason = SessionState.DRAFT, ""
    planned.starts_at, planned.ends_at = span
    for name in READINESS_CHECKS:
        setattr(planned, name, False)
    for name in ("registration_opens_at", "registration_closes_at"):
        if moment := getattr(source, name):
            local = moment.astimezone(source.zone) + days
            setattr(planned, name, local.astimezone(datetime.UTC))
    return planned


def _span(
    source: ListeningSession, day: datetime.date
) -> tuple[datetime.datetime, datetime.datetime] | None:
    """Return start and end in UTC of the source's local times on a date, if they exist there."""
    days = day - source.local_start.date()
    ends = []
    for moment in (source.local_start, source.local_end):
        # Adding a timedelta to an aware datetime is wall-clock arithmetic (PEP 495).
        local = moment + days
        utc = local.astimezone(datetime.UTC)
        if utc.astimezone(source.zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            return None
        ends.append(utc)
    return (ends[0], ends[1]) if ends[0] < ends[1] else None


def capacities_of(session: ListeningSession) -> dict[str, int | None]:
    """Return the capacity per way of attending; None is unlimited."""
    return {pool.mode: pool.capacity for pool in session.seat_pools.all()}


def _free_slug(source: ListeningSession, day: datetime.date) -> str:
    base = slugify(f"{source.title} {day}")[:110].strip("-")
    slug, number = base, 2
    while ListeningSession.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug
