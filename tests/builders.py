"""Factory functions for test records. Every default can be overridden."""

import datetime
import itertools
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from engagement_site.accounts.emails import mark_verified
from engagement_site.accounts.models import User
from sessions_app.core.roles import permissions_of
from sessions_app.feedback.enums import FeedbackKind
from sessions_app.listening_sessions.enums import AttendanceMode, SessionFormat, SessionState
from sessions_app.models import (
    Agency,
    AgencyAnswer,
    Contact,
    FeedbackItem,
    FollowUpAction,
    Invitation,
    ListeningSession,
    Membership,
    Organization,
    Program,
    Registration,
    RegistrationQuestion,
    Room,
    SeatPool,
    StaffProfile,
    Theme,
    Venue,
)
from sessions_app.organizations.enums import OrganizationKind, VerificationState
from sessions_app.organizations.services.names import index_names
from sessions_app.registrations.enums import InvitationState, RegistrationSource
from sessions_app.registrations.services import registrations
from sessions_app.registrations.services.registrations import AttendeeInput

_numbers = itertools.count(1)


def build_user(**values: Any) -> User:
    values.setdefault("email", f"person{next(_numbers)}@example.org")
    values.setdefault("password", "listen-and-answer")
    return User.objects.create_user(**values)


def build_staff(role: str, *, agency: str | None = None, **values: Any) -> User:
    """Create a user in a role's group, with the permissions from ``core/roles.py``."""
    group, created = Group.objects.get_or_create(name=role)
    if created or not group.permissions.exists():
        for name in permissions_of(role):
            app, codename = name.split(".")
            group.permissions.add(
                Permission.objects.get(content_type__app_label=app, codename=codename)
            )
    user = build_user(**values)
    user.groups.add(group)
    mark_verified(user)  # required for signing in through the browser
    if agency:
        StaffProfile.objects.create(user=user, agency=Agency.objects.get(abbreviation=agency))
    return user


def build_program(**values: Any) -> Program:
    number = next(_numbers)
    values.setdefault("name", f"Program {number}")
    values.setdefault("slug", f"program-{number}")
    values.setdefault("summary", "What the program does.")
    values.setdefault("lead_agency", Agency.objects.get(abbreviation="ICE"))
    return Program.objects.create(**values)


def build_venue(**values: Any) -> Venue:
    values.setdefault("name", f"Hall {next(_numbers)}")
    values.setdefault("street", "100 Main Street")
    values.setdefault("city", "Alder Falls")
    values.setdefault("state", "IL")
    values.setdefault("zip_code", "60601")
    return Venue.objects.create(**values)


def build_room(**values: Any) -> Room:
    values.setdefault("name", f"Room {next(_numbers)}")
    values.setdefault("capacity", 40)
    if "venue" not in values:
        values["venue"] = build_venue()
    return Room.objects.create(**values)


def build_session(
    *, capacities: dict[str, int | None] | None = None, **values: Any
) -> ListeningSession:
    """Create a scheduled, public, hybrid session three weeks from now, open for registration."""
    number = next(_numbers)
    values.setdefault("title", f"Listening session {number}")
    values.setdefault("slug", f"listening-session-{number}")
    values.setdefault("summary", "Come and tell us how the program works for you.")
    values.setdefault("format", SessionFormat.HYBRID)
    values.setdefault("time_zone", "America/Chicago")
    if "starts_at" not in values:
        # Noon or 1 p.m. in Chicago, so that no session crosses midnight.
        start = timezone.now() + datetime.timedelta(days=21)
        values["starts_at"] = start.replace(hour=18, minute=0, second=0, microsecond=0)
    values.setdefault("ends_at", values["starts_at"] + datetime.timedelta(hours=2))
    values.setdefault("state", SessionState.SCHEDULED)
    if "program" not in values:
        values["program"] = build_program()
    if "host" not in values:
        values["host"] = build_user()
    if "venue" not in values and values["format"] != SessionFormat.VIRTUAL:
        values["venue"] = build_venue()
    session = ListeningSession.objects.create(**values)
    for mode in session.modes:
        SeatPool.objects.create(
            listening_session=session,
            mode=mode,
            capacity=(capacities or {}).get(mode, 20),
            is_open=session.state == SessionState.SCHEDULED,
        )
    return session


