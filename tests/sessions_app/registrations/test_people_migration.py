"""People struck after their check-in come back with their seats."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from sessions_app.models import Registration, SeatAllotment, SeatPool
from sessions_app.registrations.services import changes
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import IN_PERSON, build_organization, build_registration, build_session

pytestmark = [pytest.mark.django_db, pytest.mark.database]

migration = import_module("sessions_app.migrations.0012_people_of_registrations")


@pytest.fixture(autouse=True)
def _before_the_constraint():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute(
                "ALTER TABLE sessions_app_attendee DROP CONSTRAINT attendee_checked_in_is_coming"
            )
    yield
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def build_struck(session, **values):
    """Create a registration of two, one of whom was struck after check-in."""
    registration = build_registration(session, people=2, mode=IN_PERSON, **values)
    kept, struck = registration.attendees.all()
    changes.change(registration=registration, attendees=[AttendeeInput(kept.name, id=kept.pk)])
    registration.attendees.filter(pk=struck.pk).update(checked_in_at=timezone.now())
    return registration, struck


def pool_numbers(session):
    pool = SeatPool.objects.get(listening_session=session, mode=IN_PERSON)
    return pool.taken, pool.capacity


@pytest.mark.parametrize(
    ("others", "state", "numbers"),
    [
        (0, "confirmed", (2, 3)),
        (2, "confirmed", (4, 4)),
        (0, "attended", (2, 3)),
        (0, "cancelled", (1, 3)),
    ],
)
def test_person_has_a_seat_again_and_the_room_grows_if_it_must(others, state, numbers):
    session = build_session(capacities={IN_PERSON: 3})
    registration, struck = build_struck(session)
    if others:
        build_registration(session, people=others, mode=IN_PERSON)
    Registration.objects.filter(pk=registration.pk).update(state=state)

    migration.keep_who_was_here(apps, None)
    migration.keep_who_was_here(apps, None)

    struck.refresh_from_db()
    registration.refresh_from_db()
    assert struck.withdrawn_at is None
    assert registration.seats == registration.attendees.coming().count() == 2
    assert pool_numbers(session) == numbers


def test_unlimited_room_stays_unlimited():
    session = build_session(capacities={IN_PERSON: None})
    build_struck(session)

    migration.keep_who_was_here(apps, None)

    assert pool_numbers(session) == (2, None)


def test_seat_counts_against_the_organization():
    session = build_session()
    registration, _struck = build_struck(session)
    organization = build_organization()
    Registration.objects.filter(pk=registration.pk).update(organization=organization)
    SeatAllotment.objects.create(
        listening_session=session, organization=organization, seats=1, taken=1
    )

    migration.keep_who_was_here(apps, None)

    allotment = SeatAllotment.objects.get()
    assert (allotment.taken, allotment.seats) == (2, 2)


def test_who_was_struck_before_check_in_stays_away():
    session = build_session()
    registration, struck = build_struck(session)
    registration.attendees.filter(pk=struck.pk).update(checked_in_at=None)

    migration.keep_who_was_here(apps, None)

    struck.refresh_from_db()
    registration.refresh_from_db()
    assert struck.withdrawn_at is not None
    assert registration.seats == 1
