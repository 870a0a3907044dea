"""One of several concurrent processes: runs jobs against the test database."""

import datetime
import json
import os
import sys
import time
from collections import Counter
from unittest import mock

os.environ["DJANGO_SETTINGS_MODULE"] = "engagement_site.settings.test"

import django

django.setup()

# ruff: noqa: E402, T201 - Django first; standard output is how a process answers
from django.db import transaction
from django.db.models import F

from engagement_site.accounts.models import User
from home.models import ProgramPage
from sessions_app.actions import services as actions
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import idempotency
from sessions_app.feedback.services import feedback, ways_back
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.models import (
    FeedbackItem,
    FollowUpAction,
    Invitation,
    ListeningSession,
    Organization,
    Program,
    Registration,
    SeatPool,
    Venue,
)
from sessions_app.organizations.services import organizations
from sessions_app.programs import services as programs
from sessions_app.registrations.services import (
    invitations,
    registrations,
    seats,
    transitions,
    waitlist,
)
from sessions_app.registrations.services.registrations import AttendeeInput
from sessions_app.session_operations.services import series, sessions, venues


def register(job, number):
    return registrations.register(
        listening_session=ListeningSession.objects.get(pk=job["session"]),
        name="Somebody",
        email=job["email"].format(worker=job["worker"], number=number),
        mode="in_person",
        attendees=[AttendeeInput("Somebody")],
        submission=job.get("submission"),
    ).state


def cancel(job, number):
    registration = Registration.objects.get(pk=job["registrations"][number])
    return transitions.cancel(registration=registration).state


def accept(job, number):
    """Accept an offer; if that is refused, return the message that the registrant sees."""
    registration = Registration.objects.get(pk=job["registrations"][number])
    try:
        return transitions.accept_offer(registration=registration).state
    except EngagementError as refusal:
        return f"refused: {refusal.message}"


def use_invitation(job, number):
    return registrations.register(
        listening_session=ListeningSession.objects.get(pk=job["session"]),
        name="Somebody",
        email=job["email"].format(worker=job["worker"], number=number),
        mode="in_person",
        attendees=[AttendeeInput("Somebody")],
        invitation=Invitation.objects.get(pk=job["invitation"]),
    ).state


def send_invitation(job, number):
    invitation = Invitation.objects.get(pk=job["invitation"])
    host = invitation.listening_session.host
    return f"sent {invitations.send(invitations=[invitation], by=host)}"


def prioritize(job, number):
    registration = Registration.objects.get(pk=job["registrations"][number])
    host = registration.listening_session.host
    waitlist.prioritize(registration=registration, to_front=True, reason="Because.", by=host)
    return "moved"


def expire(job, number):
    now = datetime.datetime.fromisoformat(job["now"])
    return f"expired {transitions.expire_offers(now=now)}"


def cut_capacity(job, number):
    session = ListeningSession.objects.get(pk=job["session"])
    sessions.save_session(
        listening_session=session, capacities={"in_person": job["capacity"]}, by=session.host
    )
    return "cut"


@transaction.atomic
def correct_venue(job, number):
    venue = Venue.objects.get(pk=job["venue"])
    venue.name = f"Hall {job['worker']}-{number}"
    venues.save_venue(venue=venue, by=User.objects.get(pk=job["by"]))
    time.sleep(job.get("hold", 0))
    return "corrected"


@transaction.atomic
def move_session(job, number):
    """Move a session to each of the venues in turn."""
    session = ListeningSession.objects.get(pk=job["session"])
    session.venue_id = job["venues"][number % len(job["venues"])]
    sessions.save_session(listening_session=session, capacities={}, by=session.host)
    time.sleep(job.get("hold", 0))
    return "moved"


@transaction.atomic
def move_program(job, number):
    program = Program.objects.get(pk=job["program"])
    program.slug = job["slug"]
    programs.save_program(program=program, by=User.objects.get(pk=job["by"]))
    time.sleep(job.get("hold", 0))
    return "moved"


@transaction.atomic
def save_program_page(job, number):
    ProgramPage.objects.select_related("program").get(program=job["program"]).save()
    time.sleep(job.get("hold", 0))
    return "saved"


