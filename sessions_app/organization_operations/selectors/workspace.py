"""A representative's view of their organization.

Registrations of the organization's current contacts and their attendees (docs/adr/0028). What came
of what the organization said is in ``read_back/selectors/trails.py``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.listening_sessions.selectors.sessions import (
    SessionWithStatus,
    public_sessions,
    with_status,
)
from sessions_app.organizations.models import Contact, Membership, Organization
from sessions_app.organizations.selectors.representatives import own_addresses
from sessions_app.registrations.enums import CHANGEABLE_REGISTRATION_STATES
from sessions_app.registrations.models import Attendee, Registration

#: Rows of each kind on the page.
SHOWN = 25


OPEN_SESSIONS_SHOWN = 5


@dataclass(frozen=True)
class Workspace:
    """Data of the page: bounded lists, each from a fixed number of queries."""

    contact: Contact
    organizations: list[Organization]
    memberships: list[Membership]
    registrations: list[Registration]
    open_sessions: list[SessionWithStatus]


def workspace(*, contact: Contact, organizations: list[Organization], user: User) -> Workspace:
    """Return the data of a representative's page."""
    memberships = list(
        Membership.objects.filter(organization__in=organizations, ended_on=None)
        .select_related("contact", "organization")
        .order_by("organization__name", "contact__name", "pk")[:100]
    )
    colleagues = {each.contact.email.lower() for each in memberships}
    registrations = _registrations(organizations, colleagues, own=own_addresses(contact, user))
    return Workspace(
        contact=contact,
        organizations=organizations,
        memberships=memberships,
        registrations=registrations,
        open_sessions=_open_sessions({each.listening_session_id for each in registrations}),
    )


def own_registration(*, contact: Contact, user: User, reference: str) -> Registration | None:
    """Return the representative's own upcoming registration; None if it is not theirs."""
    registration: Registration | None = (
        _coming()
        .filter(reference=reference, address__in=own_addresses(contact, user))
        .select_related("listening_session")
        .first()
    )
    return registration


def _coming() -> Any:
    return Registration.objects.annotate(address=Lower("email")).filter(
        state__in=CHANGEABLE_REGISTRATION_STATES, listening_session__ends_at__gte=timezone.now()
    )


def _registrations(
    organizations: Iterable[Organization], colleagues: set[str], *, own: set[str]
) -> list[Registration]:
    """Return upcoming registrations: own ones, and those of other contacts for the organization."""
    theirs = Q(organization__in=organizations, address__in=colleagues - {""})
    found: list[Any] = list(
        _coming()
        .filter(theirs | Q(address__in=own))
        .select_related("listening_session__venue", "listening_session__room", "organization")
        .prefetch_related(Prefetch("attendees", Attendee.objects.coming(), "people"))
        .order_by("listening_session__starts_at", "pk")[:SHOWN]
    )
    for each in found:
        each.is_own = each.email.lower() in own
    return found


def _open_sessions(known: set[int]) -> list[SessionWithStatus]:
    sessions = public_sessions().exclude(pk__in=known).prefetch_related("languages")
    is_open = [
        (session, status)
        for session, status in with_status(sessions[:20])
        if status.takes_registrations
    ]
    return is_open[:OPEN_SESSIONS_SHOWN]
