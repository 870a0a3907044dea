"""Conflicts of a session, in plain sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sessions_app.core.staff.record_views import record_title, url_of
from sessions_app.listening_sessions.wording import when
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
}


def conflict_rows(conflicts: list[Conflict]) -> list[dict[str, str]]:
    """Return a sentence for each conflict and, if there is one, the other session."""
    return [
        {
            "words": _(_WORDS[conflict.kind]) % {"name": _(conflict.name)},
            "title": record_title(conflict.other) if conflict.other else "",
            "when": when(conflict.other) if conflict.other else "",
            "url": url_of(conflict.other) if conflict.other else "",
        }
        for conflict in conflicts
    ]
