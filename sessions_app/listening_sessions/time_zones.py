"""The time zones that states and territories observe (49 CFR 71; 15 U.S.C. 260a)."""

from collections.abc import Mapping

_EASTERN = ("America/New_York",)
_CENTRAL = ("America/Chicago",)
_MOUNTAIN = ("America/Denver",)
_PACIFIC = ("America/Los_Angeles",)
_ATLANTIC = ("America/Puerto_Rico",)
_CHAMORRO = ("Pacific/Guam",)

#: By postal abbreviation: the zone of most people first, then those of other parts of the state.
#: The Navajo Nation observes daylight saving time, the rest of Arizona does not.
ZONES_OF_STATE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("CT", "DC", "DE", "GA", "MA", "MD", "ME", "NC", "NH", "NJ", "NY"), _EASTERN),
    **dict.fromkeys(("OH", "PA", "RI", "SC", "VA", "VT", "WV"), _EASTERN),
    **dict.fromkeys(("FL", "IN", "KY", "MI"), _EASTERN + _CENTRAL),
    **dict.fromkeys(("AL", "AR", "IA", "IL", "LA", "MN", "MO", "MS", "OK", "WI"), _CENTRAL),
    **dict.fromkeys(("KS", "ND", "NE", "SD", "TX"), _CENTRAL + _MOUNTAIN),
    "TN": _CENTRAL + _EASTERN,
    **dict.fromkeys(("CO", "MT", "NM", "UT", "WY"), _MOUNTAIN),
    "ID": _MOUNTAIN + _PACIFIC,
    "AZ": ("America/Phoenix", *_MOUNTAIN),
    **dict.fromkeys(("CA", "WA"), _PACIFIC),
    **dict.fromkeys(("NV", "OR"), _PACIFIC + _MOUNTAIN),
    "AK": ("America/Anchorage", "America/Adak"),
    "HI": ("Pacific/Honolulu",),
    **dict.fromkeys(("PR", "VI"), _ATLANTIC),
    **dict.fromkeys(("GU", "MP"), _CHAMORRO),
    "AS": ("Pacific/Pago_Pago",),
}


def zones_of(state: str) -> tuple[str, ...]:
    """Return the zones of a state, that of most people first; none for a military address."""
    return ZONES_OF_STATE.get(state, ())
