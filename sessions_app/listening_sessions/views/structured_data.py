"""JSON-LD of a session for search engines (schema.org Event)."""

import json
from collections.abc import Sequence

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.programs.models import Language

_MODES = {
    SessionFormat.IN_PERSON: "OfflineEventAttendanceMode",
    SessionFormat.VIRTUAL: "OnlineEventAttendanceMode",
    SessionFormat.HYBRID: "MixedEventAttendanceMode",
}
_STATUSES = {
    SessionState.CANCELLED: "EventCancelled",
    SessionState.POSTPONED: "EventPostponed",
}
#: A script element ends at the first "</script"; these escapes mean the same in JSON.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def session_as_json_ld(session: ListeningSession, languages: Sequence[Language]) -> SafeString:
    """Return a session as JSON-LD, safe inside a script element. For an online session the
    location is our page: the join link is only for people with a confirmed seat.
    """
    url = f"{settings.BASE_URL}{session.get_absolute_url()}"
    places: list[dict[str, object]] = []
    if session.venue is not None and session.format != SessionFormat.VIRTUAL:
        venue = session.venue
        places.append(
            {
                "@type": "Place",
                "name": venue.name,
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": venue.street,
                    "addressLocality": venue.city,
                    "addressRegion": venue.state,
                    "postalCode": venue.zip_code,
                    "addressCountry": "US",
                },
            }
        )
    if session.format != SessionFormat.IN_PERSON:
        places.append({"@type": "VirtualLocation", "url": url})
    status = _STATUSES.get(SessionState(session.state), "EventScheduled")
    moved: dict[str, str] = {}
    if session.previous_starts_at is not None:
        before = session.previous_starts_at.astimezone(session.zone)
        moved["previousStartDate"] = before.isoformat()
        status = status if session.state in _STATUSES else "EventRescheduled"
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": session.title,
        "description": session.summary,
        "url": url,
        "startDate": session.local_start.isoformat(),
        "endDate": session.local_end.isoformat(),
        **moved,
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{_MODES[SessionFormat(session.format)]}",
        "isAccessibleForFree": True,
        "inLanguage": [language.code for language in languages],
        "location": places,
        "organizer": {
            "@type": "GovernmentOrganization",
            "name": "Office for Civil Rights and Civil Liberties",
            "url": settings.BASE_URL,
        },
    }
    return mark_safe(json.dumps(data).translate(_ESCAPES))  # noqa: S308  escaped just now
