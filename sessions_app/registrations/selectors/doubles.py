"""People who may be in two registrations of one session."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q
from django.db.models.functions import Lower

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES
from sessions_app.registrations.models import Attendee, Registration


def doubles_of(
    session: ListeningSession, people: Sequence[Attendee]
) -> dict[int, list[Registration]]:
    """Return the other registrations that name the same people, by primary key of the attendee.

    The same e-mail address, or the same name: two people may share a name, so this is a hint for
    staff and never a rule. One query, whatever the number of people.
    """
    emails = {person.email.lower() for person in people} - {""}
    names = {person.name.lower() for person in people}
    candidates = (
        Attendee.objects.coming()
        .annotate(lower_email=Lower("email"), lower_name=Lower("name"))
        .filter(
            Q(lower_email__in=emails) | Q(lower_name__in=names),
            registration__listening_session=session,
            registration__state__in=ACTIVE_REGISTRATION_STATES,
        )
        .select_related("registration")
        .order_by("registration_id")
    )
    named: dict[str, dict[int, Registration]] = defaultdict(dict)
    for other in candidates:
        for key in {other.email.lower(), other.name.lower()} - {""}:
            named[key][other.registration_id] = other.registration
    found = {}
    for person in people:
        twins = named[person.name.lower()] | (named[person.email.lower()] if person.email else {})
        others = [twin for pk, twin in sorted(twins.items()) if pk != person.registration_id]
        if others:
            found[person.pk] = others
    return found
