import pytest
from django.conf import settings
from wagtail.models import PageViewRestriction

from sessions_app.listening_sessions.enums import SessionState, Visibility
from tests.builders import build_session
from tests.home.page_builders import build_standard_page

pytestmark = pytest.mark.django_db


def test_sitemap_lists_public_pages_and_listed_sessions(client):
    build_standard_page(slug="open")
    closed = build_standard_page(slug="closed")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    build_standard_page(slug="draft", live=False)
    build_session(slug="listed")
    build_session(slug="unlisted", visibility=Visibility.UNLISTED)
    build_session(slug="unready", state=SessionState.DRAFT)

    response = client.get("/sitemap.xml")

    xml = response.content.decode()
    assert response.headers["Content-Type"] == "application/xml"
    assert "/open/</loc>" in xml
    assert f"<loc>{settings.BASE_URL}/sessions/listed/</loc>" in xml
    for hidden in ("closed", "draft", "unlisted", "unready"):
        assert f"/{hidden}/" not in xml, hidden


def test_robots_are_kept_from_personal_links(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /registrations/\n" in text
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml\n" in text
