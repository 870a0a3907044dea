"""Of two services at once, the second sees what the first has done (see test_row_locks.py)."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.calendars import services as calendars
from sessions_app.core.errors import (
    ChangedMeanwhileError,
    EngagementError,
    TokenInvalidError,
    TransitionNotAllowedError,
)
from sessions_app.core.services.versions import version_of, version_of_all
from sessions_app.listening_sessions.errors import ScheduleError
from sessions_app.listening_sessions.services import readiness
from sessions_app.models import (
    AccessToken,
    AccommodationRequest,
    Invitation,
    ListeningSession,
    OutboxMessage,
    RegistrationQuestion,
    SeatAllotment,
    SessionSeries,
)
from sessions_app.registrations.errors import InvitationError
from sessions_app.registrations.services import (
    accommodations,
    addresses,
    attendance,
    changes,
    check_in,
    invitations,
    personal_links,
    registrations,
    transitions,
)
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.invitations import Guest
from sessions_app.registrations.services.questions import save_questions
from sessions_app.registrations.services.registrations import AttendeeInput
from sessions_app.session_operations.services import close_out, series, sessions
from tests.builders import (
    IN_PERSON,
    build_contact,
    build_invitation,
    build_organization,
    build_registration,
    build_session,
    build_small_session,
    build_staff_registration,
    build_user,
)
from tests.concurrency.interleaving import twice, while_open

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.database]

REASON = "The hall is closed."


@pytest.fixture
def by():
    return build_user()


def today(**values):
    return build_session(starts_at=timezone.now() + datetime.timedelta(seconds=30), **values)


def test_invitation_is_sent_once(by):
    prepared = build_invitation(state="prepared")

    assert twice(invitations.send, invitations=[prepared], by=by) == 0
    assert OutboxMessage.objects.filter(recipient=prepared.email).count() == 1


def test_guest_is_invited_once(by):
    session, guest = build_session(), Guest("ana@example.org")

    assert twice(invitations.invite, listening_session=session, guests=[guest], by=by) == []
    assert session.invitations.count() == 1


def test_first_seat_of_an_organization_counts_against_a_limit_that_is_being_changed(by):
    session = build_session(seats_per_organization=5)
    contact = build_contact(build_organization())
    changed = ListeningSession.objects.get(pk=session.pk)
    changed.seats_per_organization = 2

    while_open(
        lambda: sessions.save_session(listening_session=changed, capacities={}, by=by),
        lambda: build_registration(session, email=contact.email),
    )

    assert SeatAllotment.objects.get(listening_session=session).seats == 2


def test_invitation_used_by_two_registers_one():
    session = build_session()
    invitation = build_invitation(session)

    def register(name):
        read_before = Invitation.objects.get(pk=invitation.pk)
        return lambda: registrations.register(
            listening_session=session,
            name=name,
            email=f"{name}@example.org",
            mode=IN_PERSON,
            attendees=[AttendeeInput(name)],
            invitation=read_before,
        )

    assert isinstance(while_open(register("ana"), register("bo")), InvitationError)


def test_person_is_checked_in_once(by, logged):
    attendee = build_staff_registration(today()).attendees.get()

    assert twice(check_in.check_in, attendee=attendee, by=by).was_here
    assert logged()["engagement.registration.check_in"] == 1


@pytest.mark.parametrize("service", [sessions.postpone, sessions.cancel])
def test_session_is_not_called_off_while_somebody_is_checked_in(service, by):
    session = today()
    attendee = build_staff_registration(session).attendees.get()

    refusal = while_open(
        lambda: check_in.check_in(attendee=attendee, by=by),
        lambda: service(listening_session=session, reason=REASON, by=by),
    )

    assert isinstance(refusal, ScheduleError)


def test_seat_cancelled_while_somebody_is_checked_in_is_kept(by):
    registration = build_staff_registration(today())
    attendee = registration.attendees.get()

    refusal = while_open(
        lambda: check_in.check_in(attendee=attendee, by=by),
        lambda: transitions.cancel(registration=registration, by=by),
    )

    assert isinstance(refusal, EngagementError)
    registration.refresh_from_db()
    assert registration.state == "confirmed"


def test_attendance_recorded_at_the_door_while_a_session_is_closed_counts(by):
    session = today(capacities={IN_PERSON: 4})
    registration = build_staff_registration(session)
    attendee = registration.attendees.get()
    session.starts_at = timezone.now()
    session.save()

    while_open(
        lambda: check_in.check_in(attendee=attendee, by=by),
        lambda: close_out.close(listening_session=session, by=by),
    )

    registration.refresh_from_db()
    assert registration.state == "attended"


def test_attendance_is_corrected_once(by):
    registration = build_registration()
    registration.state = "no_show"
    registration.save()

    refusal = twice(attendance.correct_attendance, registration=registration, attended=True, by=by)

    assert isinstance(refusal, TransitionNotAllowedError)


def test_new_address_is_confirmed_once():
    current = addresses.request_address(registration=build_registration(), email="new@example.org")
    raw = personal_links.require_secret(personal_links.new_address_token(registration=current))

    assert isinstance(twice(addresses.confirm_address, raw=raw), TokenInvalidError)


def test_same_new_address_asked_for_twice_is_logged_once(logged):
    twice(addresses.request_address, registration=build_registration(), email="new@example.org")

    assert logged()["engagement.registration.request_address"] == 1


def test_item_of_the_readiness_list_is_checked_once(by, logged):
    twice(
        readiness.tick,
        listening_session=build_session(),
        check="interpreters_ready",
        is_done=True,
        by=by,
    )

    assert logged()["engagement.session.ready"] == 1


def test_double_click_creates_one_calendar_address_after_the_other(by):
    twice(calendars.rotate, user=by)

    assert AccessToken.objects.valid().filter(user=by).count() == 1
    assert AccessToken.objects.filter(user=by).count() == 2


def test_seats_freed_by_two_at_once_go_to_two(by):
    session = build_small_session(2)
    one, other, *waiting = [build_registration(session) for _n in range(4)]

    while_open(
        lambda: transitions.cancel(registration=one, by=by),
        lambda: transitions.cancel(registration=other, by=by),
    )

    for registration in waiting:
        registration.refresh_from_db()
    assert [registration.state for registration in waiting] == ["confirmed"] * 2
    pool = session.seat_pools.get()
    assert (pool.taken, pool.waiting) == (2, 0)


def test_questions_saved_by_two_at_once_are_saved_once(by):
    session = build_session()

    refusal = twice(
        save_questions,
        listening_session=session,
        questions=[RegistrationQuestion(label="First time?")],
        by=by,
        expected_version=version_of_all([]),
    )

    assert isinstance(refusal, ChangedMeanwhileError)
    assert session.questions.count() == 1


def test_registration_changed_by_two_at_once_is_changed_once(by):
    registration = build_registration(build_session(host=by))

    refusal = twice(
        changes.change,
        registration=registration,
        attendees=[AttendeeInput("Ana"), AttendeeInput("Bo")],
        by=by,
        expected_version=version_of(registration),
    )

    assert isinstance(refusal, ChangedMeanwhileError)


def test_changes_of_a_series_are_carried_over_once(by):
    session_series = SessionSeries.objects.create(rule="FREQ=WEEKLY;COUNT=2")
    later = build_session(series=session_series)
    first = build_session(
        series=session_series, starts_at=later.starts_at - datetime.timedelta(weeks=1)
    )

    refusal = twice(
        series.carry_over,
        listening_session=first,
        to=[later],
        parts=["words"],
        by=by,
        expected_version=version_of_all([first, later]),
    )

    assert isinstance(refusal, ChangedMeanwhileError)


def test_request_assigned_while_its_due_date_is_set_keeps_the_date(by):
    needs = [AccommodationInput("asl")]
    request = build_registration(accommodations=needs).accommodation_requests.get()
    read_before = AccommodationRequest.objects.get(pk=request.pk)
    sooner = request.due_on - datetime.timedelta(days=1)

    while_open(
        lambda: accommodations.assign(request=request, assignee=None, due_on=sooner, by=by),
        lambda: accommodations.assign(request=read_before, assignee=by, by=by),
    )

    request.refresh_from_db()
    assert (request.due_on, request.assignee) == (sooner, by)
