"""Services of sessions, venues and series."""

import datetime

from django.utils import timezone

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.services import materials, readiness
from sessions_app.models import AgendaItem, ListeningSession, Venue
from sessions_app.session_operations.services import (
    checks,
    close_out,
    guest_notices,
    notice_preview,
    notices,
    seat_notices,
    series,
    sessions,
    venue_notices,
    venues,
)
from tests.builders import (
    IN_PERSON,
    build_invitation,
    build_program,
    build_registration,
    build_session,
    build_user,
    build_venue,
)
from tests.sessions_app.audit.catalog import call, no_log
from tests.sessions_app.audit.people import here
from tests.sessions_app.audit.registrations import MOVE as REGISTRATION_MOVE
from tests.sessions_app.audit.registrations import line_of_two

MOVE = "engagement.session.move"
EDIT = "engagement.session.edit"
REASON = "The hall is closed."


def with_people(**values):
    """Create a session with somebody registered, and a guest who has not answered."""
    session = build_session(**values)
    build_registration(session)
    build_invitation(session)
    return session


def stored(session, **changes):
    """Return the session as a form would have changed it."""
    session = ListeningSession.objects.get(pk=session.pk)
    for name, value in changes.items():
        setattr(session, name, value)
    return session


def postponed():
    session = with_people()
    return sessions.postpone(listening_session=session, reason=REASON, by=session.host)


def a_series():
    session = build_session(starts_at=timezone.now() + datetime.timedelta(days=20))
    day = session.local_start.date() + datetime.timedelta(days=7)
    made = series.repeat(
        listening_session=session,
        rule="FREQ=WEEKLY;INTERVAL=1;COUNT=2",
        days=[day],
        by=session.host,
    )
    return stored(session), made


@call(sessions.save_session, "engagement.session.create")
def new_session(by):
    start = timezone.now() + datetime.timedelta(days=20)
    session = ListeningSession(
        title="An evening in Alder Falls",
        slug="alder-falls",
        program=build_program(),
        host=build_user(),
        format="in_person",
        venue=build_venue(),
        time_zone="America/Chicago",
        starts_at=start,
        ends_at=start + datetime.timedelta(hours=1),
    )
    return {"listening_session": session, "capacities": {IN_PERSON: 20}}


@call(sessions.save_session, EDIT)
def typo(by):
    session = stored(with_people(), title="A title without typos")
    return {"listening_session": session, "capacities": {}}


@call(sessions.save_session, EDIT, mails=["session_changed", "invitation_changed"])
def another_hour(by):
    session = stored(with_people())
    session.ends_at += datetime.timedelta(minutes=30)
    return {"listening_session": session, "capacities": {}}


@call(sessions.schedule, MOVE)
def draft(by):
    return {"listening_session": build_session(state=SessionState.DRAFT)}


@call(sessions.schedule, MOVE, mails=["session_resumed", "invitation_changed"])
def postponed_session(by):
    return {"listening_session": postponed()}


@call(sessions.postpone, MOVE, mails=["session_postponed", "invitation_postponed"])
def hall_closed(by):
    return {"listening_session": with_people(), "reason": REASON}


@call(
    sessions.cancel,
    MOVE,
    REGISTRATION_MOVE,
    mails=["session_cancelled", "invitation_cancelled"],
)
def hall_closed_for_good(by):
    return {"listening_session": with_people(), "reason": REASON}


@call(sessions.mark_held, MOVE)
def begun(by):
    return {"listening_session": build_session(starts_at=timezone.now())}


@call(sessions.start_review, MOVE)
def held(by):
    return {"listening_session": build_session(state=SessionState.HELD)}


@call(sessions.publish_notes, MOVE)
def in_review(by):
    return {"listening_session": build_session(state=SessionState.IN_REVIEW)}


@call(close_out.close, MOVE, REGISTRATION_MOVE)
def somebody_came(by):
    session = here().registration.listening_session
    ListeningSession.objects.update(starts_at=timezone.now())
    return {"listening_session": session}


@call(close_out.close, MOVE, *[REGISTRATION_MOVE] * 3)
def somebody_never_got_a_seat(by):
    session = line_of_two()[0].listening_session
    ListeningSession.objects.update(starts_at=timezone.now())
    return {"listening_session": session}


@call(series.repeat, "engagement.session.create")
def one_week_later(by):
    session = build_session()
    day = session.local_start.date() + datetime.timedelta(days=7)
    return {"listening_session": session, "rule": "FREQ=WEEKLY;COUNT=2", "days": [day]}


@call(series.carry_over, EDIT)
def another_title(by):
    session, later = a_series()
    session.title = "Another title"
    return {"listening_session": session, "to": later, "parts": ["words"]}


@call(venues.save_venue, "engagement.venue.save")
def new_venue(by):
    venue = Venue(name="Hall", street="1 Elm St", city="Alder Falls", state="IL", zip_code="60601")
    return {"venue": venue}


@call(
    venues.save_venue,
    "engagement.venue.save",
    "engagement.session.place",
    mails=["session_changed", "invitation_changed"],
)
def corrected_venue(by):
    venue = with_people().venue
    venue.name = "Another name"
    return {"venue": venue}


@call(venues.save_venue, "engagement.venue.save", mails=["venue_access_changed"])
def other_entrance(by):
    venue = with_people().venue
    venue.accessibility_notes = "The ramp is on Elm Street."
    return {"venue": venue, "tell_access": True}


@call(readiness.tick, "engagement.session.ready")
def prepared(by):
    return {"listening_session": build_session(), "check": "interpreters_ready", "is_done": True}


@call(readiness.tick)
def prepared_before(by):
    session = build_session(interpreters_ready=True)
    return {"listening_session": session, "check": "interpreters_ready", "is_done": True}


@call(readiness.reopen, "engagement.session.ready", is_part=True)
def ready_session(by):
    session = build_session(interpreters_ready=True)
    return {"listening_session": session, "checks": ["interpreters_ready"]}


@call(materials.save_materials, "engagement.session.materials")
def agenda(by):
    line = AgendaItem(title="Welcome", starts_at=datetime.time(18), position=1)
    return {"listening_session": build_session(), "kept": [line]}


no_log(
    [
        checks.check_nobody_is_checked_in,
        checks.check_ready,
        checks.check_schedule,
        checks.check_seats,
        checks.is_material,
        checks.is_on_another_day,
        checks.lock_seated,
        guest_notices.guests_to_tell,
        guest_notices.sample_emails,
        notice_preview.notice_of,
        notice_preview.without_join_link,
        notices.of_cancelling,
        notices.of_change,
        notices.of_postponing,
        notices.of_resuming,
        notices.registrations_to_tell,
        seat_notices.seated_by,
        series.can_be_carried_over,
        series.capacities_of,
        series.later_in_series,
        series.notice_of_change,
        series.occurrences,
        series.planned_change,
        series.recurrence_rule,
        venue_notices.of_correction,
        venue_notices.people_to_tell,
        venues.lock_place,
        venues.lock_places,
    ],
    because="reads, locks or checks; changes nothing",
)
no_log(
    [
        guest_notices.tell_called_off,
        guest_notices.tell_change,
        notices.tell_change,
        notices.tell_postponed,
        notices.tell_resumed,
        venue_notices.tell_access,
    ],
    because="changes no record: each e-mail is itself on record",
)
