"""E-mails to attendees with an address of their own, who are not the registrant."""

import datetime

import icalendar
import pytest
from django.utils import timezone

from sessions_app.mail.services import outbox
from sessions_app.models import OutboxMessage
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.selectors.doubles import doubles_of
from sessions_app.registrations.services import changes, reminders, transitions
from sessions_app.registrations.services.registrations import AttendeeInput
from sessions_app.session_operations.services import notices, sessions
from sessions_app.session_operations.staff import session_page
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_registration,
    build_session,
    build_small_session,
    build_user,
)
from tests.sessions_app.lookups import kinds_sent_to

pytestmark = [pytest.mark.django_db, pytest.mark.database]

BEN, CAM = "ben@example.org", "cam@example.org"


@pytest.fixture
def staff():
    return build_user()


def group(session, *addresses, **values):
    people = [AttendeeInput("Dana Rivera", "dana@example.org")]
    people += [AttendeeInput(address.partition("@")[0].title(), address) for address in addresses]
    return build_registration(
        session, name="Dana Rivera", email="dana@example.org", attendees=people, **values
    )


def as_inputs(registration, *, without=()):
    return [
        AttendeeInput(person.name, person.email, person.pk)
        for person in registration.attendees.coming()
        if person.email not in without
    ]


def last_to(address):
    return OutboxMessage.objects.filter(recipient=address).order_by("pk").last()


def sequences_to(address):
    """Return METHOD and SEQUENCE of every calendar entry that an address got, oldest first."""
    messages = OutboxMessage.objects.filter(recipient=address).exclude(calendar="").order_by("pk")
    found = []
    for message in messages:
        (event,) = icalendar.Calendar.from_ical(message.calendar).walk("VEVENT")
        assert str(event["ATTENDEE"]) == f"mailto:{address}"
        found.append((message.calendar_method, event["SEQUENCE"]))
    return found


def test_attendee_gets_a_confirmation_and_an_entry_of_their_own():
    registration = group(build_session(), BEN)

    message = OutboxMessage.objects.get(recipient=BEN)
    assert message.kind == "attendee_confirmed"
    assert message.subject.startswith("Dana Rivera registered you")
    assert "Hello Ben," in message.body_text
    assert sequences_to(BEN) == [("REQUEST", 0)]
    assert f"[[token:{registration.access_tokens.get().pk}]]" not in message.body_text
    assert message.token is None
    assert "/registrations/" not in message.body_text + message.body_html
    assert kinds_sent_to("dana@example.org") == ["registration_confirmed"]


def test_address_of_the_registrant_or_a_repeated_one_is_written_to_once():
    group(build_session(), "DANA@example.org", BEN, BEN.upper())

    assert OutboxMessage.objects.count() == 2


def test_attendee_online_gets_the_join_link_and_one_in_the_room_does_not():
    session = build_session(join_link="https://meet.example/room")
    group(session, BEN, mode=VIRTUAL)
    build_registration(
        session, attendees=[AttendeeInput("Cam", CAM)], mode=IN_PERSON, email="x@example.org"
    )

    assert "https://meet.example/room" in last_to(BEN).body_text
    assert "https://meet.example/room" in last_to(BEN).calendar.replace("\r\n ", "")
    assert "meet.example" not in last_to(CAM).body_text + last_to(CAM).calendar


def test_attendee_hears_nothing_before_there_is_a_seat_and_then_at_once():
    session = build_small_session(1)
    first = build_registration(session)
    waiting = build_registration(
        session, email="dana@example.org", attendees=[AttendeeInput("Ben", BEN)]
    )
    assert waiting.state == RegistrationState.WAITLISTED
    assert kinds_sent_to(BEN) == []

    transitions.cancel(registration=first)

    assert kinds_sent_to(BEN) == ["attendee_confirmed"]


def test_cancelled_registration_takes_the_entry_off_and_a_new_one_puts_it_back():
    session = build_session()
    registration = group(session, BEN)

    transitions.cancel(registration=registration)
    group(session, BEN)

    assert kinds_sent_to(BEN) == ["attendee_confirmed", "attendee_removed", "attendee_confirmed"]
    assert sequences_to(BEN) == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 1)]


