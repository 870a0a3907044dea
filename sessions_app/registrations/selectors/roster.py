"""The roster of a session: attendees, each with their registration."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Lower

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES
from sessions_app.registrations.models import Attendee


def people_of(
    session: ListeningSession,
    *,
    states: Iterable[str] = ACTIVE_REGISTRATION_STATES,
    mode: str = "",
    q: str = "",
) -> QuerySet[Attendee]:
    """Return the attendees of a session, by organization, then registration.

    ``q`` searches names of people and organizations, and references. Each has
    ``organization_label``: the matched organization's name, or else the name as typed.
    """
    people = (
        Attendee.objects.coming()
        .filter(registration__listening_session=session, registration__state__in=list(states))
        .select_related("registration__organization")
        .annotate(
            organization_label=Coalesce(
                "registration__organization__name",
                "registration__organization_name",
            )
        )
    )
    if mode:
        people = people.filter(registration__mode=mode)
    for word in q.split():
        people = people.filter(
            Q(name__icontains=word)
            | Q(registration__reference__icontains=word)
            | Q(organization_label__icontains=word)
        )
    return people.order_by(Lower("organization_label"), "registration_id", "pk")
