"""Correcting a venue or a room changes the place of the sessions to come (ADR 0035)."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions_app.core.errors import ChangedMeanwhileError
from sessions_app.core.services.versions import version_of
from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.mail.enums import VoidReason
from sessions_app.mail.services import outbox
from sessions_app.models import (
    AuditEntry,
    ListeningSession,
    OutboxMessage,
    Room,
    Venue,
)
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.services import reminders, transitions
from sessions_app.session_operations.services import notices, sessions, venue_notices, venues
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_invitation,
    build_registration,
    build_room,
    build_session,
    build_user,
    build_venue,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = datetime.timedelta(days=1)


@pytest.fixture
def officer():
    return build_user()


@pytest.fixture
def venue():
    return build_venue(name="Town Hal", street="1 Main Street", accessibility_notes="Ramp.")


def fresh(session):
    return ListeningSession.objects.get(pk=session.pk)


def correct(venue, officer, rooms=(), told=None, **values):
    """Save a venue with other values, as staff do."""
    venue = Venue.objects.get(pk=venue.pk)
    for name, value in values.items():
        setattr(venue, name, value)
    return venues.save_venue(venue=venue, rooms=rooms, by=officer, **(told or {}))


def queued():
    return list(OutboxMessage.objects.order_by("pk").values_list("recipient", "kind"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Town Hall"),
        ("street", "10 Main Street"),
        ("city", "Alder Rapids"),
        ("state", "WI"),
        ("zip_code", "60602"),
    ],
)
def test_corrected_venue_raises_sequence_and_sends_the_entry_again(officer, venue, field, value):
    session = build_session(venue=venue)
    registration = build_registration(session, email="ana@example.org")
    OutboxMessage.objects.all().delete()
    before = fresh(session)

    correct(venue, officer, **{field: value})

    after = fresh(session)
    assert (after.ical_uid, after.sequence) == (before.ical_uid, before.sequence + 1)
    assert after.revised_at > before.revised_at
    message = OutboxMessage.objects.get()
    assert (message.kind, message.registration) == ("session_changed", registration)
    assert message.calendar_method == "REQUEST"
    assert "SEQUENCE:1" in message.calendar
    entry = message.calendar.replace("\r\n ", "").replace("\\,", ",")
    assert value in entry
    assert f"Where: {after.venue.name}, {after.venue.address}" in message.body_text
    assert "Town Hal, 1 Main Street, Alder Falls, IL 60601" in message.body_text
    entries = AuditEntry.objects.for_instance(session)
    assert entries.get(action="engagement.session.place").data["sequence"] == 1


def test_what_was_arranged_for_the_old_place_is_unchecked(officer, venue):
    arranged = build_session(
        venue=venue, accommodations_ready=True, interpreters_ready=True, pra_checked=True
    )

    correct(venue, officer, accessibility_notes="Ramp and lift.")
    assert fresh(arranged).accommodations_ready

    correct(venue, officer, name="Town Hall")
    after = fresh(arranged)
    assert (after.accommodations_ready, after.interpreters_ready) == (False, False)
    assert after.pra_checked
    entry = AuditEntry.objects.for_instance(arranged).get(action="engagement.session.place")
    assert entry.data["fields"] == ["venue", "accommodations_ready", "interpreters_ready"]


def test_renamed_room_concerns_the_sessions_in_it_and_no_others(officer, venue):
    blue, red = (build_room(venue=venue, name=name) for name in ("Blu Room", "Red Room"))
    in_blue = build_session(venue=venue, room=blue)
    others = [build_session(venue=venue, room=red), build_session(venue=venue)]
    for number, session in enumerate([in_blue, *others]):
        build_registration(session, email=f"p{number}@example.org")
    OutboxMessage.objects.all().delete()
    blue.name = "Blue Room"

    correct(venue, officer, rooms=[blue])

    assert fresh(in_blue).sequence == 1
    assert [fresh(session).sequence for session in others] == [0, 0]
    assert queued() == [("p0@example.org", "session_changed")]
    message = OutboxMessage.objects.get()
    assert "Town Hal, Blue Room, 1 Main Street" in message.body_text
    assert "Town Hal, Blu Room, 1 Main Street" in message.body_text


def test_everything_but_the_words_of_the_place_changes_nothing(officer, venue):
    room = build_room(venue=venue)
    session = build_session(venue=venue, room=room)
    build_registration(session)
    OutboxMessage.objects.all().delete()
    before = fresh(session)
    room.capacity = 7

    correct(
        venue,
        officer,
        rooms=[room, Room(name="Another", capacity=5)],
        accessibility_notes="Ramp at the back.",
    )

    after = fresh(session)
    assert (after.sequence, after.revised_at, after.updated_at) == (
        before.sequence,
        before.revised_at,
        before.updated_at,
    )
    assert queued() == []
    assert (
        not AuditEntry.objects.for_instance(session)
        .filter(action="engagement.session.place")
        .exists()
    )


@pytest.mark.parametrize(
    "values",
    [
        {"state": SessionState.DRAFT},
        {"state": SessionState.CANCELLED},
        {"state": SessionState.HELD},
        {"state": SessionState.IN_REVIEW},
        {"state": SessionState.NOTES_PUBLISHED},
        {"starts_at": timezone.now() - 2 * DAY},
        {"format": SessionFormat.VIRTUAL},
    ],
)
def test_sessions_that_are_not_to_come_there_stay_as_they_are(officer, venue, values):
    session = build_session(venue=venue, **values)
    guest = build_invitation(session)
    elsewhere = build_session()
    before = [fresh(each).updated_at for each in (session, elsewhere)]

    correct(venue, officer, name="Town Hall")

    assert [fresh(each).sequence for each in (session, elsewhere)] == [0, 0]
    assert [fresh(each).updated_at for each in (session, elsewhere)] == before
    assert queued() == []
    assert guest.state == "sent"


def test_session_under_way_is_still_to_come(officer, venue):
    session = build_session(
        venue=venue,
        starts_at=timezone.now() - datetime.timedelta(hours=1),
        ends_at=timezone.now() + datetime.timedelta(hours=1),
    )

    correct(venue, officer, name="Town Hall")

    assert fresh(session).sequence == 1


def test_postponed_session_has_a_new_place_and_tells_it_with_its_new_date(officer, venue):
    session = build_session(venue=venue)
    build_registration(session, email="ana@example.org")
    sessions.postpone(listening_session=session, reason="Ill.", by=officer)
    OutboxMessage.objects.all().delete()

    correct(venue, officer, name="Town Hall")
    assert (fresh(session).sequence, queued()) == (2, [])

    sessions.schedule(listening_session=session, by=officer)
    assert "Town Hall, 1 Main Street" in OutboxMessage.objects.get().body_text


def test_guests_who_have_not_answered_are_told_and_those_who_left_are_not(officer, venue):
    session = build_session(venue=venue)
    build_invitation(session, email="guest@example.org")
    transitions.cancel(registration=build_registration(session, email="gone@example.org"))
    OutboxMessage.objects.all().delete()

    correct(venue, officer, name="Town Hall", told={"note": "The sign was wrong."})

    assert queued() == [("guest@example.org", "invitation_changed")]
    message = OutboxMessage.objects.get()
    assert "Town Hall, 1 Main Street" in message.body_text
    assert "The sign was wrong." in message.body_text


def test_each_correction_is_told_once_and_sequence_never_falls(officer, venue):
    session = build_session(venue=venue)
    build_registration(session)
    OutboxMessage.objects.all().delete()

    for name in ("Town Hall", "Town Hal", "Town Hall", "Town Hall"):
        correct(venue, officer, name=name)

    assert fresh(session).sequence == 3
    assert len(queued()) == 3


def test_failure_leaves_venue_sequence_log_and_mail_as_they_were(officer, venue, monkeypatch):
    session = build_session(venue=venue)
    build_registration(session, email="a@example.org")
    build_registration(session, email="b@example.org")
    OutboxMessage.objects.all().delete()
    logged = AuditEntry.objects.count()
    real = notices.emails.session_changed

    def fail_at_the_second(*, registration, **values):
        if registration.email == "b@example.org":
            raise RuntimeError("the second e-mail")
        real(registration=registration, **values)

    monkeypatch.setattr(notices.emails, "session_changed", fail_at_the_second)

    with pytest.raises(RuntimeError):
        correct(venue, officer, name="Town Hall")

    assert Venue.objects.get(pk=venue.pk).name == "Town Hal"
    assert fresh(session).sequence == 0
    assert (AuditEntry.objects.count(), queued()) == (logged, [])


def test_venue_that_somebody_else_saved_is_refused(officer, venue):
    seen = version_of(venue)
    correct(venue, officer, street="10 Main Street")
    session = build_session(venue=venue)

    with pytest.raises(ChangedMeanwhileError):
        correct(venue, officer, name="Town Hall", told={"expected_version": seen})

    assert fresh(session).sequence == 0


def test_waiting_reminder_of_the_old_words_is_not_sent_and_a_new_one_follows(officer, venue):
    room = build_room(venue=venue, name="Blu Room")
    session = build_session(venue=venue, room=room, starts_at=timezone.now() + 1.5 * DAY)
    build_registration(session)
    OutboxMessage.objects.all().delete()
    reminders.queue_due()
    assert [kind for _recipient, kind in queued()] == ["session_reminder"]
    room.name = "Blue Room"

    correct(venue, officer, rooms=[room])
    outbox.deliver_due()

    reminder = OutboxMessage.objects.get(kind="session_reminder")
    assert (reminder.sent_at, reminder.void_reason) == (None, VoidReason.MOVED)
    later = timezone.now() + datetime.timedelta(hours=25)
    reminders.queue_due(now=later)
    renewed = OutboxMessage.objects.filter(kind="session_reminder").latest("pk")
    assert renewed.pk != reminder.pk
    assert "Blue Room" in renewed.body_text


def test_reminder_stands_if_only_the_accessibility_notes_change(officer, venue):
    session = build_session(venue=venue, starts_at=timezone.now() + 1.5 * DAY)
    build_registration(session)
    OutboxMessage.objects.all().delete()
    reminders.queue_due()

    correct(venue, officer, accessibility_notes="Ramp at the back.", told={"tell_access": True})
    outbox.deliver_due()

    assert OutboxMessage.objects.get(kind="session_reminder").void_reason == ""


def test_accessibility_notes_are_told_by_choice_to_those_who_come_in_person(officer, venue):
    session = build_session(venue=venue, capacities={IN_PERSON: 1})
    build_registration(session, email="room@example.org", mode=IN_PERSON)
    waiting = build_registration(session, email="line@example.org", mode=IN_PERSON)
    build_registration(session, email="online@example.org", mode=VIRTUAL)
    build_invitation(session)
    postponed = build_session(venue=venue, state=SessionState.POSTPONED)
    assert waiting.state == RegistrationState.WAITLISTED
    OutboxMessage.objects.all().delete()

    correct(
        venue,
        officer,
        accessibility_notes="Ramp at the back.\nRing the bell.",
        told={"tell_access": True, "note": "The ramp moved."},
    )

    assert queued() == [
        ("room@example.org", "venue_access_changed"),
        ("line@example.org", "venue_access_changed"),
    ]
    message = OutboxMessage.objects.first()
    assert "Accessibility at the venue: Ramp at the back. Ring the bell." in message.body_text
    assert "The ramp moved." in message.body_text
    assert message.calendar == ""
    assert [fresh(each).sequence for each in (session, postponed)] == [0, 0]


def test_accessibility_notes_that_did_not_change_are_not_told(officer, venue):
    build_registration(build_session(venue=venue))
    OutboxMessage.objects.all().delete()

    correct(venue, officer, told={"tell_access": True})

    assert queued() == []


def test_new_words_and_new_notes_are_one_e_mail(officer, venue):
    session = build_session(venue=venue)
    build_registration(session, email="room@example.org", mode=IN_PERSON)
    build_registration(session, email="online@example.org", mode=VIRTUAL)
    OutboxMessage.objects.all().delete()

    correct(
        venue,
        officer,
        name="Town Hall",
        accessibility_notes="Ramp at the back.",
        told={"tell_access": True},
    )

    assert queued() == [("room@example.org", "session_changed")]
    assert "Ramp at the back." in OutboxMessage.objects.get().body_text


def test_preview_counts_those_who_are_then_told(officer, venue):
    for number in range(3):
        session = build_session(venue=venue, title=f"Session {number}")
        for person in range(number):
            build_registration(session, email=f"{number}-{person}@example.org")
    build_invitation(session)
    OutboxMessage.objects.all().delete()
    planned = Venue.objects.get(pk=venue.pk)
    planned.name, planned.accessibility_notes = "Town Hall", "Ramp at the back."

    notice = venue_notices.of_correction(venue=planned)
    assert (notice.total, notice.by_state) == (
        4,
        [("Confirmed", 3), ("Invited, no answer yet", 1)],
    )
    assert [(title, count) for title, _when, count in notice.sessions] == [
        ("Session 1", 1),
        ("Session 2", 3),
    ]
    assert [(change.label, change.before, change.after) for change in notice.changes] == [
        ("Venue", "Town Hal", "Town Hall")
    ]
    assert notice.also == ["Accessibility"]
    assert [email.kind for _language, email in notice.samples] == [
        "session_changed",
        "invitation_changed",
    ]

    correct(venue, officer, name="Town Hall")
    assert len(queued()) == notice.total


def test_preview_takes_as_many_queries_for_ten_sessions(venue, django_assert_num_queries):
    def add_sessions(number):
        for _number in range(number):
            session = build_session(venue=venue)
            build_registration(session)
            build_registration(session)
            build_invitation(session)

    planned = Venue.objects.get(pk=venue.pk)
    planned.name = "Town Hall"
    add_sessions(2)
    venue_notices.of_correction(venue=planned)
    with CaptureQueriesContext(connection) as few:
        venue_notices.of_correction(venue=planned)
    add_sessions(8)

    with django_assert_num_queries(len(few)):
        notice = venue_notices.of_correction(venue=planned)

    assert notice.total == 30
    assert len(notice.sessions) == 10


def test_links_are_looked_up_once_for_a_session(officer, venue):
    session = build_session(venue=venue)

    def queries_for(name, *, more):
        for _number in range(more):
            build_registration(session)
        with CaptureQueriesContext(connection) as queries:
            correct(venue, officer, name=name)
        return len(queries)

    one, eleven = queries_for("Town Hall", more=1), queries_for("The Town Hall", more=10)

    # The text in the recipient's language, the SEQUENCE, the INSERT, what is stored then, and its
    # search entries.
    assert eleven - one == 10 * 5


def test_feed_and_file_show_the_new_words(client, officer, venue):
    session = build_session(venue=venue)
    urls = ["/calendar.ics", f"/sessions/{session.slug}/calendar.ics"]
    etags = [client.get(url).headers["ETag"] for url in urls]

    correct(venue, officer, name="Town Hall")

    for url, etag in zip(urls, etags, strict=True):
        answer = client.get(url, headers={"If-None-Match": etag})
        assert answer.status_code == 200
        text = answer.content.decode().replace("\r\n ", "")
        assert "LOCATION:Town Hall\\, 1 Main Street" in text
        assert "SEQUENCE:1" in text