def schedule_again(job, number):
    session = ListeningSession.objects.get(pk=job["session"])
    return sessions.schedule(listening_session=session, by=session.host).state


def carry_place_over(job, number):
    """Carry a new join link over to a later session of the series, and with it the place."""
    source = ListeningSession.objects.get(pk=job["session"])
    source.join_link = f"https://meet.example/{number}"
    later = ListeningSession.objects.get(pk=job["later"])
    series.carry_over(listening_session=source, to=[later], parts=["place"], by=source.host)
    return "carried"


@transaction.atomic
def assign_action(job, number):
    action = FollowUpAction.objects.get(pk=job["action"])
    action.owner_id = job["owner"]
    actions.edit(action=action, by=User.objects.get(pk=job["by"]))
    time.sleep(job.get("hold", 0))
    return "assigned"


@transaction.atomic
def post_update(job, number):
    actions.post_update(
        action=FollowUpAction.objects.get(pk=job["action"]),
        text="As it is.",
        to_state=job["state"],
        by=User.objects.get(pk=job["by"]),
    )
    time.sleep(job.get("hold", 0))
    return job["state"]


@transaction.atomic
def return_action(job, number):
    actions.return_to_owner(
        action=FollowUpAction.objects.get(pk=job["action"]),
        reason="The letter.",
        by=User.objects.get(pk=job["by"]),
    )
    time.sleep(job.get("hold", 0))
    return "returned"


@transaction.atomic
def move_item(job, number):
    """Mark a feedback item, unmark it, or route it: ``verb``."""
    item, by = FeedbackItem.objects.get(pk=job["item"]), User.objects.get(pk=job["by"])
    match job["verb"]:
        case "mark":
            original = FeedbackItem.objects.get(pk=job["original"])
            feedback.mark_duplicate(item=item, duplicate_of=original, reason="Same.", by=by)
        case "unmark":
            ways_back.unmark_duplicate(item=item, reason="Not the same.", by=by)
        case "route":
            route_to_complaints(item=item, reason="told", by=by)
    time.sleep(job.get("hold", 0))
    return job["verb"]


def register_organization(job, number):
    return organizations.register_organization(
        name="Alder Falls Legal Aid",
        kind="legal_services",
        contact_name="Ana Cruz",
        contact_email="ana@alder.example",
        submission=job["submission"].format(number=number),
        different_organization=job.get("different", False),
    ).reference


def put_below(job, number):
    """Put an organization below another, and take it out again."""
    organization = Organization.objects.get(pk=job["organization"])
    organization.parent_id = None if number % 2 else job["parent"]
    organizations.save_organization(organization=organization, by=User.objects.get(pk=job["by"]))
    return "saved"


def save_once(job, number):
    """Do what a view with ``IdempotentPostMixin`` does."""
    key = job["key"].format(number=number)
    with transaction.atomic():
        claimed = idempotency.claim(key=key)
        if claimed is not None:
            claimed.location = "/saved/"
            claimed.save()
            return "saved"
    return f"led to {idempotency.location_of(key=key)}"


def register_unguarded(job, number):
    """Register by the real service, but with an UPDATE that takes seats even if none is free."""
    with mock.patch.object(seats, "take_if_free", _take_in_any_case):
        return register(job, number)


def _take_in_any_case(*, listening_session, mode, seats):
    pool = SeatPool.objects.filter(listening_session=listening_session, mode=mode)
    return bool(pool.update(taken=F("taken") + seats))


def main():
    """For each line of input, a job: prepare, wait for another line, run it, print the result."""
    for line in sys.stdin:
        job = json.loads(line)
        do = globals()[job["do"]]
        ListeningSession.objects.exists()  # connect before the start
        print("ready", flush=True)
        sys.stdin.readline()
        time.sleep(job.get("wait", 0))
        tally = Counter()
        for number in range(job["times"]):
            try:
                tally[str(do(job, number))] += 1
            except EngagementError as refusal:
                tally[type(refusal).__name__] += 1
            except Exception as error:  # noqa: BLE001 - anything else is a failure to report
                tally[f"ERROR {type(error).__name__}: {error}"[:300]] += 1
        print(json.dumps(tally), flush=True)


if __name__ == "__main__":
    main()
