"""A database that can be read and not written, such as a standby: pages are served, and forms say
that the site is unavailable, not that somebody sent too many.
"""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from engagement_site.rate_limits import seconds_to_wait
from tests.read_only_database import read_only_database
from tests.site.conftest import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

ACCOUNT_FORMS = {
    "/accounts/login/": {"login": "rosa@example.org", "password": PASSWORD},
    "/accounts/login/code/": {"email": "rosa@example.org"},
    "/accounts/password/reset/": {"email": "rosa@example.org"},
}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def assert_unavailable(response) -> None:
    assert (response.status_code, response.headers.get("Retry-After")) == (503, "30")
    assert "come back in a little while" in response.content.decode()


@pytest.mark.parametrize("path", ACCOUNT_FORMS)
def test_account_form_is_a_503(client, person, path):
    with read_only_database():
        response = client.post(path, ACCOUNT_FORMS[path])

    assert_unavailable(response)


def test_public_form_is_a_503(client):
    page = Page.objects.get(depth=2)

    with read_only_database():
        response = client.post(
            f"/page-feedback/{page.pk}/",
            {"helpful": "yes"},
            headers={"sec-fetch-site": "same-origin"},
        )

    assert_unavailable(response)


def test_limit_that_is_reached_is_known_without_writing(rf):
    request = rf.post("/")
    assert seconds_to_wait(request, form="register", limit=1) == 0

    with read_only_database():
        assert seconds_to_wait(request, form="register", limit=1) > 0


def test_signing_out_is_a_503(client, person):
    client.force_login(person)

    with read_only_database():
        response = client.post("/accounts/logout/")

    assert_unavailable(response)


def test_session_that_cannot_be_stored_is_a_503(client, staff_member):
    client.force_login(staff_member)
    client.get("/admin/")

    # After a minute, the time of the last request is stored again.
    with read_only_database(), time_machine.travel(timezone.now() + datetime.timedelta(minutes=5)):
        response = client.get("/admin/")

    assert_unavailable(response)


@pytest.mark.parametrize("path", ["/", "/sessions/", "/accounts/login/"])
def test_page_is_served_even_when_what_was_cached_has_expired(client, path):
    Site.get_site_root_paths()
    later = timezone.now() + datetime.timedelta(hours=2)

    with read_only_database(), time_machine.travel(later):
        Site.get_site_root_paths()
        response = client.get(path)

    assert response.status_code == 200
