"""The notes of a session: its lines, and what ``@`` and ``#`` on them mean."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from engagement_site.search_keys import search_key
from sessions_app.core.errors import EngagementError
from sessions_app.core.selectors.search import matching
from sessions_app.feedback.models import FeedbackItem, Theme
from sessions_app.feedback.note_lines import handle
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Organization
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES

#: Names that a message lists when several are meant.
NAMES_SHOWN = 4
#: Most organizations that are suggested.
SUGGESTED = 8

Named = TypeVar("Named", Organization, Theme)


def lines_of(listening_session: ListeningSession) -> QuerySet[FeedbackItem]:
    """Return the items of a session as its notes show them, in their order."""
    return (
        FeedbackItem.objects.filter(listening_session=listening_session)
        .select_related("organization", "recorded_by", "listening_session")
        .prefetch_related("themes")
        .order_by(F("position").asc(nulls_first=True), "pk")
    )


def organizations_at(listening_session: ListeningSession) -> QuerySet[Organization]:
    """Return the organizations with an active registration for a session, by name."""
    return (
        Organization.objects.current()
        .filter(
            registrations__listening_session=listening_session,
            registrations__state__in=ACTIVE_REGISTRATION_STATES,
        )
        .distinct()
        .order_by("name", "pk")
    )


def organizations_like(text: str) -> list[Organization]:
    """Return organizations that ``@text`` could mean, whether they are registered or not."""
    everyone = Organization.objects.current().order_by("name", "pk")
    return list(_matching_names(everyone, text)[:SUGGESTED])


def organization_named(
    text: str, *, listening_session: ListeningSession, known: Iterable[Organization] = ()
) -> Organization:
    """Return the organization that ``@text`` means: one of the ``known``, one that is registered
    for the session, or any other.

    A few letters of any of its words do. Raises :class:`EngagementError` if none or several fit.
    """
    everyone = Organization.objects.current().order_by("name", "pk")
    found = _matching_names(everyone, text)
    registered = found.filter(pk__in=organizations_at(listening_session).order_by().values("pk"))
    return _the_one("@", text, known, registered, found)


def _matching_names(organizations: QuerySet[Organization], text: str) -> QuerySet[Organization]:
    return matching(organizations, fields=["name", "aliases__name"], text=text)


def theme_named(text: str, *, known: Iterable[Theme] = ()) -> Theme:
    """Return the theme that ``#text`` means; see :func:`organization_named`."""
    themes = Theme.objects.in_use().order_by("name", "pk")
    return _the_one("#", text, known, matching(themes, fields=["name", "code"], text=text))


def _the_one(sign: str, text: str, known: Iterable[Named], *searches: "QuerySet[Named]") -> Named:
    for each in known:
        if handle(each.name) == handle(text):
            return each
    groups: list[list[Named]] = [list(search[: NAMES_SHOWN + 1]) for search in searches]
    # Its own name before a part of another one, and then who is registered before others.
    exact: list[list[Named]] = [
        [each for each in found if search_key(each.name) == search_key(text)] for found in groups
    ]
    fitting: list[Named] = []
    for found in exact + groups:
        fitting = fitting or found
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise EngagementError(
            _("Nothing is called “%(typed)s”. Check the letters, or take it out.")
            % {"typed": sign + text}
        )
    raise EngagementError(
        _("“%(typed)s” can mean %(names)s. Type more of the name.")
        % {"typed": sign + text, "names": _listed([each.name for each in fitting])}
    )


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    return shown + (_(" and others") if len(names) > NAMES_SHOWN else "")
