"""Close-out of a session: recording attendance, and correcting it later."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.core.errors import EngagementError, TransitionNotAllowedError
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.models import AuditEntry, OutboxMessage, SeatPool
from sessions_app.registrations.enums import RegistrationSource, RegistrationState
from sessions_app.registrations.services import attendance, check_in, registrations
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.session_operations.selectors.attendance import (
    Attendance,
    attendance_of,
    still_open,
)
from sessions_app.session_operations.services import close_out
from tests.builders import (
    VIRTUAL,
    build_feedback,
    build_registration,
    build_session,
    build_staff_registration,
    build_theme,
    build_user,
)
from tests.sessions_app.lookups import state_of

pytestmark = pytest.mark.django_db

ATTENDED, NO_SHOW = RegistrationState.ATTENDED, RegistrationState.NO_SHOW


@pytest.fixture
def staff():
    return build_user()


@pytest.fixture
def session():
    now = timezone.now()
    return build_session(
        starts_at=now, ends_at=now + datetime.timedelta(minutes=30), capacities={"in_person": 4}
    )


def register_people(session, *, here=False, people=1, **values):
    registration = build_staff_registration(session, people=people, **values)
    if here:
        check_in.check_in(attendee=registration.attendees.first(), by=build_user())
    return registration


def test_closing_turns_seats_into_attended_and_no_show_and_holds_the_session(session, staff):
    here, away = register_people(session, here=True, people=2), register_people(session)
    online = register_people(session, mode=VIRTUAL)
    waiting = register_people(session, people=3)
    OutboxMessage.objects.all().delete()

    close_out.close(listening_session=session, came={online.attendees.get().pk}, by=staff)

    session.refresh_from_db()
    assert (session.state, session.sequence) == (SessionState.HELD, 1)
    assert [state_of(each) for each in (here, away, online, waiting)] == [
        ATTENDED,
        NO_SHOW,
        ATTENDED,
        RegistrationState.EXPIRED,
    ]
    waiting.refresh_from_db()
    assert waiting.state_reason == "The session took place before a seat opened up."
    pools = SeatPool.objects.filter(listening_session=session)
    assert {(pool.waiting, pool.is_open) for pool in pools} == {(0, False)}
    assert online.attendees.get().checked_in_at is not None
    assert not OutboxMessage.objects.exists()
    moves = AuditEntry.objects.filter(action="engagement.registration.move")
    assert [entry.data["state"][1] for entry in moves.order_by("pk")] == [
        ATTENDED,
        NO_SHOW,
        ATTENDED,
        RegistrationState.EXPIRED,
    ]
    assert SeatPool.objects.filter(listening_session=session, is_open=True).count() == 0


def test_hand_overrides_the_door_only_for_those_it_names(session, staff):
    wrongly, rightly = register_people(session, here=True), register_people(session, here=True)

    close_out.close(listening_session=session, absent={wrongly.attendees.get().pk}, by=staff)

    assert (state_of(wrongly), state_of(rightly)) == (NO_SHOW, ATTENDED)
    assert wrongly.attendees.get().checked_in_at is None


def test_number_of_another_sessions_person_changes_nothing(session, staff):
    stranger = build_registration()

    close_out.close(listening_session=session, came={stranger.attendees.get().pk}, by=staff)

    assert state_of(stranger) == RegistrationState.CONFIRMED
    assert stranger.attendees.get().checked_in_at is None


def test_session_is_not_closed_before_it_starts_nor_twice(session, staff):
    future = build_session()
    registration = build_registration(future)
    with pytest.raises(ScheduleError):
        close_out.close(listening_session=future, by=staff)
    assert state_of(registration) == RegistrationState.CONFIRMED

    close_out.close(listening_session=session, by=staff)
    with pytest.raises(TransitionNotAllowedError):
        close_out.close(listening_session=session, by=staff)


def test_failed_close_leaves_everything_as_it_was(session, staff, monkeypatch):
    registration = register_people(session, here=True)
    monkeypatch.setattr(close_out, "settle", lambda *_args, **_kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        close_out.close(listening_session=session, by=staff)

    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED
    assert state_of(registration) == RegistrationState.CONFIRMED


def test_closed_session_takes_nobody_any_more(session, staff):
    close_out.close(listening_session=session, by=staff)

    with pytest.raises(EngagementError):
        register_people(session)


def test_attendance_is_put_right_afterwards_both_ways(session, staff):
    registration = register_people(session, people=2)
    close_out.close(listening_session=session, by=staff)

    attendance.correct_attendance(registration=registration, attended=True, by=staff)
    assert state_of(registration) == ATTENDED
    assert attendance_of(session).came == 2
    with pytest.raises(TransitionNotAllowedError):
        attendance.correct_attendance(registration=registration, attended=True, by=staff)
    attendance.correct_attendance(registration=registration, attended=False, by=staff)
    assert state_of(registration) == NO_SHOW
    assert attendance_of(session).came == 0


def test_attendance_is_not_put_right_before_the_session_is_closed(session, staff):
    registration = register_people(session)

    with pytest.raises(EngagementError, match="when you close the session"):
        attendance.correct_attendance(registration=registration, attended=True, by=staff)

    assert state_of(registration) == RegistrationState.CONFIRMED


def test_attendance_counts_people_and_organizations_without_names(session, staff):
    register_people(session, here=True, people=2, organization_name="Harbor Group")
    register_people(session, organization_name="Lantern Union")
    check_in.add_walk_in(listening_session=session, name="Ada", by=staff)
    online = register_people(session, mode=VIRTUAL, organization_name="Harbor Group")

    close_out.close(listening_session=session, came={online.attendees.get().pk}, by=staff)

    assert attendance_of(session) == Attendance(
        registered=5, came=3, walk_ins=1, came_online=1, organizations=[("Harbor Group", 2)]
    )


def test_what_is_still_open_is_counted_for_those_who_may_read_it(session):
    registration = register_people(session, accommodations=[AccommodationInput(kind="asl")])
    build_feedback(listening_session=session)
    build_feedback(listening_session=session).codings.create(theme=build_theme())
    build_feedback(listening_session=session, state="duplicate", state_reason="Said before.")

    host = still_open(session, user=build_user(is_superuser=True))
    assert (host.accommodations, host.uncoded_notes, len(host.readiness)) == (1, 1, 5)
    assert still_open(session, user=build_user()).accommodations == 0
    registration.accommodation_requests.update(state="provided")
    assert still_open(session, user=build_user(is_superuser=True)).accommodations == 0


def test_close_and_registering_leave_no_confirmed_seat_behind(session, staff):
    """Closed seat pools refuse a registration, even if the caller's session is stale."""
    close_out.close(listening_session=session, by=staff)
    stale = type(session)(pk=session.pk)
    stale.__dict__.update({**session.__dict__, "state": SessionState.SCHEDULED})

    with pytest.raises(EngagementError):
        registrations.register(
            listening_session=stale,
            name="Ada",
            email="",
            mode="in_person",
            attendees=[registrations.AttendeeInput(name="Ada")],
            source=RegistrationSource.STAFF,
        )
    assert not session.registrations.exists()
