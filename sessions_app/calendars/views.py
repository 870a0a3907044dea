"""Calendar feeds, the page that explains subscribing, and the calendar file of one session.

Calendar programs poll for years. A request is answered from the feed's version
(:class:`~sessions_app.calendars.selectors.FeedContent`); sessions are read and serialized only if
it has changed.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement_site.moved import moved_to
from sessions_app.calendars import calendar, selectors
from sessions_app.calendars.feeds import CONTENT_TYPE, FeedHead, feed_body, feed_etag
from sessions_app.calendars.links import CalendarLink, feed_links
from sessions_app.listening_sessions.views.sessions import session_or_404
from sessions_app.programs.models import Program
from sessions_app.programs.selectors import program_at

#: Cache-Control max-age, in seconds, for shared caches.
PUBLIC_SECONDS = 60


@require_safe
def public_feed(request: HttpRequest) -> HttpResponse:
    """The feed of every listed session."""
    return _public(request, None, _("Listening sessions of the Office for Civil Rights"))


@require_safe
def program_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The feed of one program's listed sessions. A former address leads to the present one."""
    program = program_at(slug)
    if program is None:
        raise Http404
    if program.slug != slug:
        return moved_to(request, reverse("sessions_app:program_feed", args=[program.slug]))
    name = _("Listening sessions: %(program)s") % {"program": program.name}
    return _public(request, program, name)


def _public(request: HttpRequest, program: Program | None, name: str) -> HttpResponse:
    content = selectors.public_feed(program=program)
    head = _head(request, name)
    etag = feed_etag(head, content)
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


def _head(request: HttpRequest, name: str) -> FeedHead:
    return FeedHead(name=name, url=f"{settings.BASE_URL}{request.path}", language=get_language())


@lru_cache(maxsize=16)
def _kept(etag: str, head: FeedHead, program: Program | None) -> bytes:
    """Return the cached body of a public feed. The key is the ETag, so it is never stale."""
    return feed_body(head, selectors.public_feed(program=program))


@require_safe
def session_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The calendar file of a session. Answers conditional requests with 304."""
    session = session_or_404(slug)
    body = calendar.session_calendar(listening_session=session)
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    # A venue is saved together with its rooms, and is part of the entry.
    saved = [session.updated_at, *([session.venue.updated_at] if session.venue else [])]
    changed_at = int(max(saved).timestamp())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{session.slug}.ics"'
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed_at)
    patch_cache_control(response, public=True, no_cache=True)
    return get_conditional_response(request, etag, changed_at, response) or response


@dataclass(frozen=True)
class _Feed:
    name: str
    url: str
    links: list[CalendarLink]


@require_safe
def session_subscribe(request: HttpRequest) -> HttpResponse:
    """Explains how to subscribe, with the URL of each public feed."""
    everything = _feed(_("All listening sessions"), reverse("sessions_app:public_feed"))
    programs = [
        _feed(program.name, reverse("sessions_app:program_feed", args=[program.slug]))
        for program in Program.objects.all()
    ]
    context = {"everything": everything, "programs": programs}
    return render(request, "calendars/subscribe.html", context)


def _feed(name: str, path: str) -> _Feed:
    url = f"{settings.BASE_URL}{path}"
    return _Feed(name=name, url=url, links=feed_links(url=url, name=name))
