"""A session that takes place today, for trying out check-in."""

import datetime
import random
import zoneinfo

from django.utils import timezone

from engagement_site.accounts.models import User
from home.management.demo.organizations import FIRST_NAMES, LAST_NAMES
from sessions_app.listening_sessions.enums import (
    AttendanceMode,
    SessionFormat,
    SessionState,
    Visibility,
)
from sessions_app.models import (
    AgendaItem,
    Language,
    ListeningSession,
    Organization,
    Program,
    SeatPool,
    Venue,
)
from sessions_app.registrations.enums import AccommodationKind, RegistrationSource
from sessions_app.registrations.services import check_in, registrations
from sessions_app.registrations.services.accommodations import AccommodationInput

IN_PERSON, VIRTUAL = AttendanceMode.IN_PERSON, AttendanceMode.VIRTUAL
SEATS = {IN_PERSON: 30, VIRTUAL: 60}
AGENDA = ("Welcome, and how your words are used", "You speak: three minutes each", "Read-back")
NEEDS = {
    1: AccommodationInput(kind=AccommodationKind.ASL),
    4: AccommodationInput(kind=AccommodationKind.INTERPRETER, language="Mam"),
    7: AccommodationInput(kind=AccommodationKind.WHEELCHAIR, detail="A place at the front."),
}


def make_session_of_today(
    *,
    program: Program,
    venue: Venue,
    organizations: list[Organization],
    by: User,
    rng: random.Random,
) -> ListeningSession:
    """Write a session of this morning: some checked in, some walk-ins, some not here yet.

    Written directly, because the service does not schedule a session that may have started.
    """
    zone = zoneinfo.ZoneInfo("America/New_York")
    start = datetime.datetime.combine(timezone.localdate(timezone=zone), datetime.time(9), zone)
    session = ListeningSession.objects.create(
        title="Secure Communities: breakfast with service providers",
        slug="secure-communities-breakfast",
        program=program,
        summary="For clinics, shelters and schools: what changes for the people who come to you?",
        format=SessionFormat.HYBRID,
        starts_at=start,
        ends_at=start + datetime.timedelta(hours=3),
        time_zone=zone.key,
        venue=venue,
        room=venue.rooms.first(),
        join_link="https://meet.example/secure-communities-breakfast",
        host=by,
        # If listed, it would be the next session or a past one, depending on the time of day.
        visibility=Visibility.UNLISTED,
        state=SessionState.SCHEDULED,
        sequence=1,
        revised_at=start - datetime.timedelta(days=20),
        faca_checked=True,
        pra_checked=True,
        privacy_notice_ready=True,
        accommodations_ready=True,
    )
    session.languages.set(Language.objects.filter(code__in=["en", "es", "ase"]))
    SeatPool.objects.bulk_create(
        SeatPool(listening_session=session, mode=mode, capacity=capacity, is_open=True)
        for mode, capacity in SEATS.items()
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(
            listening_session=session,
            starts_at=(start + datetime.timedelta(minutes=45 * position)).time(),
            title=title,
            position=position,
        )
        for position, title in enumerate(AGENDA)
    )
    _let_people_in(session, organizations, by, rng)
    return session


def _let_people_in(
    session: ListeningSession,
    organizations: list[Organization],
    by: User,
    rng: random.Random,
) -> None:
    known = [each for each in organizations if each.is_verified]
    for number, organization in enumerate(rng.sample(known, 12)):
        contact = organization.contacts.earliest("name", "pk")
        people = [registrations.AttendeeInput(contact.name, contact.email)]
        people += [registrations.AttendeeInput(_name(rng)) for _ in range(number % 3)]
        registration = registrations.register(
            listening_session=session,
            name=contact.name,
            email=contact.email,
            mode=VIRTUAL if number % 4 == 3 else IN_PERSON,
            attendees=people,
            organization_name=organization.name,
            accommodations=[NEEDS[number]] if number in NEEDS else (),
            source=RegistrationSource.STAFF,
            by=by,
        )
        if registration.mode == IN_PERSON and number % 3 != 2:
            for person in registration.attendees.all():
                check_in.check_in(attendee=person, by=by)
    for _number in range(2):
        check_in.add_walk_in(
            listening_session=session,
            name=_name(rng),
            organization_name="Fernvale Tenants’ Table",
            by=by,
        )


def _name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"
