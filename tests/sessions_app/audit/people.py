"""Services of accommodations, invitations, and the day of the session."""

import datetime

from django.utils import timezone

from sessions_app.registrations.enums import InvitationState, RegistrationState
from sessions_app.registrations.services import accommodations, attendance, check_in, invitations
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.invitations import Guest
from tests.builders import (
    build_invitation,
    build_registration,
    build_session,
    build_staff_registration,
    build_user,
)
from tests.sessions_app.audit.catalog import call, no_log
from tests.sessions_app.audit.registrations import CREATE, MOVE

CHECK_IN = "engagement.registration.check_in"
ACCOMMODATION = "engagement.accommodation"


def session_of_today(**values):
    return build_session(starts_at=timezone.now() + datetime.timedelta(minutes=30), **values)


def expected():
    return build_staff_registration(session_of_today()).attendees.get()


def here():
    attendee = expected()
    attendee.checked_in_at = timezone.now()
    attendee.save()
    return attendee


def after_close_out():
    registration = build_registration()
    registration.state = RegistrationState.NO_SHOW
    registration.save()
    return registration


def with_a_need():
    return build_registration(accommodations=[AccommodationInput("asl")])


def need():
    return with_a_need().accommodation_requests.get()


@call(accommodations.set_needs, f"{ACCOMMODATION}.create", is_part=True)
def new_need(by):
    return {"registration": build_registration(), "needs": [AccommodationInput("asl")]}


@call(accommodations.set_needs, f"{ACCOMMODATION}.edit", is_part=True)
def need_in_other_words(by):
    needs = [AccommodationInput("asl", detail="Two of them.")]
    return {"registration": with_a_need(), "needs": needs}


@call(accommodations.set_needs, f"{ACCOMMODATION}.move", f"{ACCOMMODATION}.create", is_part=True)
def other_language(by):
    return {"registration": with_a_need(), "needs": [AccommodationInput("asl", "Spanish")]}


@call(accommodations.set_needs, f"{ACCOMMODATION}.move", is_part=True)
def no_need_any_more(by):
    return {"registration": with_a_need(), "needs": []}


@call(accommodations.withdraw_all, f"{ACCOMMODATION}.move", is_part=True)
def needs_of_somebody_who_left(by):
    return {"registration": with_a_need()}


@call(accommodations.move, f"{ACCOMMODATION}.move")
def ordered(by):
    return {"request": need(), "to_state": "ordered"}


@call(accommodations.assign, f"{ACCOMMODATION}.assign")
def colleague(by):
    return {"request": need(), "assignee": build_user()}


@call(invitations.invite, "engagement.invitation.create", "engagement.invitation.create")
def two_guests(by):
    guests = [Guest("ana@example.org"), Guest("bo@example.org")]
    return {"listening_session": build_session(), "guests": guests}


@call(invitations.send, "engagement.invitation.move", mails=["invitation"])
def prepared(by):
    return {"invitations": [build_invitation(state=InvitationState.PREPARED)]}


@call(invitations.decline, "engagement.invitation.move", on_behalf_of="")
def guest_who_cannot_come(by):
    return {"invitation": build_invitation()}


@call(invitations.revoke, "engagement.invitation.move")
def mistake(by):
    return {"invitation": build_invitation()}


@call(invitations.accept, "engagement.invitation.move", on_behalf_of="", is_part=True)
def guest_who_registered(by):
    session = build_session()
    return {"invitation": build_invitation(session), "registration": build_registration(session)}


@call(check_in.check_in, CHECK_IN)
def arrival(by):
    return {"attendee": expected()}


@call(check_in.check_in)
def arrival_of_somebody_here(by):
    return {"attendee": here()}


@call(check_in.undo, CHECK_IN)
def wrong_person(by):
    return {"attendee": here()}


@call(check_in.seat, "engagement.registration.seat")
def seat_for_who_is_online(by):
    return {"registration": build_staff_registration(session_of_today(), mode="virtual")}


@call(check_in.add_walk_in, CREATE, CHECK_IN)
def passer_by(by):
    return {"listening_session": session_of_today(), "name": "Dana Rivera"}


@call(attendance.record_check_in, CHECK_IN, is_part=True)
def somebody_here(by):
    return {"person": here()}


@call(attendance.note_presence, CHECK_IN, is_part=True)
def absent_after_all(by):
    return {"person": here(), "came": False, "absent": True}


@call(attendance.settle, MOVE, is_part=True)
def came(by):
    return {"registration": build_registration(), "attended": True}


@call(attendance.correct_attendance, MOVE)
def came_after_all(by):
    return {"registration": after_close_out(), "attended": True}


no_log(
    [accommodations.follow],
    because="part of a service that writes the entry: due dates move with the session",
)
no_log([invitations.take], because="reads, locks or checks; changes nothing")
