"""Links to web calendars that add one session. They are built here and followed by the browser.

They carry only what is on the session's public page: never a join link, a person or a secret. Times
are in UTC, which all of these services accept; Google also gets the zone.
"""

import datetime
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.wording import where

#: Maximum length of the summary: some services reject longer URLs.
_DETAILS = 500


@dataclass(frozen=True)
class CalendarLink:
    label: str
    url: str


def session_links(session: ListeningSession) -> list[CalendarLink]:
    """Return the links that add one session to Google's and Microsoft's calendars."""
    starts, ends = session.starts_at, session.ends_at
    summary = Truncator(session.summary).chars(_DETAILS)
    details = f"{summary}\n\n{settings.BASE_URL}{session.get_absolute_url()}"
    place = where(session)
    google = {
        "action": "TEMPLATE",
        "text": session.title,
        "dates": f"{_stamp(starts, '%Y%m%dT%H%M%SZ')}/{_stamp(ends, '%Y%m%dT%H%M%SZ')}",
        "ctz": session.time_zone,
        "location": place,
        "details": details,
    }
    microsoft = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": session.title,
        "startdt": _stamp(starts, "%Y-%m-%dT%H:%M:%SZ"),
        "enddt": _stamp(ends, "%Y-%m-%dT%H:%M:%SZ"),
        "location": place,
        "body": details,
    }
    compose = f"/calendar/0/deeplink/compose?{_query(microsoft)}"
    return [
        CalendarLink(
            _("Google Calendar"), f"https://calendar.google.com/calendar/render?{_query(google)}"
        ),
        CalendarLink(_("Outlook.com"), f"https://outlook.live.com{compose}"),
        CalendarLink(_("Outlook at work or school"), f"https://outlook.office.com{compose}"),
    ]


def feed_links(*, url: str, name: str) -> list[CalendarLink]:
    """Return the links that subscribe to a feed, the device's own calendar client first."""
    webcal = f"webcal://{url.partition('://')[2]}"
    outlook = f"/calendar/0/addfromweb?{_query({'url': url, 'name': name})}"
    return [
        CalendarLink(_("Apple Calendar, or the app on this device"), webcal),
        CalendarLink(
            _("Google Calendar"),
            f"https://calendar.google.com/calendar/r?{_query({'cid': webcal})}",
        ),
        CalendarLink(_("Outlook.com"), f"https://outlook.live.com{outlook}"),
        CalendarLink(_("Outlook at work or school"), f"https://outlook.office.com{outlook}"),
    ]


def _stamp(moment: datetime.datetime, form: str) -> str:
    return moment.astimezone(datetime.UTC).strftime(form)


def _query(values: dict[str, str]) -> str:
    # Outlook displays "+" literally instead of as a space.
    return urlencode(values, quote_via=quote)
