"""The personal calendar feed, at its secret URL."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions_app.calendars import services as calendar_feeds
from sessions_app.calendars.feeds import CONTENT_TYPE, FeedHead, feed_body, feed_etag
from sessions_app.core.errors import TokenInvalidError
from sessions_app.registrations.selectors import personal_feed as selectors


@require_safe
def personal_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The sessions of the person who owns the URL. Not for shared caches."""
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
    # Without its URL, which is a secret: people export calendars and pass them on.
    head = FeedHead(name=_("My listening sessions"), url="", language=get_language())
    etag = feed_etag(head, content)
    unchanged = get_conditional_response(request, etag=etag)
    response = unchanged or HttpResponse(feed_body(head, content), content_type=CONTENT_TYPE)
    response.headers["ETag"] = etag
    if content.changed_at:
        # Informational, not a validator: a session that left the feed does not change it (ADR
        # 0019).
        response.headers["Last-Modified"] = http_date(content.changed_at.timestamp())
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    return response