def build_small_session(seats: int, **values: Any) -> ListeningSession:
    """Create a session in person only, with this many seats."""
    return build_session(format=SessionFormat.IN_PERSON, capacities={IN_PERSON: seats}, **values)


def build_registration(
    session: ListeningSession | None = None, *, people: int = 1, **values: Any
) -> Registration:
    """Create a registration through the service, so that the counters are consistent."""
    session = session or build_session()
    number = next(_numbers)
    values.setdefault("name", f"Person {number}")
    values.setdefault("email", f"registrant{number}@example.org")
    values.setdefault("mode", session.modes[0])
    values.setdefault(
        "attendees", [AttendeeInput(name=f"Attendee {number}-{n}") for n in range(people)]
    )
    return registrations.register(listening_session=session, **values)


def build_staff_registration(session, **values):
    """Create a registration by staff, which is allowed after the session has started."""
    return build_registration(session, source=RegistrationSource.STAFF, **values)


def build_invitation(session: ListeningSession | None = None, **values: Any) -> Invitation:
    """Create an invitation in the state "sent", without sending an e-mail."""
    values.setdefault("email", f"guest{next(_numbers)}@example.org")
    values.setdefault("state", InvitationState.SENT)
    return Invitation.objects.create(listening_session=session or build_session(), **values)


def build_question(session: ListeningSession, **values: Any) -> RegistrationQuestion:
    values.setdefault("label", f"Question {next(_numbers)}")
    return RegistrationQuestion.objects.create(listening_session=session, **values)


def build_organization(**values: Any) -> Organization:
    values.setdefault("name", f"Organization {next(_numbers)}")
    values.setdefault("kind", OrganizationKind.ADVOCACY)
    if values.get("verification") == VerificationState.VERIFIED:
        values.setdefault("verified_on", timezone.localdate())
        values.setdefault(
            "verification_due_on", timezone.localdate() + datetime.timedelta(days=365)
        )
    organization = Organization.objects.create(**values)
    index_names(organization)
    return organization


def build_contact(organization: Organization | None = None, **values: Any) -> Contact:
    number = next(_numbers)
    values.setdefault("name", f"Contact {number}")
    values.setdefault("email", f"contact{number}@example.org")
    values.setdefault("email_consent", True)
    contact = Contact.objects.create(**values)
    if organization is not None:
        Membership.objects.create(
            contact=contact, organization=organization, started_on=timezone.localdate()
        )
    return contact


def build_theme(**values: Any) -> Theme:
    number = next(_numbers)
    values.setdefault("code", f"theme-{number}")
    values.setdefault("name", f"Theme {number}")
    values.setdefault("definition", "What belongs here.")
    return Theme.objects.create(**values)


def build_feedback(**values: Any) -> FeedbackItem:
    values.setdefault("kind", FeedbackKind.CONCERN)
    values.setdefault("private_note", "Said in private.")
    if "program" not in values:
        session = values.get("listening_session")
        values["program"] = session.program if session else build_program()
    return FeedbackItem.objects.create(**values)


def build_public_feedback(**values: Any) -> FeedbackItem:
    """Create a feedback item with an approved public summary."""
    values.setdefault("public_summary", f"Summary {next(_numbers)} in our words.")
    values.setdefault("summary_approved_at", timezone.now())
    return build_feedback(**values)


def build_action(**values: Any) -> FollowUpAction:
    values.setdefault("title", f"Action {next(_numbers)}")
    values.setdefault("description", "What will be done.")
    values.setdefault("lead_agency", Agency.objects.get(abbreviation="ICE"))
    values.setdefault("due_on", timezone.localdate() + datetime.timedelta(days=30))
    if "program" not in values:
        values["program"] = build_program()
    return FollowUpAction.objects.create(**values)


def build_answer(action: FollowUpAction, **values: Any) -> AgencyAnswer:
    """Return an answer of the lead agency that moves nothing: it accepts unless told otherwise."""
    values.setdefault("agency", action.lead_agency)
    values.setdefault("as_lead", values["agency"] == action.lead_agency)
    values.setdefault("answer", "accepted")
    values.setdefault("channel", "email")
    return AgencyAnswer.objects.create(action=action, **values)


IN_PERSON = AttendanceMode.IN_PERSON
VIRTUAL = AttendanceMode.VIRTUAL
