"""Registrations: for upcoming sessions, on a waitlist, and for past sessions."""

import datetime
import random

from home.management.demo.organizations import FIRST_NAMES, LAST_NAMES
from sessions_app.core.references import make_reference
from sessions_app.models import Attendee, ListeningSession, Organization, Registration, SeatPool
from sessions_app.registrations.enums import (
    AccommodationKind,
    QuestionKind,
    RegistrationSource,
    RegistrationState,
)
from sessions_app.registrations.services import registrations as service
from sessions_app.registrations.services.accommodations import AccommodationInput

#: Session → number of registrations, and most attendees in each.
COMING = {
    "secure-communities-evening": (9, 3),
    "secure-communities-online": (6, 2),
    "detention-conditions-small-group": (8, 2),
    "language-access-interpreters": (4, 2),
    "language-access-canceled": (3, 2),
    "language-access-postponed": (3, 1),
}
NEEDS = (
    (AccommodationInput(kind=AccommodationKind.ASL),),
    (AccommodationInput(kind=AccommodationKind.INTERPRETER, language="Mam"),),
    (AccommodationInput(kind=AccommodationKind.WHEELCHAIR, detail="A place at the front."),),
    (AccommodationInput(kind=AccommodationKind.CART),),
)
#: Answers to a session's questions, by kind.
ANSWERS: dict[str, tuple[str, ...]] = {
    QuestionKind.LONG_TEXT: (
        "How many people are held for longer than 48 hours, county by county.",
        "Complaints: how many came in, and what became of each.",
        "The share of matches that never led to a charge.",
    ),
    QuestionKind.YES_NO: ("yes", "no"),
}


def make_registrations(
    *,
    sessions: dict[str, ListeningSession],
    organizations: list[Organization],
    rng: random.Random,
) -> None:
    """Register people through the service for upcoming sessions; write past ones directly."""
    known = [each for each in organizations if each.is_verified]
    for slug, (count, most) in COMING.items():
        for number, organization in enumerate(rng.sample(known, count)):
            contact = organization.contacts.earliest("name", "pk")
            people = [service.AttendeeInput(contact.name, contact.email)]
            people += [service.AttendeeInput(_name(rng)) for _ in range(rng.randint(0, most - 1))]
            if slug == "detention-conditions-small-group":
                # Eight times two people for twelve seats: the last two are waitlisted.
                people = [*people, service.AttendeeInput(_name(rng))][:2]
            service.register(
                listening_session=sessions[slug],
                name=contact.name,
                email=contact.email,
                phone=str(contact.phone),
                mode=rng.choice(sessions[slug].modes),
                attendees=people,
                organization_name=organization.name,
                language="es" if number % 4 == 1 else "en",
                answers=_answers(sessions[slug], rng),
                accommodations=NEEDS[number % len(NEEDS)] if number % 3 == 0 else (),
            )
    for session in sessions.values():
        if session.is_over():
            _write_past(session, rng.sample(known, 10), rng)


def _write_past(
    session: ListeningSession, organizations: list[Organization], rng: random.Random
) -> None:
    """Write past registrations and attendance. A registration always precedes its session."""
    for number, organization in enumerate(organizations):
        contact = organization.contacts.earliest("name", "pk")
        mode = session.modes[number % len(session.modes)]
        registration = Registration.objects.create(
            reference=make_reference("RG", year=session.starts_at.year),
            listening_session=session,
            organization=organization,
            organization_name=organization.name,
            name=contact.name,
            email=contact.email,
            mode=mode,
            seats=rng.randint(1, 3),
            state=RegistrationState.NO_SHOW if number == 7 else RegistrationState.ATTENDED,
            source=RegistrationSource.WEB,
        )
        came = registration.state == RegistrationState.ATTENDED
        names = [contact.name] + [_name(rng) for _ in range(registration.seats - 1)]
        Attendee.objects.bulk_create(
            Attendee(
                registration=registration,
                name=name,
                checked_in_at=session.starts_at if came else None,
            )
            for name in names
        )
        registered_at = session.starts_at - datetime.timedelta(days=rng.randint(3, 30))
        Registration.objects.filter(pk=registration.pk).update(created_at=registered_at)
        pool = SeatPool.objects.get(listening_session=session, mode=mode)
        pool.taken += registration.seats
        pool.save(update_fields=["taken"])


def _name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"


def _answers(session: ListeningSession, rng: random.Random) -> dict[int, str]:
    return {
        question.pk: rng.choice(ANSWERS.get(question.kind) or question.options)
        for question in session.questions.asked()
    }
