"""Services that make, change and end registrations."""

import datetime

from sessions_app.listening_sessions.enums import WaitlistMode
from sessions_app.models import Registration
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.services import (
    accommodations,
    addresses,
    changes,
    checks,
    invitations,
    personal_links,
    questions,
    registrations,
    reminders,
    seats,
    submissions,
    transitions,
    waitlist,
)
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import (
    IN_PERSON,
    VIRTUAL,
    build_invitation,
    build_question,
    build_registration,
    build_session,
    build_small_session,
)
from tests.sessions_app.audit.catalog import call, no_log
from tests.sessions_app.lookups import pool_of

CREATE = "engagement.registration.create"
MOVE = "engagement.registration.move"


def form(session, **values):
    return {
        "listening_session": session,
        "name": "Dana Rivera",
        "email": "dana@example.org",
        "mode": IN_PERSON,
        "attendees": [AttendeeInput("Dana Rivera")],
        **values,
    }


def line_of_two(**values):
    """Create a full session of one seat, and return the two who wait for it."""
    session = build_small_session(1, **values)
    _seated, *waiting = [build_registration(session) for _n in range(3)]
    return waiting


def offer():
    session = build_small_session(1, waitlist_mode=WaitlistMode.OFFER, offer_hours=1)
    seated, asked = [build_registration(session) for _n in range(2)]
    transitions.cancel(registration=seated)
    return Registration.objects.get(pk=asked.pk)


def pending():
    return build_registration(build_session(approval_required=True))


def ending(registration):
    return {
        "registration": registration,
        "pools": seats.lock_pools(listening_session=registration.listening_session),
    }


@call(registrations.register, CREATE, mails=["registration_confirmed"], on_behalf_of="")
def form_of_the_public(by):
    return form(build_session(), by=None)


@call(registrations.register, CREATE, mails=["registration_waitlisted"])
def form_of_staff(by):
    session = build_small_session(1)
    build_registration(session)
    return form(session, source="staff")


@call(
    registrations.register,
    "engagement.invitation.move",
    CREATE,
    mails=["registration_confirmed"],
    on_behalf_of="",
)
def form_of_a_guest(by):
    session = build_session()
    return form(session, invitation=build_invitation(session), by=None)


@call(changes.change, "engagement.registration.change", mails=["registration_changed"])
def one_person_more(by):
    people = [AttendeeInput("Dana Rivera"), AttendeeInput("Bo Rivers")]
    return {"registration": build_registration(), "attendees": people}


@call(changes.switch, "engagement.registration.change", mails=["registration_changed"])
def other_mode(by):
    return {"registration": build_registration(mode=VIRTUAL)}


@call(transitions.cancel, MOVE, mails=["registration_cancelled"], on_behalf_of="")
def by_link(by):
    return {"registration": build_registration(), "by": None}


@call(transitions.cancel, MOVE, mails=["registration_left_waitlist"])
def by_staff(by):
    return {"registration": line_of_two()[0]}


@call(transitions.approve, MOVE, mails=["registration_confirmed"])
def one_pending(by):
    return {"registration": pending()}


@call(transitions.approve_all, MOVE, MOVE, mails=["registration_confirmed"] * 2)
def two_pending(by):
    return {"registrations": [pending(), pending()]}


@call(transitions.decline, MOVE, mails=["registration_declined"])
def one_to_decline(by):
    return {"registration": pending(), "reason": "This session is for tenants."}


@call(transitions.decline_all, MOVE, MOVE, mails=["registration_declined"] * 2)
def two_to_decline(by):
    return {"registrations": [pending(), pending()], "reason": "This session is for tenants."}


@call(transitions.accept_offer, MOVE, mails=["registration_confirmed"], on_behalf_of="")
def open_offer(by):
    return {"registration": offer()}


@call(transitions.expire_offers, MOVE, mails=["registration_expired"], on_behalf_of="")
def expired_offer(by):
    return {"now": offer().offer_expires_at + datetime.timedelta(hours=1)}


@call(transitions.expire, MOVE, mails=["registration_expired"], is_part=True)
def offer_to_expire(by):
    return {**ending(offer()), "reason": "The seat offer has expired."}


@call(transitions.end, MOVE, mails=["registration_cancelled"], is_part=True)
def seat_to_give_up(by):
    return {**ending(build_registration()), "to": RegistrationState.CANCELLED}


@call(
    transitions.replace_link,
    "engagement.registration.replace_link",
    mails=["registration_link"],
)
def lost_link(by):
    return {"registration": build_registration()}


@call(
    waitlist.promote,
    MOVE,
    MOVE,
    mails=["registration_promoted"] * 2,
    on_behalf_of="",
    is_part=True,
)
def two_free_seats(by):
    pool = pool_of(line_of_two()[0].listening_session)
    pool.capacity = 3
    pool.save()
    return {"pool": pool}


@call(waitlist.prioritize, "engagement.registration.prioritize")
def last_in_line(by):
    return {"registration": line_of_two()[1], "to_front": True, "reason": "An interpreter waits."}


@call(
    addresses.request_address,
    "engagement.registration.request_address",
    mails=["registration_new_address"],
)
def new_address(by):
    return {"registration": build_registration(), "email": "new@example.org"}


@call(
    addresses.confirm_address,
    "engagement.registration.confirm_address",
    mails=["registration_address_changed", "registration_changed"],
    on_behalf_of="",
)
def link_in_the_new_mailbox(by):
    current = addresses.request_address(registration=build_registration(), email="new@example.org")
    token = personal_links.new_address_token(registration=current)
    return {"raw": personal_links.require_secret(token)}


@call(questions.save_questions, "engagement.session.questions")
def one_question_less(by):
    session = build_session()
    kept, removed = build_question(session), build_question(session)
    return {"listening_session": session, "questions": [kept], "removed": [removed]}


@call(accommodations.reopen_readiness, "engagement.session.ready", is_part=True)
def new_need(by):
    registration = build_registration(build_session(accommodations_ready=True))
    return {"registration": registration, "needs": [AccommodationInput(kind="braille")]}


no_log(
    [
        checks.require_changeable,
        checks.require_group_size,
        checks.require_mode,
        checks.require_not_checked_in,
        checks.require_open,
        checks.require_room,
        checks.require_seats,
        checks.require_to_come,
        checks.too_few,
        personal_links.invitation_for,
        personal_links.new_address_for,
        personal_links.registration_for,
        questions.validate_answers,
        registrations.locked,
        registrations.organization_for,
        reminders.remind_at,
        reminders.schedule_hash,
        reminders.void_reason,
        seats.fits,
        seats.lock_pools,
        seats.seem_free,
        submissions.by_key,
        invitations.can_be_sent_for,
        seats.require_as_read,
        submissions.key_of,
        submissions.sent_before,
    ],
    because="reads, locks or checks; changes nothing",
)
no_log(
    [
        registrations.seat_or_wait,
        seats.allotment_of,
        seats.count_against,
        seats.take_if_free,
        waitlist.join,
        waitlist.leave,
    ],
    because="part of a service that writes the entry: seats are counted for a registration",
)
no_log(
    [
        personal_links.invitation_token,
        personal_links.new_address_token,
        personal_links.raw_invitation_token_for,
        personal_links.raw_token_for,
        personal_links.registration_token,
        personal_links.revoke,
        personal_links.revoke_new_address,
        personal_links.with_tokens,
    ],
    because="part of a service that writes the entry: a link alone is no event",
)
no_log([reminders.queue_due], because="changes no record: each e-mail is itself on record")
