"""What is checked off on the readiness list is unchecked when something new comes in."""

import datetime

import pytest

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.models import AuditEntry
from sessions_app.registrations.services import changes
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput
from sessions_app.session_operations.services import sessions
from tests.builders import build_question, build_registration, build_session, build_venue

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ASL = AccommodationInput(kind="asl")
BRAILLE = AccommodationInput(kind="braille")


@pytest.fixture
def session():
    return build_session(accommodations_ready=True, interpreters_ready=True, pra_checked=True)


def checked(session):
    session.refresh_from_db()
    names = ("accommodations_ready", "interpreters_ready", "pra_checked")
    return [name for name in names if getattr(session, name)]


def unchecked_in_history(session):
    entries = AuditEntry.objects.for_instance(session).filter(action="engagement.session.ready")
    return [(entry.user_id, entry.data["fields"], entry.data["done"]) for entry in entries]


def change(registration, **values):
    people = [
        AttendeeInput(person.name, person.email, person.pk)
        for person in registration.attendees.all()
    ]
    changes.change(registration=registration, attendees=people, **values)


@pytest.mark.parametrize(
    ("need", "left"),
    [(BRAILLE, ["interpreters_ready", "pra_checked"]), (ASL, ["pra_checked"])],
)
def test_new_request_unchecks_what_it_concerns_with_an_audit_entry(session, need, left):
    build_registration(session, accommodations=[need])

    assert checked(session) == left
    [(user, fields, done)] = unchecked_in_history(session)
    assert (user, done) == (None, False)
    assert sorted({*fields, *left}) == ["accommodations_ready", "interpreters_ready", "pra_checked"]


def test_request_of_somebody_on_the_waitlist_unchecks_as_well(session):
    session.seat_pools.update(capacity=1)
    build_registration(session)

    waiting = build_registration(session, accommodations=[BRAILLE])

    assert waiting.state == "waitlisted"
    assert "accommodations_ready" not in checked(session)


def test_registration_without_requests_unchecks_nothing(session):
    build_registration(session)

    assert len(checked(session)) == 3
    assert unchecked_in_history(session) == []


def test_changed_request_unchecks_and_the_same_one_again_does_not(session):
    registration = build_registration(session, accommodations=[BRAILLE])
    session.accommodations_ready = True
    session.save()

    change(registration, accommodations=[BRAILLE], phone="202-555-0100")
    assert "accommodations_ready" in checked(session)

    change(registration, accommodations=[AccommodationInput(kind="braille", detail="Grade 2")])
    assert checked(session) == ["interpreters_ready", "pra_checked"]


def test_withdrawn_request_unchecks_nothing(session):
    registration = build_registration(session, accommodations=[BRAILLE])
    session.accommodations_ready = True
    session.save()

    change(registration, accommodations=[])

    assert len(checked(session)) == 3


def test_refused_registration_unchecks_nothing(session):
    build_question(session, is_required=True)
    twin = build_registration(session, answers={session.questions.get().pk: "Yes"})

    with pytest.raises(Exception, match="already registered"):
        build_registration(
            session,
            email=twin.email,
            answers={session.questions.get().pk: "Yes"},
            accommodations=[BRAILLE],
        )

    assert len(checked(session)) == 3


@pytest.mark.parametrize("state", [SessionState.DRAFT, SessionState.SCHEDULED])
def test_new_time_or_place_unchecks_what_was_arranged_for_the_old_one(session, state):
    session.state = state
    session.save()
    session.starts_at += datetime.timedelta(minutes=30)
    sessions.save_session(listening_session=session, capacities={}, by=session.host)
    assert checked(session) == ["pra_checked"]

    session.accommodations_ready = session.interpreters_ready = True
    session.save()
    session.venue = build_venue()
    sessions.save_session(listening_session=session, capacities={}, by=session.host)
    assert checked(session) == ["pra_checked"]
    edit = AuditEntry.objects.for_instance(session).first()
    assert {"accommodations_ready", "interpreters_ready", "venue"} <= set(edit.data["fields"])


def test_check_made_together_with_the_new_time_stays(session):
    session.accommodations_ready = False
    session.save()
    session.accommodations_ready = True
    session.starts_at += datetime.timedelta(minutes=30)

    sessions.save_session(listening_session=session, capacities={}, by=session.host)

    assert checked(session) == ["accommodations_ready", "pra_checked"]


def test_text_correction_unchecks_nothing(session):
    session.title = "Put right"

    sessions.save_session(listening_session=session, capacities={}, by=session.host)

    assert len(checked(session)) == 3
