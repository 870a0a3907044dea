"""The roster of a session: attendees, each with their registration."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Lower

from engagement_site.search_keys import index_words, search_key
from sessions_app.core.references import reference_part, reference_words
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

    The search reads the names of the whole session, not an index: a room holds few people, and at
    its door any part of a name must do.
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
    if q.strip():
        people = people.filter(pk__in=_named(people, q))
    return people.order_by(Lower("organization_label"), "registration_id", "pk")


def _named(people: QuerySet[Attendee], text: str) -> list[int]:
    """Return the primary keys of the attendees that a search text means."""
    part, words = reference_part(text), search_key(text).split()
    rows = people.values_list(  # type: ignore[misc]
        "pk", "registration__reference", "name", "organization_label"
    )
    return [
        key
        for key, reference, *names in rows
        if (part and part in reference_words(reference))
        or (words and all(word in index_words(" ".join(names)) for word in words))
    ]
