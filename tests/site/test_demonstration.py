"""The ribbon of a demonstration: on every page of one, and on no page of any other site."""

import html5lib
import pytest
from django.test import Client
from django.urls import path
from wagtail.models import Page

from engagement_site import urls as site
from sessions_app.core.roles import ROLE_MANAGER
from tests.builders import build_session, build_staff


def broken(request):
    raise ZeroDivisionError


handler500 = "engagement_site.error_pages.server_error"
urlpatterns = [path("broken/", broken), *site.urlpatterns]

WORDS = {
    "en": "Demonstration: everything here is fictional",
    "es": "Demostración: aquí todo es ficticio",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def ribbon_of(response):
    """Return the text of what stands first on a page, if it is the ribbon."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(response.content)
    first = tree.find("body")[0]
    if first.get("class") != "demonstration":
        return None
    assert (first.tag, bool(first.get("aria-label"))) == ("aside", True)
    assert any("demonstration.css" in link.get("href") for link in tree.findall("head/link"))
    return " ".join("".join(first.itertext()).split())


PUBLIC = ["/", "/sessions/", "/accounts/login/", "/accounts/password/reset/", "/nowhere/", "/%00/"]


@pytest.mark.parametrize("address", PUBLIC)
@pytest.mark.parametrize("language", ["en", "es"])
def test_public_account_and_error_pages_wear_the_ribbon(demonstration, client, address, language):
    prefix = "" if language == "en" else "/es"

    response = client.get(prefix + address)

    assert ribbon_of(response) == WORDS[language]
    if "Content-Length" in response:
        assert int(response["Content-Length"]) == len(response.content)


@pytest.mark.urls(__name__)
def test_page_of_a_failure_wears_the_ribbon(demonstration, client):
    response = client.get("/broken/")

    assert (response.status_code, ribbon_of(response)) == (500, WORDS["en"])


STAFF = ["/admin/", "/admin/listening-sessions/", "/admin/pages/", "/admin/nowhere/"]


def test_preview_of_a_page_wears_one_ribbon(demonstration, client):
    page = Page.objects.get(depth=2)
    page.specific.save_revision()
    user = build_staff(ROLE_MANAGER)
    user.is_superuser = True
    user.save()
    client.force_login(user)

    response = client.get(f"/admin/pages/{page.pk}/view_draft/")

    assert response.content.decode().count('class="demonstration"') == 1


@pytest.mark.parametrize("address", STAFF)
def test_staff_pages_wear_the_ribbon(demonstration, client, address):
    user = build_staff(ROLE_MANAGER)
    user.is_superuser = True
    user.save()
    client.force_login(user)

    response = client.get(address)

    page = response.content.decode()
    assert page.count('class="demonstration"') == 1
    assert page.index("demonstration.css") < page.index("</head>")
    assert page.index("<body") < page.index('class="demonstration"') < page.index("<div")


def test_what_is_no_page_stays_as_it_is(demonstration, client):
    session = build_session()

    for address in ("/calendar.ics", "/sitemap.xml", "/robots.txt", "/follow-ups/feed.atom"):
        assert b"demonstration" not in client.get(address).content, address
    assert client.head(session.get_absolute_url()).content == b""


@pytest.mark.parametrize("address", PUBLIC)
def test_no_other_site_wears_the_ribbon(client, address):
    response = client.get(address)

    assert ribbon_of(response) is None
    assert b"demonstration" not in response.content
