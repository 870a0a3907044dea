"""Metadata, ETag and body of a feed."""

import hashlib
from typing import NamedTuple

from django.utils.http import quote_etag

from sessions_app.calendars import calendar
from sessions_app.calendars.selectors import FeedContent

CONTENT_TYPE = "text/calendar; charset=utf-8"


class FeedHead(NamedTuple):
    """Metadata of a feed."""

    name: str
    url: str
    language: str | None


def feed_etag(head: FeedHead, content: FeedContent) -> str:
    """Return the ETag of a feed, which changes whenever the body would."""
    told = repr((calendar.edition(), head, content.version))
    return quote_etag(hashlib.sha256(told.encode()).hexdigest()[:32])


def feed_body(head: FeedHead, content: FeedContent) -> bytes:
    """Return the feed as iCalendar."""
    return calendar.feed(
        sessions=content.sessions.select_related("venue", "room").only(*calendar.COLUMNS),
        name=head.name,
        url=head.url,
        tentative=content.tentative,
    )
