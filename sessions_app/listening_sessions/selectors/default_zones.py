"""The time zone that a session has by default: that of its venue, or of its states."""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions_app.listening_sessions.models import Venue
from sessions_app.listening_sessions.time_zones import zones_of
from sessions_app.programs.models import Jurisdiction


@dataclass(frozen=True)
class DefaultZone:
    """A zone, and the names of the states that it was taken from."""

    zone: str
    states: tuple[str, ...]
    #: Zones of other parts of these states.
    others: tuple[str, ...] = ()


def default_zone(
    *, venue: Venue | None, jurisdictions: Iterable[Jurisdiction] = ()
) -> DefaultZone | None:
    """Return the zone of most people in the venue's state, or in the jurisdictions.

    None if there is neither, or if the jurisdictions differ.
    """
    if venue is not None:
        states = {venue.state_name: zones_of(venue.state)}
    else:
        places = [place.parent or place for place in jurisdictions]
        states = {place.name: zones_of(place.abbreviation) for place in places}
    first = {zones[:1] for zones in states.values()}
    if len(first) != 1 or first == {()}:
        return None
    ((zone,),) = first
    others = dict.fromkeys(other for zones in states.values() for other in zones[1:])
    return DefaultZone(zone=zone, states=tuple(states), others=tuple(others))
