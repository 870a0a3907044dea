"""Calendars to subscribe to: everyone's, a program's, one's own.

Calendar programs ask every few hours for years. What they ask is answered from one number
that changes with the sessions (:class:`~sessions_app.selectors.calendar_feeds.FeedContent`);
sessions are read and written out only when it has changed.
"""

import hashlib
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions_app.errors import TokenInvalidError
from sessions_app.exports import calendar
from sessions_app.models import Program
from sessions_app.selectors import calendar_feeds as selectors
from sessions_app.selectors.calendar_feeds import FeedContent
from sessions_app.services import calendar_feeds

CONTENT_TYPE = "text/calendar; charset=utf-8"
#: Seconds for which a shared cache may answer without asking us.
PUBLIC_SECONDS = 60


class _Head(NamedTuple):
    """What a feed says about itself."""

    name: str
    url: str
    language: str | None


@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    """Every listed session."""
    return _public(request, None, _("Listening sessions of the Office for Civil Rights"))


@require_safe
def program_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The listed sessions about one program."""
    program = get_object_or_404(Program, slug=slug)
    name = _("Listening sessions: %(program)s") % {"program": program.name}
    return _public(request, program, name)


@require_safe
def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The sessions of the one person who knows the address. No cache may share it."""
    try:
        user = calendar_feeds.owner_of(raw=token)
    except TokenInvalidError as error:
        response = HttpResponse(
            f"{error.message}\n", status=404, content_type="text/plain; charset=utf-8"
        )
        response._has_been_logged = True  # type: ignore[attr-defined]  # the address is a secret
        patch_cache_control(response, private=True, no_store=True)
        return response
    content = selectors.personal_feed(user=user)
    # Without its address, which is a secret: people export calendars, and pass them on.
    head = _Head(name=_("My listening sessions"), url="", language=get_language())
    etag = _etag(head, content)
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(_written(head, content), content_type=CONTENT_TYPE)
    response.headers["ETag"] = etag
    if content.changed_at:
        # Told, but not asked by: a session that left the feed does not move it (ADR 0051).
        response.headers["Last-Modified"] = http_date(content.changed_at.timestamp())
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _public(request: HttpRequest, program: Program | None, name: str) -> HttpResponse:
    content = selectors.public_feed(program=program)
    head = _head(request, name)
    etag = _etag(head, content)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        changed_at = selectors.public_feed_changed_at()
        seconds = int(changed_at.timestamp()) if changed_at else None
        response = get_conditional_response(request, etag=etag, last_modified=seconds)
        if response is None:
            response = HttpResponse(_kept(etag, head, program), content_type=CONTENT_TYPE)
        if seconds:
            response.headers["Last-Modified"] = http_date(seconds)
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    return response


def _head(request: HttpRequest, name: str) -> _Head:
    return _Head(name=name, url=f"{settings.BASE_URL}{request.path}", language=get_language())


def _etag(head: _Head, content: FeedContent) -> str:
    told = repr((calendar.edition(), head, content.version))
    return quote_etag(hashlib.sha256(told.encode()).hexdigest()[:32])


@lru_cache(maxsize=16)
def _kept(etag: str, head: _Head, program: Program | None) -> bytes:
    """Return the body of a public feed. It is kept by its ETag, so it is never an old one."""
    return _written(head, selectors.public_feed(program=program))


def _written(head: _Head, content: FeedContent) -> bytes:
    return calendar.feed(
        sessions=content.sessions.select_related("venue", "room").only(*calendar.COLUMNS),
        name=head.name,
        url=head.url,
        tentative=content.tentative,
    )
