"""Twenty-five organizations in fictional towns, their contacts, and four venues."""

import datetime
import random

from django.utils import timezone
from django.utils.text import slugify

from engagement_site.accounts.models import User
from sessions_app.models import Constituency, Jurisdiction, Language, Organization, Room, Venue
from sessions_app.organizations.services import organizations as service
from sessions_app.session_operations.services import venues as venue_service

#: Name, kind, state, verification. The towns are fictional.
ORGANIZATIONS = (
    ("Quillhaven Legal Lantern", "legal_services", "NJ", "verified"),
    ("Thistledown Falls Neighbors Union", "community", "CA", "verified"),
    ("Nine Wells Interfaith Table", "faith", "TX", "verified"),
    ("Lower Lanternfield Workers’ Circle", "labor", "IL", "verified"),
    ("Harrowmere Immigrant Rights Alliance", "advocacy", "NY", "verified"),
    ("Saltmarsh Hythe Women’s Refuge", "community", "FL", "verified"),
    ("Three Herons Congregations Together", "faith", "WA", "verified"),
    ("Fennel Crossing Law Clinic", "legal_services", "AZ", "verified"),
    ("Copperwhistle County Farmworkers’ League", "labor", "CA", "verified"),
    ("Tamarind Gap College, Center for Fair Policing", "academic", "GA", "verified"),
    ("Mossbridge Deaf Community House", "community", "MD", "verified"),
    ("Upper Wexelby Sikh Welcome Society", "faith", "NJ", "verified"),
    ("Ninebark Harbor Civil Liberties Project", "advocacy", "MA", "verified"),
    ("Pinfeather Valley Sheriff’s Community Desk", "law_enforcement", "CO", "verified"),
    ("Lanternfield Office of New Americans", "state_or_local_agency", "IL", "verified"),
    ("Port Wisteria Radio Cooperative", "media", "TX", "verified"),
    ("Ambergrove Mam and K’iche’ Language House", "community", "CA", "verified"),
    ("Federal Regional Council, Wexelby Desk", "federal_component", "PA", "verified"),
    ("Cinder Hollow Families Forward", "advocacy", "NM", "pending"),
    ("Driftwick Youth Assembly", "community", "OR", "pending"),
    ("Gullsworth Tenants and Newcomers", "advocacy", "FL", "pending"),
    ("Old Mill Vesper Mosque Association", "faith", "MI", "pending"),
    ("Brambleton Reach Legal Van", "legal_services", "LA", "lapsed"),
    ("Larkmoor Society of Friends of the Court", "other", "VA", "lapsed"),
    ("Silverpetal Consulting Group", "other", "NV", "declined"),
)
#: Verified almost a year ago, so the verification expires soon.
LAPSING = ("Nine Wells Interfaith Table", "Port Wisteria Radio Cooperative")
FIRST_NAMES = (
    "Rosa", "Omar", "Mei", "Dalia", "Tomas", "Ngozi", "Amrit", "Lena", "Hassan", "Ines",
    "Yusuf", "Clara", "Minh", "Sofia", "Abel", "Farah", "Jonah", "Priya", "Luz", "Kofi",
    "Anya", "Mateo", "Selam", "Ruth", "Idris",
)  # fmt: skip
LAST_NAMES = (
    "Thistlewood", "Lanternby", "Fernhollow", "Quillfeather", "Marshlight", "Wexelby",
    "Harrowmere", "Copperwhistle", "Ninebark", "Mossbridge", "Pinfeather", "Saltwhistle",
    "Ambergrove", "Cinderwell", "Driftwick", "Gullsworth", "Vespertine", "Brambleton",
    "Larkmoor", "Silverpetal", "Tamarind", "Fennelwick", "Wisteria", "Hythe", "Threeherons",
)  # fmt: skip
ROLES = ("Director", "Staff attorney", "Organizer", "Coordinator", "Community liaison")
CONSTITUENCIES = (
    "Deaf and hard of hearing people",
    "Farmworkers",
    "Indigenous language speakers",
    "Muslim communities",
    "People in detention and their families",
    "Sikh communities",
    "South Asian communities",
    "Students and young people",
    "Survivors of domestic violence",
)
#: Name, street, town, state, ZIP, room, capacity. No town has these ZIP codes.
VENUES = (
    ("Quillhaven Public Library", "12 Lantern Street", "Quillhaven", "NJ", "00011",
     "Reading Hall", 60),
    ("Lower Lanternfield Union Hall", "400 Depot Road", "Lower Lanternfield", "IL", "00012",
     "Main Hall", 120),
    ("Thistledown Falls Community Center", "7 Mill Race Lane", "Thistledown Falls", "CA", "00013",
     "Room B", 40),
    ("Port Wisteria Ferry House", "1 Harbor Walk", "Port Wisteria", "TX", "00014",
     "Upper Deck Room", 45),
)  # fmt: skip


