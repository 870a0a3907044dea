"""Limits of registrations, on both sides: the last moment and the first, one more and one fewer."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.core.errors import EngagementError, TokenInvalidError
from sessions_app.listening_sessions.enums import WaitlistMode
from sessions_app.listening_sessions.models.sessions import MOST_PEOPLE
from sessions_app.models import AccessToken, ListeningSession, Registration, SeatAllotment
from sessions_app.registrations.enums import RegistrationSource
from sessions_app.registrations.errors import (
    AllotmentReachedError,
    GroupTooLargeError,
    RegistrationClosedError,
    SeatsUnavailableError,
)
from sessions_app.registrations.services import (
    changes,
    checks,
    personal_links,
    transitions,
    waitlist,
)
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import (
    build_contact,
    build_invitation,
    build_organization,
    build_registration,
    build_session,
    build_small_session,
    build_user,
)
from tests.sessions_app.lookups import pool_of, state_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: The smallest step of the database's clock.
TICK = datetime.timedelta(microseconds=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


def at(moment):
    return time_machine.travel(moment, tick=False)


def people(number):
    return [AttendeeInput(f"Person {n}") for n in range(number)]


def build_offer(session):
    seated, asked = [build_registration(session) for _n in range(2)]
    transitions.cancel(registration=seated)
    return Registration.objects.get(pk=asked.pk)


@pytest.mark.parametrize(
    ("field", "closes"),
    [("registration_opens_at", False), ("registration_closes_at", True), ("starts_at", True)],
)
def test_registration_window_opens_and_closes_to_the_moment(field, closes):
    moment = timezone.now() + 5 * DAY
    session = build_session(**{field: moment})

    outcomes = []
    for now in (moment - TICK, moment):
        with at(now):
            try:
                build_registration(session)
                outcomes.append("open")
            except RegistrationClosedError:
                outcomes.append("closed")

    assert outcomes == (["open", "closed"] if closes else ["closed", "open"])


@pytest.mark.parametrize(
    ("source", "most"), [(RegistrationSource.WEB, 4), (RegistrationSource.STAFF, MOST_PEOPLE)]
)
def test_group_is_as_large_as_the_limit_and_no_larger(source, most):
    session = build_session(people_per_registration=4, capacities={"in_person": 100})

    assert build_registration(session, people=most, source=source).seats == most
    with pytest.raises(GroupTooLargeError):
        build_registration(session, people=most + 1, source=source)


def test_group_cannot_grow_over_the_limit():
    registration = build_registration(build_session(people_per_registration=4))

    assert changes.change(registration=registration, attendees=people(4)).seats == 4
    with pytest.raises(GroupTooLargeError):
        changes.change(registration=registration, attendees=people(5))


def test_group_above_a_limit_that_was_lowered_can_still_be_changed():
    registration = build_registration(people=4)
    ListeningSession.objects.update(people_per_registration=2)
    registration.refresh_from_db()

    kept = [AttendeeInput("Another name", id=a.pk) for a in registration.attendees.all()]

    assert changes.change(registration=registration, attendees=kept).seats == 4


def test_group_waits_for_a_room_that_it_fits_in_and_for_no_smaller_one():
    session = build_small_session(3, people_per_registration=10)
    build_registration(session)

    assert build_registration(session, people=3).state == "waitlisted"
    with pytest.raises(SeatsUnavailableError):
        build_registration(session, people=4)


def test_last_seats_are_for_a_group_that_needs_exactly_them():
    session = build_small_session(3, waitlist_mode=WaitlistMode.NONE)
    pool = pool_of(session)

    checks.require_seats(session, pool, 3)
    with pytest.raises(SeatsUnavailableError):
        checks.require_seats(session, pool, 4)
    build_registration(session, people=2)
    pool.refresh_from_db()
    checks.require_seats(session, pool, 1)
    with pytest.raises(SeatsUnavailableError):
        checks.require_seats(session, pool, 2)
    assert build_registration(session).state == "confirmed"


def test_offer_is_accepted_until_the_moment_at_which_it_expires():
    accepted, expired = (
        build_offer(build_small_session(1, waitlist_mode=WaitlistMode.OFFER)) for _n in range(2)
    )

    with at(accepted.offer_expires_at - TICK):
        transitions.accept_offer(registration=accepted)
    with at(expired.offer_expires_at), pytest.raises(EngagementError, match="has expired"):
        transitions.accept_offer(registration=expired)

    assert (state_of(accepted), state_of(expired)) == ("confirmed", "offered")


def test_offer_expires_at_the_moment_from_which_it_cannot_be_accepted():
    offer = build_offer(build_small_session(1, waitlist_mode=WaitlistMode.OFFER))

    assert transitions.expire_offers(now=offer.offer_expires_at - TICK) == 0
    assert transitions.expire_offers(now=offer.offer_expires_at) == 1


@pytest.mark.parametrize(("before", "lasts"), [(25 * HOUR, 24 * HOUR), (23 * HOUR, 23 * HOUR)])
def test_offer_lasts_as_long_as_the_session_says_but_not_beyond_its_start(before, lasts):
    session = build_small_session(1, waitlist_mode=WaitlistMode.OFFER, offer_hours=24)
    seated, asked = [build_registration(session) for _n in range(2)]
    moment = session.starts_at - before

    with at(moment):
        transitions.cancel(registration=seated, by=build_user())

    asked.refresh_from_db()
    assert asked.offer_expires_at == moment + lasts


def test_waitlist_is_served_until_the_session_starts():
    session = build_small_session(1)
    _seated, *waiting = [build_registration(session) for _n in range(3)]
    pool = pool_of(session)
    pool.capacity = 2
    pool.save()

    with at(session.starts_at):
        assert waitlist.promote(pool=pool) == 0
    with at(session.starts_at - TICK):
        assert waitlist.promote(pool=pool) == 1
    assert [state_of(each) for each in waiting] == ["confirmed", "waitlisted"]


def test_registrant_changes_a_seat_until_the_deadline():
    session = build_session(change_hours=24)
    registration = build_registration(session)
    deadline = session.starts_at - 24 * HOUR

    with at(deadline):
        assert not registration.takes_changes()
        with pytest.raises(EngagementError, match="too close"):
            transitions.cancel(registration=registration)
    with at(deadline - TICK):
        transitions.cancel(registration=registration)
    assert state_of(registration) == "cancelled"


def test_staff_change_a_registration_until_the_session_has_ended():
    registration = build_registration()
    ends_at = registration.listening_session.ends_at

    with at(ends_at + TICK), pytest.raises(EngagementError, match="over"):
        changes.change(registration=registration, attendees=people(2), by=build_user())
    with at(ends_at):
        changes.change(registration=registration, attendees=people(2), by=build_user())


def test_personal_link_opens_until_it_expires():
    registration, invitation = build_registration(), build_invitation()
    raw = personal_links.raw_token_for(registration=registration)
    raw_of_guest = personal_links.raw_invitation_token_for(invitation=invitation)
    of_registrant, of_guest = AccessToken.objects.order_by("pk")

    with at(of_registrant.expires_at - TICK):
        assert personal_links.registration_for(raw=raw) == registration
    with at(of_registrant.expires_at), pytest.raises(TokenInvalidError):
        personal_links.registration_for(raw=raw)
    with at(of_guest.expires_at - TICK):
        assert personal_links.invitation_for(raw=raw_of_guest) == invitation
    with at(of_guest.expires_at), pytest.raises(TokenInvalidError):
        personal_links.invitation_for(raw=raw_of_guest)


def test_free_seats_that_a_group_waits_for_are_not_for_one_that_adds_people():
    session = build_small_session(4)
    seated = build_registration(session, people=2)
    build_registration(session, people=3)

    with pytest.raises(SeatsUnavailableError):
        changes.change(registration=seated, attendees=people(3))


def test_organization_has_as_many_seats_as_its_allotment_and_gets_back_what_it_gives_up():
    session = build_session(seats_per_organization=3)
    organization = build_organization()
    one, other = (build_contact(organization) for _n in range(2))

    seated = build_registration(session, people=2, email=one.email)
    with pytest.raises(AllotmentReachedError):
        build_registration(session, people=2, email=other.email)
    transitions.cancel(registration=seated)
    assert build_registration(session, people=3, email=other.email).state == "confirmed"


def test_allotment_above_a_limit_that_was_lowered_shrinks_with_every_seat_given_up():
    session = build_session(seats_per_organization=4, people_per_registration=4)
    contact = build_contact(build_organization())
    registration = build_registration(session, people=4, email=contact.email)
    ListeningSession.objects.update(seats_per_organization=2)

    left = []
    for number in (3, 1):
        registration.refresh_from_db()
        coming = [AttendeeInput(a.name, id=a.pk) for a in registration.attendees.coming()]
        changes.change(registration=registration, attendees=coming[:number])
        allotment = SeatAllotment.objects.get()
        left.append((allotment.taken, allotment.seats))

    assert left == [(3, 3), (1, 2)]