def test_change_tells_each_attendee_what_concerns_them():
    registration = group(build_session(), BEN)

    changes.change(
        registration=registration,
        attendees=[*as_inputs(registration, without=[BEN]), AttendeeInput("Cam", CAM)],
    )

    assert kinds_sent_to(BEN) == ["attendee_confirmed", "attendee_removed"]
    assert kinds_sent_to(CAM) == ["attendee_confirmed"]


def test_new_address_of_an_attendee_moves_the_entry():
    registration = group(build_session(), BEN)
    dana, ben = registration.attendees.order_by("pk")

    changes.change(
        registration=registration,
        attendees=[
            AttendeeInput(dana.name, dana.email, dana.pk),
            AttendeeInput(ben.name, CAM, ben.pk),
        ],
    )

    assert kinds_sent_to(BEN) == ["attendee_confirmed", "attendee_removed"]
    assert kinds_sent_to(CAM) == ["attendee_confirmed"]


def test_change_that_does_not_concern_an_attendee_tells_them_nothing():
    registration = group(build_session(), BEN)

    changes.change(
        registration=registration, attendees=as_inputs(registration), phone="202-555-0143"
    )

    assert kinds_sent_to(BEN) == ["attendee_confirmed"]


def test_change_to_online_updates_the_entry_of_each():
    registration = group(build_session(capacities={IN_PERSON: 5, VIRTUAL: 5}), BEN)

    changes.change(registration=registration, attendees=as_inputs(registration), mode=VIRTUAL)

    assert kinds_sent_to(BEN) == ["attendee_confirmed", "attendee_changed"]
    assert sequences_to(BEN) == [("REQUEST", 0), ("REQUEST", 1)]


def test_giving_up_seats_to_wait_takes_the_entry_off():
    session = build_session(capacities={IN_PERSON: 5, VIRTUAL: 0})
    registration = group(session, BEN)

    changes.change(
        registration=registration, attendees=as_inputs(registration), mode=VIRTUAL, may_wait=True
    )

    assert kinds_sent_to(BEN) == ["attendee_confirmed", "attendee_removed"]
    assert kinds_sent_to("dana@example.org")[-1] == "registration_moved_to_waitlist"


def test_session_that_moves_and_is_called_off_tells_every_attendee(staff):
    session = build_session()
    group(session, BEN)

    session.starts_at += datetime.timedelta(days=1)
    session.ends_at += datetime.timedelta(days=1)
    sessions.save_session(
        listening_session=session, capacities={}, by=staff, note="The hall is closed on Tuesday."
    )
    assert "The hall is closed on Tuesday." in last_to(BEN).body_text
    sessions.postpone(listening_session=session, reason="Snow", by=staff)
    sessions.schedule(listening_session=session, by=staff)
    sessions.cancel(listening_session=session, reason="A flood", by=staff)

    assert kinds_sent_to(BEN) == [
        "attendee_confirmed",
        "attendee_changed",
        "attendee_postponed",
        "attendee_changed",
        "attendee_session_cancelled",
    ]
    assert "A flood" in last_to(BEN).body_text
    numbers = [number for _method, number in sequences_to(BEN)]
    assert numbers == sorted(set(numbers))


@pytest.fixture
def soon():
    start = timezone.now() + datetime.timedelta(hours=40)
    return build_session(starts_at=start, ends_at=start + datetime.timedelta(hours=1))


def test_reminder_goes_to_each_address_even_without_one_of_the_registrant(soon, staff):
    group(soon, BEN)
    build_registration(
        soon, email="", attendees=[AttendeeInput("Cam", CAM)], source="staff", by=staff
    )
    OutboxMessage.objects.all().delete()

    reminders.queue_due()
    reminders.queue_due()

    assert sorted(OutboxMessage.objects.values_list("kind", "recipient")) == [
        ("attendee_reminder", BEN),
        ("attendee_reminder", CAM),
        ("session_reminder", "dana@example.org"),
    ]


