"""PostgreSQL text cannot contain NUL, so a request that contains one is rejected."""

import pytest
from django.test import Client

from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize(
    "address",
    [
        "/follow-ups/%00/",
        "/programs/%00/",
        "/sessions/%00/register/",
        "/static/%00.css",
        "/admin/organizations/possible-duplicates/?name=%00",
        "/sessions/?q=town%00hall",
        "/search/?q=%00",
        "/?%00=1",
    ],
)
def test_address_with_a_nul_is_not_read(address):
    client = Client(raise_request_exception=False)
    client.force_login(builders.build_user(is_superuser=True))

    response = client.get(address)

    assert response.status_code == 400
    assert "<h1>We could not process that request</h1>" in response.content.decode()
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_address_with_a_nul_is_refused_in_its_own_language():
    response = Client(raise_request_exception=False).get("/es/follow-ups/%00/")

    assert response.status_code == 400
    assert '<html lang="es">' in response.content.decode()


def test_posting_to_an_address_with_a_nul_is_refused():
    client = Client(raise_request_exception=False)
    client.force_login(builders.build_user())

    assert client.post("/organization/registrations/%00/").status_code == 400


def test_cookie_with_a_nul_is_refused():
    # The standard library decodes octal escapes in quoted cookies.
    response = Client(raise_request_exception=False).get(
        "/organization/", headers={"cookie": r'sessionid="\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"'}
    )

    assert response.status_code == 400


@pytest.mark.parametrize("address", ["/search/?q=%2500", "/search/?q=100%25+00"])
def test_written_percent_sign_before_zeros_is_no_nul(client, address):
    assert client.get(address).status_code == 200


def test_check_in_leaves_a_nul_out_of_what_is_searched_and_noted():
    session = builders.build_session()
    client = Client(raise_request_exception=False)
    client.force_login(builders.build_user(is_superuser=True))

    response = client.post(
        f"/admin/listening-sessions/{session.pk}/check-in/", {"q": "Ana\x00 Cruz", "action": "none"}
    )

    assert response.status_code == 302, response.content
