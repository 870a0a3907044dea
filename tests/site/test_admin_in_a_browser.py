"""Wagtail's pages in Chromium cause no Content Security Policy violations."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect
from wagtail.models import Page

from engagement_site.accounts.models import User

LISTINGS = [
    "/admin/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/users/",
    "/admin/groups/",
    "/admin/sites/",
    "/admin/redirects/",
    "/admin/reports/site-history/",
    "/admin/workflows/list/",
    "/admin/images/multiple/add/",
]


@pytest.fixture
def admin_page(page, live_server):
    """Return a page with an administrator signed in; `page.complaints` has the console messages."""
    administrator = User.objects.create_superuser(
        "root@crcl.example", first_name="Root", last_name="Root"
    )
    client = Client()
    client.force_login(administrator)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
    page.context.add_cookies([{**cookie, "value": client.session.session_key}])
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def refused(page) -> list[str]:
    return [text for text in page.complaints if "Content Security Policy" in text]


def test_listings_under_the_policy(admin_page, live_server):
    for path in LISTINGS:
        response = admin_page.goto(live_server.url + path, wait_until="load")
        assert response.status == 200, path

    assert refused(admin_page) == []


def test_editor_and_preview_under_the_policy(admin_page, live_server):
    home = Page.objects.get(depth=2).specific

    admin_page.goto(f"{live_server.url}/admin/pages/{home.pk}/edit/")
    admin_page.get_by_role("button", name="Toggle preview").click()
    preview = admin_page.frame_locator("#w-preview-iframe[src*=in_preview_panel]")

    expect(preview.locator("h1").first).to_be_visible()
    assert refused(admin_page) == []