def test_reminder_to_an_attendee_who_was_struck_is_void(soon):
    registration = group(soon, BEN)
    OutboxMessage.objects.all().delete()
    reminders.queue_due()
    message = OutboxMessage.objects.select_related("registration").get(recipient=BEN)
    assert reminders.void_reason(message, now=timezone.now()) == ""

    changes.change(registration=registration, attendees=as_inputs(registration, without=[BEN]))

    message.refresh_from_db()
    assert reminders.void_reason(message, now=timezone.now()) == "seat_given_up"


def test_same_person_in_two_registrations_is_found_by_address_or_name(
    django_assert_num_queries,
):
    session = build_session()
    first = group(session, BEN)
    second = build_registration(
        session, email="x@example.org", attendees=[AttendeeInput("Benjamin", BEN.upper())]
    )
    third = build_registration(
        session, email="y@example.org", attendees=[AttendeeInput("dana rivera")]
    )
    other = build_registration(
        build_session(), email="z@example.org", attendees=[AttendeeInput("Ben", BEN)]
    )
    ended = build_registration(
        session, email="w@example.org", attendees=[AttendeeInput("Ben", BEN)]
    )
    transitions.cancel(registration=ended)
    dana, ben = first.attendees.order_by("pk")

    with django_assert_num_queries(1):
        found = doubles_of(session, [dana, ben])

    assert found == {dana.pk: [third], ben.pk: [second]}
    assert not doubles_of(other.listening_session, list(other.attendees.all()))


def test_preview_counts_the_e_mails_to_attendees(staff):
    session = build_session()
    group(session, BEN, CAM, "DANA@example.org")
    before = OutboxMessage.objects.count()
    assert session_page.people_to_tell(session) == 3

    notice = notices.of_cancelling(session=session, reason="Snow")
    sessions.cancel(listening_session=session, reason="Snow", by=staff)

    assert notice.total == OutboxMessage.objects.count() - before == 3


def test_e_mail_to_an_attendee_makes_none_to_another_person_out_of_date(staff):
    registration = group(build_session(), BEN)
    first = OutboxMessage.objects.get(recipient="dana@example.org")
    told = OutboxMessage.objects.get(recipient=BEN)

    changes.change(
        registration=registration, attendees=as_inputs(registration, without=[BEN]), by=staff
    )

    assert outbox.is_superseded(message=first)
    assert outbox.is_superseded(message=told)
    assert not outbox.is_superseded(message=last_to("dana@example.org"))
    assert not outbox.is_superseded(message=last_to(BEN))


def test_person_who_comes_with_another_registration_keeps_the_entry():
    session = build_session()
    own = build_registration(session, email=BEN, attendees=[AttendeeInput("Ben", BEN)])
    registration = group(session, BEN.upper())

    changes.change(
        registration=registration, attendees=as_inputs(registration, without=[BEN.upper()])
    )
    assert [method for method, _number in sequences_to(BEN)] == ["REQUEST"]
    assert kinds_sent_to(BEN.upper()) == ["attendee_confirmed"]

    again = group(build_session(), BEN)
    other = build_registration(again.listening_session, email=BEN)
    transitions.cancel(registration=other)
    assert last_to(BEN).kind == "registration_cancelled"
    assert last_to(BEN).calendar == ""

    transitions.cancel(registration=own)
    assert last_to(BEN).calendar_method == "CANCEL"


def test_sequence_counts_an_attendee_whose_address_is_typed_in_another_case():
    session = build_session()
    registration = group(session, "Ben@example.org")
    changes.change(
        registration=registration,
        attendees=as_inputs(registration, without=["Ben@example.org"]),
    )

    build_registration(session, email="x@example.org", attendees=[AttendeeInput("Ben", BEN)])

    assert sequences_to("Ben@example.org") == [("REQUEST", 0), ("CANCEL", 1)]
    assert sequences_to(BEN) == [("REQUEST", 1)]
