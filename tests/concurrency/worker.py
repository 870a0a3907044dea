"""One process of a crowd: does the jobs that it is handed against the database of the test."""

import json
import os
import sys
from collections import Counter

os.environ["DJANGO_SETTINGS_MODULE"] = "engagement_site.settings.test"

import django

django.setup()

# ruff: noqa: E402, T201 - Django first; standard output is how a process answers
from django.db import transaction

from sessions_app.enums import RegistrationState
from sessions_app.errors import EngagementError
from sessions_app.models import Invitation, ListeningSession, Registration, SeatPool
from sessions_app.services import listening_sessions, registration_moves, registrations, waitlist
from sessions_app.services.registrations import AttendeeInput


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
    return registration_moves.cancel(registration=registration).state


def accept(job, number):
    registration = Registration.objects.get(pk=job["registrations"][number])
    return registration_moves.accept_offer(registration=registration).state


def use_invitation(job, number):
    return registrations.register(
        listening_session=ListeningSession.objects.get(pk=job["session"]),
        name="Somebody",
        email=job["email"].format(worker=job["worker"], number=number),
        mode="in_person",
        attendees=[AttendeeInput("Somebody")],
        invitation=Invitation.objects.get(pk=job["invitation"]),
    ).state


def prioritize(job, number):
    registration = Registration.objects.get(pk=job["registrations"][number])
    host = registration.listening_session.host
    waitlist.prioritize(registration=registration, to_front=True, reason="Because.", by=host)
    return "moved"


def expire(job, number):
    return f"expired {registration_moves.expire_offers()}"


def cut_capacity(job, number):
    session = ListeningSession.objects.get(pk=job["session"])
    listening_sessions.save_session(
        listening_session=session, capacities={"in_person": job["capacity"]}, by=session.host
    )
    return "cut"


def register_without_lock(job, number):
    """What a careless service would do: look, then write. The control that must oversell."""
    pool = SeatPool.objects.get(listening_session=job["session"], mode="in_person")
    sold = Registration.objects.filter(listening_session=job["session"]).count()
    if sold >= pool.capacity:
        return RegistrationState.WAITLISTED
    with transaction.atomic():
        Registration.objects.create(
            listening_session_id=job["session"],
            name="Somebody",
            email=job["email"].format(worker=job["worker"], number=number),
            mode="in_person",
            seats=1,
            state=RegistrationState.CONFIRMED,
        )
    return RegistrationState.CONFIRMED


def main():
    """For each line of input, a job: make ready, wait for another line, do it, tell."""
    for line in sys.stdin:
        job = json.loads(line)
        do = globals()[job["do"]]
        ListeningSession.objects.exists()  # connect before the start
        print("ready", flush=True)
        sys.stdin.readline()
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
