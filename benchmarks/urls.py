"""The site's URLs, and one that returns given bytes: the lower bound for sending them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from engagement_site.urls import urlpatterns as site

body = b""


def given_bytes(request: HttpRequest) -> HttpResponse:
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


urlpatterns = [path("bytes.ics", given_bytes), *site]
