"""Whoever is checked in keeps their seat until the check-in is undone (docs/invariants.md, 2)."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.models import AuditEntry, OutboxMessage
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.errors import CheckedInError
from sessions_app.registrations.selectors.check_in import head_count
from sessions_app.registrations.services import changes, check_in, transitions
from sessions_app.registrations.services.attendance import correct_attendance
from sessions_app.registrations.services.registrations import AttendeeInput
from sessions_app.session_operations.services import close_out, sessions
from tests.builders import VIRTUAL, build_registration, build_session, build_user
from tests.sessions_app.lookups import pool_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def noon():
    """Keep away from midnight: check-in opens on the local day of the session."""
    with time_machine.travel(datetime.datetime(2027, 3, 1, 18, tzinfo=datetime.UTC)):
        yield


@pytest.fixture
def staff():
    return build_user()


@pytest.fixture
def session():
    now = timezone.now()
    return build_session(
        starts_at=now + datetime.timedelta(minutes=5),
        ends_at=now + datetime.timedelta(minutes=65),
        capacities={"in_person": 10, "virtual": 5},
    )


@pytest.fixture
def registration(session, staff):
    """Two people; the first is checked in."""
    made = build_registration(session, people=2)
    check_in.check_in(attendee=made.attendees.all()[0], by=staff)
    OutboxMessage.objects.all().delete()
    return made


def named(registration, *keep):
    return [
        AttendeeInput(name=person.name, email=person.email, id=person.pk)
        for person in registration.attendees.order_by("pk")
        if not keep or person.pk in keep
    ]


def cancel(registration, by):
    transitions.cancel(registration=registration, by=by)


def strike(registration, by):
    _here, other = registration.attendees.order_by("pk")
    changes.change(registration=registration, attendees=named(registration, other.pk), by=by)


def replace(registration, by):
    _here, other = registration.attendees.order_by("pk")
    people = [AttendeeInput("Somebody Else"), *named(registration, other.pk)]
    changes.change(registration=registration, attendees=people, by=by)


def go_online(registration, by):
    changes.change(registration=registration, attendees=named(registration), mode=VIRTUAL, by=by)


@pytest.mark.parametrize("verb", [cancel, strike, replace, go_online])
@pytest.mark.parametrize("is_staff", [True, False])
def test_nobody_takes_the_seat_of_somebody_who_is_checked_in(
    registration, session, staff, verb, is_staff
):
    with pytest.raises(CheckedInError, match=r"is checked in"):
        verb(registration, staff if is_staff else None)

    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
    assert registration.mode == "in_person"
    assert registration.attendees.coming().count() == 2
    assert pool_of(session).taken == 2
    count = head_count(session)
    assert (count.here, count.expected) == (1, 2)
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("verb", [cancel, strike, replace, go_online])
def test_everything_is_possible_once_the_check_in_is_undone(registration, staff, verb):
    check_in.undo(attendee=registration.attendees.all()[0], by=staff)

    verb(registration, staff)

    assert OutboxMessage.objects.exists()


def test_staff_switching_by_one_click_is_refused_too(registration, staff):
    with pytest.raises(CheckedInError):
        changes.switch(registration=registration, by=staff)


def test_link_cannot_rename_who_is_here_but_staff_correct_a_name(registration, staff):
    here, other = registration.attendees.order_by("pk")
    renamed = [
        AttendeeInput("New Name", here.email, here.pk),
        AttendeeInput(other.name, other.email, other.pk),
    ]

    with pytest.raises(CheckedInError):
        changes.change(registration=registration, attendees=renamed)
    here.refresh_from_db()
    assert here.name != "New Name"

    changes.change(registration=registration, attendees=renamed, by=staff)
    here.refresh_from_db()
    assert here.name == "New Name"
    assert here.checked_in_at is not None


def test_link_still_changes_the_people_who_are_not_here(registration):
    here, _other = registration.attendees.order_by("pk")

    changes.change(
        registration=registration,
        attendees=[*named(registration, here.pk), AttendeeInput("A Third Person")],
    )

    coming = list(registration.attendees.coming().order_by("pk").values_list("name", flat=True))
    assert coming == [here.name, "A Third Person"]


@pytest.mark.parametrize("verb", [sessions.cancel, sessions.postpone])
def test_session_with_people_in_the_room_is_not_called_off(registration, session, staff, verb):
    with pytest.raises(ScheduleError, match="1 person is checked in"):
        verb(listening_session=session, reason="Snow", by=staff)

    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED
    assert not OutboxMessage.objects.exists()


def test_session_with_people_in_the_room_is_not_moved_to_another_day(registration, session, staff):
    session.starts_at += datetime.timedelta(days=3)
    session.ends_at += datetime.timedelta(days=3)

    with pytest.raises(ScheduleError, match="1 person is checked in"):
        sessions.save_session(listening_session=session, capacities={}, by=staff)


def test_session_can_run_longer_with_people_in_the_room(registration, session, staff):
    session.ends_at += datetime.timedelta(minutes=1)

    sessions.save_session(listening_session=session, capacities={}, by=staff)

    assert registration.attendees.coming().count() == 2


def test_database_refuses_a_struck_person_who_is_checked_in(registration):
    here = registration.attendees.order_by("pk")[0]
    here.withdrawn_at = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        here.save()


def test_closing_counts_who_was_checked_in_and_logs_who_was_not_after_all(
    registration, session, staff
):
    here = registration.attendees.order_by("pk")[0]
    type(session).objects.filter(pk=session.pk).update(
        starts_at=timezone.now() - datetime.timedelta(minutes=5)
    )

    close_out.close(listening_session=session, by=staff, absent=[here.pk])

    here.refresh_from_db()
    assert here.checked_in_at is None
    entry = AuditEntry.objects.filter(action="engagement.registration.check_in").latest("pk")
    assert entry.data["attendee"] == here.pk
    assert entry.data["is_here"] is False


def test_corrected_attendance_is_logged_for_everybody_who_was_checked_in(
    registration, session, staff
):
    type(session).objects.filter(pk=session.pk).update(
        starts_at=timezone.now() - datetime.timedelta(minutes=5)
    )
    close_out.close(listening_session=session, by=staff)
    registration.refresh_from_db()
    assert registration.state == RegistrationState.ATTENDED

    correct_attendance(registration=registration, attended=False, by=staff)

    entry = AuditEntry.objects.filter(action="engagement.registration.check_in").latest("pk")
    assert entry.data["is_here"] is False
