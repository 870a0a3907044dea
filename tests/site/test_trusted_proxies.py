"""Requests that did not come through the number of proxies that the settings expect."""

import pytest
from django.core.exceptions import BadRequest
from django.test import Client, RequestFactory

from engagement_site.rate_limits import network_of
from tests.site.conftest import PASSWORD

FORMS = {
    "/accounts/login/": {"login": "rosa@example.org", "password": PASSWORD},
    "/accounts/login/code/": {"email": "rosa@example.org"},
    "/accounts/password/reset/": {"email": "rosa@example.org"},
}


@pytest.fixture(autouse=True)
def two_proxies(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2


@pytest.mark.parametrize("path", FORMS)
def test_too_few_forwarded_addresses_are_a_bad_request(person, path):
    client = Client(raise_request_exception=False, headers={"x-forwarded-for": "192.0.2.1"})

    response = client.post(path, FORMS[path])

    assert response.status_code == 400
    assert "<h1>We could not process that request</h1>" in response.content.decode()


@pytest.mark.parametrize("path", FORMS)
def test_forwarded_addresses_as_many_as_proxies_are_read(person, path):
    client = Client(headers={"x-forwarded-for": "192.0.2.1, 198.51.100.1"})

    assert client.post(path, FORMS[path]).status_code == 302


def test_rate_limit_of_public_forms_refuses_too_few_addresses():
    request = RequestFactory().post("/", headers={"x-forwarded-for": "192.0.2.1"})

    with pytest.raises(BadRequest, match="TRUSTED_PROXY_COUNT"):
        network_of(request)