def make_organizations(*, by: User, rng: random.Random) -> list[Organization]:
    """Register the organizations through the service, then move each to its state."""
    states = {each.abbreviation: each for each in Jurisdiction.objects.exclude(abbreviation="")}
    languages = list(Language.objects.order_by("code"))
    groups = [Constituency.objects.get_or_create(name=name)[0] for name in CONSTITUENCIES]
    made = []
    for number, (name, kind, state, verification) in enumerate(ORGANIZATIONS):
        first, last = FIRST_NAMES[number], LAST_NAMES[number]
        domain = f"{slugify(name)[:30].strip('-')}.example"
        organization = service.register_organization(
            name=name,
            kind=kind,
            contact_name=f"{first} {last}",
            contact_email=f"{first.lower()}@{domain}",
            contact_phone=f"+1202555{100 + number:04d}",
            role=rng.choice(ROLES),
            website=f"https://www.{domain}/",
            aliases=[name.replace(" and ", " & ")] if " and " in name else [],
            constituencies=rng.sample(groups, rng.randint(1, 3)),
            jurisdictions=[states[state]],
            languages=rng.sample(languages, rng.randint(1, 3)),
            by=by,
        )
        made.append(_moved(organization, verification, by=by, rng=rng))
    service.lapse_due()
    service.remind_lapsing()
    for organization in made:
        organization.refresh_from_db()
    return made


def make_venues(*, by: User) -> list[Venue]:
    made = []
    for name, street, city, state, zip_code, room, capacity in VENUES:
        venue = Venue(
            name=name,
            street=street,
            city=city,
            state=state,
            zip_code=zip_code,
            accessibility_notes="Step-free entrance from the street. Accessible restroom on the "
            "same floor. Seats with arms, and room for wheelchairs in every row.",
        )
        rooms = [Room(name=room, capacity=capacity)]
        made.append(venue_service.save_venue(venue=venue, rooms=rooms, by=by))
    return made


def _moved(organization: Organization, to: str, *, by: User, rng: random.Random) -> Organization:
    """Move an organization to its state, then backdate it, because services use today."""
    known_since = timezone.now() - datetime.timedelta(days=rng.randint(60, 500))
    if to in {"verified", "lapsed"}:
        organization = service.verify(organization=organization, by=by)
        verified_on = max(known_since.date(), timezone.localdate() - datetime.timedelta(days=300))
        if to == "lapsed":
            verified_on = timezone.localdate() - datetime.timedelta(days=380)
            known_since = timezone.now() - datetime.timedelta(days=390)
        elif organization.name in LAPSING:
            verified_on = timezone.localdate() - datetime.timedelta(days=350)
            known_since = timezone.now() - datetime.timedelta(days=360)
        Organization.objects.filter(pk=organization.pk).update(
            verified_on=verified_on,
            verification_due_on=verified_on + service.VERIFICATION_LASTS,
        )
    elif to == "declined":
        service.decline(
            organization=organization,
            reason="We could not reach anybody at the address or phone number given.",
            by=by,
        )
    else:
        known_since = timezone.now() - datetime.timedelta(days=rng.randint(1, 12))
    Organization.objects.filter(pk=organization.pk).update(created_at=known_since)
    organization.memberships.update(started_on=known_since.date())
    return organization
