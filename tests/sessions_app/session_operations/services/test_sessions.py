"""Services for sessions: validation, transitions, and notifications."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.core.errors import ReasonRequiredError, TransitionNotAllowedError
from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.models import (
    AuditEntry,
    ListeningSession,
    OutboxMessage,
    Registration,
    SeatAllotment,
    SeatPool,
)
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.errors import AllotmentReachedError
from sessions_app.registrations.services import changes, transitions
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput
from sessions_app.session_operations.services import sessions
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_contact,
    build_organization,
    build_program,
    build_registration,
    build_room,
    build_session,
    build_user,
    build_venue,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def officer():
    return build_user()


def fresh(session):
    return ListeningSession.objects.get(pk=session.pk)


def new_session(**values):
    start = timezone.now() + datetime.timedelta(days=10)
    defaults = {
        "title": "Evening in Alder Falls",
        "slug": "alder-falls",
        "program": build_program(),
        "summary": "Tell us.",
        "format": SessionFormat.HYBRID,
        "starts_at": start,
        "ends_at": start + datetime.timedelta(hours=2),
        "time_zone": "America/Chicago",
        "venue": build_venue(),
        "host": build_user(),
    }
    return ListeningSession(**{**defaults, **values})


def save(session, officer, **capacities):
    return sessions.save_session(listening_session=session, capacities=capacities, by=officer)


@pytest.mark.parametrize("field", ["starts_at", "venue", "format", "join_link"])
def test_cancelled_session_keeps_its_time_and_place(officer, field):
    session = build_session(state=SessionState.CANCELLED)
    value = {
        "starts_at": session.starts_at - datetime.timedelta(minutes=30),
        "venue": build_venue(name="Elsewhere"),
        "format": SessionFormat.IN_PERSON,
        "join_link": "https://meet.example/other",
    }[field]
    assert getattr(session, field) != value
    setattr(session, field, value)

    with pytest.raises(ScheduleError, match="This session is cancelled"):
        save(session, officer, in_person=9, virtual=9)

    corrected = fresh(session)
    corrected.title = "Evening in Alder Falls"
    save(corrected, officer, in_person=9, virtual=9)
    assert fresh(session).title == "Evening in Alder Falls"


def test_save_session_makes_a_draft_with_a_pool_for_each_mode(officer):
    session = save(new_session(), officer, in_person=40, virtual=None)

    assert session.state == SessionState.DRAFT
    assert list(session.seat_pools.values_list("mode", "capacity", "is_open")) == [
        (IN_PERSON, 40, False),
        (VIRTUAL, None, False),
    ]
    assert AuditEntry.objects.for_instance(session).get().action == "engagement.session.create"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": timezone.now()}, "ends_at"),
        (
            {
                "starts_at": timezone.now() - datetime.timedelta(days=1),
                "ends_at": timezone.now(),
            },
            "starts_at",
        ),
    ],
)
def test_save_session_refuses_impossible_times(officer, values, field):
    with pytest.raises(ScheduleError) as refusal:
        save(new_session(**values), officer)

    assert refusal.value.field == field
    assert ListeningSession.objects.count() == 0


def test_save_session_refuses_a_room_of_another_venue(officer):
    with pytest.raises(ScheduleError) as refusal:
        save(new_session(room=build_room()), officer)

    assert refusal.value.field == "room"


def test_schedule_opens_the_pools_and_needs_a_venue(officer):
    homeless = save(new_session(venue=None), officer)
    with pytest.raises(ScheduleError):
        sessions.schedule(listening_session=homeless, by=officer)

    session = save(new_session(slug="with-venue"), officer, in_person=5)
    sessions.schedule(listening_session=session, by=officer)

    assert fresh(session).state == SessionState.SCHEDULED
    assert set(session.seat_pools.values_list("is_open", flat=True)) == {True}


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        (SessionState.DRAFT, "mark_held"),
        (SessionState.SCHEDULED, "start_review"),
        (SessionState.HELD, "schedule"),
        (SessionState.NOTES_PUBLISHED, "publish_notes"),
        (SessionState.CANCELLED, "schedule"),
    ],
)
def test_move_that_is_not_in_the_table_names_both_states_and_changes_nothing(officer, state, verb):
    past = {} if verb == "schedule" else {"starts_at": timezone.now() - datetime.timedelta(days=1)}
    session = build_session(state=state, **past)

    with pytest.raises(TransitionNotAllowedError) as refusal:
        getattr(sessions, verb)(listening_session=session, by=officer)

    assert refusal.value.from_state == SessionState(state).label
    assert f"“{refusal.value.to_state}”" in refusal.value.message
    assert (fresh(session).state, fresh(session).sequence) == (state, 0)
    assert AuditEntry.objects.count() == 0


def test_story_of_states_from_held_to_published(officer):
    session = build_session(starts_at=timezone.now() - datetime.timedelta(hours=3))
    sessions.mark_held(listening_session=session, by=officer)
    sessions.start_review(listening_session=session, by=officer)
    sessions.publish_notes(listening_session=session, by=officer)

    assert fresh(session).state == SessionState.NOTES_PUBLISHED
    assert [entry.data["state"] for entry in AuditEntry.objects.order_by("pk")] == [
        ["scheduled", "held"],
        ["held", "in_review"],
        ["in_review", "published"],
    ]


def test_mark_held_before_the_start_is_refused(officer):
    with pytest.raises(ScheduleError):
        sessions.mark_held(listening_session=build_session(), by=officer)


def test_typo_changes_neither_uid_nor_sequence_and_tells_nobody(officer):
    session = build_session()
    build_registration(session)
    OutboxMessage.objects.all().delete()
    before = fresh(session)
    session.title = "Put right"

    save(session, officer)

    after = fresh(session)
    assert (after.ical_uid, after.sequence) == (before.ical_uid, before.sequence)
    assert after.revised_at > before.revised_at
    assert OutboxMessage.objects.count() == 0


@pytest.mark.parametrize("field", ["starts_at", "ends_at", "venue", "time_zone"])
def test_change_of_time_or_place_raises_sequence_and_tells_everybody(officer, field):
    session = build_session()
    confirmed = build_registration(session, email="ana@example.org")
    OutboxMessage.objects.all().delete()
    before = fresh(session)
    new_values = {
        "starts_at": session.starts_at + datetime.timedelta(hours=1),
        "ends_at": session.ends_at + datetime.timedelta(hours=1),
        "venue": build_venue(),
        "time_zone": "America/New_York",
    }
    setattr(session, field, new_values[field])

    save(session, officer)

    assert fresh(session).ical_uid == before.ical_uid
    assert fresh(session).sequence == before.sequence + 1
    message = OutboxMessage.objects.get()
    assert (message.kind, message.registration) == ("session_changed", confirmed)
    assert "SEQUENCE:1" in message.calendar


def test_cancel_ends_registrations_and_takes_the_entry_off_calendars(officer):
    session = build_session(capacities={IN_PERSON: 1})
    confirmed = build_registration(session)
    waiting = build_registration(session)
    OutboxMessage.objects.all().delete()

    sessions.cancel(listening_session=session, reason="Storm warning.", by=officer)

    assert set(Registration.objects.values_list("state", flat=True)) == {
        RegistrationState.CANCELLED
    }
    pool = SeatPool.objects.get(listening_session=session, mode=IN_PERSON)
    assert (pool.taken, pool.waiting, pool.is_open) == (0, 0, False)
    messages = {m.registration_id: m for m in OutboxMessage.objects.all()}
    assert {m.kind for m in messages.values()} == {"session_cancelled"}
    assert messages[confirmed.pk].calendar_method == "CANCEL"
    assert messages[waiting.pk].calendar_method == ""
    assert "Storm warning." in messages[waiting.pk].body_text


def test_cancel_needs_a_reason(officer):
    session = build_session()

    with pytest.raises(ReasonRequiredError):
        sessions.cancel(listening_session=session, reason="  ", by=officer)

    assert fresh(session).state == SessionState.SCHEDULED


def test_postponed_session_keeps_seats_and_tells_the_new_date(officer):
    session = build_session()
    registration = build_registration(session)
    OutboxMessage.objects.all().delete()

    sessions.postpone(listening_session=session, reason="Host is ill.", by=officer)
    again = fresh(session)
    again.starts_at += datetime.timedelta(days=7)
    again.ends_at += datetime.timedelta(days=7)
    save(again, officer)
    sessions.schedule(listening_session=again, by=officer)

    kinds = OutboxMessage.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["session_postponed", "session_resumed"]
    assert Registration.objects.get(pk=registration.pk).state == RegistrationState.CONFIRMED


def test_capacity_below_seats_taken_is_refused_beside_its_field(officer):
    session = build_session()
    build_registration(session, people=3)

    with pytest.raises(ScheduleError) as refusal:
        save(session, officer, in_person=2)

    assert refusal.value.field == "capacity_in_person"
    assert SeatPool.objects.get(listening_session=session, mode=IN_PERSON).capacity == 20


def test_added_seats_go_to_the_waitlist_in_the_same_transaction(officer):
    session = build_session(capacities={IN_PERSON: 1})
    build_registration(session)
    waiting = build_registration(session)

    save(session, officer, in_person=2)

    assert Registration.objects.get(pk=waiting.pk).state == RegistrationState.CONFIRMED


def test_format_cannot_drop_a_mode_that_people_registered_for(officer):
    session = build_session()
    build_registration(session, mode=VIRTUAL)
    session.format = SessionFormat.IN_PERSON

    with pytest.raises(ScheduleError) as refusal:
        save(session, officer)

    assert refusal.value.field == "format"


def test_new_limit_for_organizations_takes_no_seat_away(officer):
    session = build_session()
    build_contact(build_organization(), email="c@example.org")
    build_registration(session, people=3, email="c@example.org")
    session.seats_per_organization = 2

    save(session, officer)

    allotment = SeatAllotment.objects.get()
    assert (allotment.seats, allotment.taken) == (3, 3)


def test_lowered_limit_comes_nearer_with_every_seat_given_back(officer):
    session = build_session()
    build_contact(build_organization(), email="c@example.org")
    registration = build_registration(session, people=5, email="c@example.org")
    session.seats_per_organization = 2
    save(session, officer)

    changes.change(
        registration=registration,
        attendees=[AttendeeInput("Ana"), AttendeeInput("Ben"), AttendeeInput("Cleo")],
    )
    allotment = SeatAllotment.objects.get()
    assert (allotment.seats, allotment.taken) == (3, 3)
    transitions.cancel(registration=registration)

    with pytest.raises(AllotmentReachedError, match="2 seats"):
        build_registration(session, people=3, email="c@example.org")
    assert build_registration(session, people=2, email="c@example.org").seats == 2


def test_seat_given_up_while_postponed_goes_to_the_line_when_the_session_is_back(officer):
    session = build_session(capacities={IN_PERSON: 1})
    seated, waiting = build_registration(session), build_registration(session)
    sessions.postpone(listening_session=session, reason="Host is ill.", by=officer)
    transitions.cancel(registration=seated)
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.WAITLISTED

    sessions.schedule(listening_session=session, by=officer)

    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.CONFIRMED


def test_capacity_below_a_group_in_line_is_refused(officer):
    session = build_session(capacities={IN_PERSON: 4})
    build_registration(session, people=1)
    build_registration(session, people=4)

    with pytest.raises(ScheduleError, match="group of 4 people is on the waitlist") as refusal:
        sessions.save_session(
            listening_session=fresh(session), capacities={IN_PERSON: 3}, by=officer
        )

    assert refusal.value.field == "capacity_in_person"


def test_form_filled_before_a_move_does_not_take_the_move_back(officer):
    session = build_session()
    in_the_form = fresh(session)
    sessions.cancel(listening_session=session, reason="Storm.", by=officer)
    in_the_form.title = "A better title"

    save(in_the_form, officer)

    now = fresh(session)
    assert (now.title, now.state, now.state_reason) == ("A better title", "cancelled", "Storm.")
    assert now.sequence == 1


def test_new_join_link_is_told_to_those_who_take_part_online_alone(officer):
    session = build_session(join_link="https://meet.example/old")
    build_registration(session, mode=IN_PERSON)
    online = build_registration(session, mode=VIRTUAL)
    OutboxMessage.objects.all().delete()
    session.join_link = "https://meet.example/new"

    save(session, officer)

    assert OutboxMessage.objects.get().registration == online


def test_help_is_due_as_long_before_a_session_as_it_was(officer):
    session = build_session(accommodation_lead_days=7)
    registration = build_registration(session, accommodations=[AccommodationInput("asl")])
    before = registration.accommodation_requests.get()
    session.starts_at -= datetime.timedelta(days=16)
    session.ends_at -= datetime.timedelta(days=16)

    save(session, officer)

    after = registration.accommodation_requests.get()
    assert after.due_on == before.due_on - datetime.timedelta(days=16)
    assert (before.is_late, after.is_late) == (False, True)


def test_rolled_back_cancel_leaves_state_log_and_mail_as_they_were(officer, monkeypatch):
    session = build_session()
    registration = build_registration(session)
    before = (AuditEntry.objects.count(), OutboxMessage.objects.count())

    def broken(**kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr(transitions.waitlist, "promote", broken)
    with pytest.raises(RuntimeError):
        sessions.cancel(listening_session=session, reason="Storm.", by=officer)

    assert fresh(session).state == SessionState.SCHEDULED
    assert Registration.objects.get(pk=registration.pk).state == RegistrationState.CONFIRMED
    assert (AuditEntry.objects.count(), OutboxMessage.objects.count()) == before
