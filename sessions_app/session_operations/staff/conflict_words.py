"""Warnings about a session, in plain sentences."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sessions_app.core.staff.record_views import record_title, url_of
from sessions_app.listening_sessions.selectors.default_zones import DefaultZone
from sessions_app.listening_sessions.wording import ZONES_TO_CHOOSE, when
from sessions_app.session_operations.enums import ConflictKind
from sessions_app.session_operations.selectors.conflicts import Conflict

_WORDS = {
    ConflictKind.ROOM: gettext_noop("%(name)s is booked at that time."),
    ConflictKind.HOST: gettext_noop("%(name)s is hosting another session at that time."),
    ConflictKind.ORGANIZATION: gettext_noop(
        "%(name)s is registered for another session at that time."
    ),
    ConflictKind.HOLIDAY: gettext_noop(
        "This date is a federal holiday (%(name)s), and offices are closed."
    ),
    ConflictKind.TIME_ZONE: gettext_noop(
        "This session is not in the time zone of its venue: %(name)s is on %(zones)s."
    ),
    ConflictKind.NAVAJO_TIME: gettext_noop(
        "In Arizona, this time zone is right for the Navajo Nation alone. The rest of the state "
        "has no daylight saving time."
    ),
    ConflictKind.LEAD_TIME: gettext_noop(
        "There may be too little time to arrange accommodations (days needed: %(name)s)."
    ),
    ConflictKind.REOPENED: gettext_noop(
        "The readiness check “%(name)s” was done for the old time or place. Saving unchecks it."
    ),
    ConflictKind.READINESS: gettext_noop("Not checked off yet: %(name)s."),
    ConflictKind.JOIN_LINK: gettext_noop("There is no join link yet for people attending online."),
    ConflictKind.NO_SUMMARY: gettext_noop(
        "No public summary is approved yet, so the session page will show none."
    ),
    ConflictKind.SUMMARIES: gettext_noop(
        "Public summaries that are not approved, so that they will not appear: %(name)s."
    ),
    ConflictKind.THEMES: gettext_noop("Items without a theme: %(name)s."),
}


def zones_in_words(zones: Sequence[str]) -> str:
    """Return the names of time zones, separated by "or"."""
    return _(" or ").join(str(ZONES_TO_CHOOSE[zone]) for zone in zones)


def conflict_rows(conflicts: list[Conflict]) -> list[dict[str, str]]:
    """Return a sentence for each warning and, if there is one, the other session."""
    return [
        {
            "words": _(_WORDS[conflict.kind])
            % {"name": _(conflict.name), "zones": zones_in_words(conflict.zones)},
            "title": record_title(conflict.other) if conflict.other else "",
            "when": when(conflict.other) if conflict.other else "",
            "url": url_of(conflict.other) if conflict.other else "",
        }
        for conflict in conflicts
    ]


def taken_zone_words(taken: DefaultZone) -> str:
    """Say which time zone was taken from the place, and whether the place has others."""
    states = ", ".join(taken.states)
    words = _("The time zone was set to %(zone)s, based on: %(states)s.") % {
        "zone": ZONES_TO_CHOOSE[taken.zone],
        "states": states,
    }
    if not taken.others:
        return words
    more = _("Part of %(states)s is on %(zones)s, so please check that it is right.") % {
        "zones": zones_in_words(taken.others),
        "states": states,
    }
    return f"{words} {more}"
