"""Account enumeration: responses do not reveal whether an account exists."""

import re

import pytest

from tests.site.conftest import PASSWORD

pytestmark = pytest.mark.django_db

STRANGER = "stranger@example.org"


def answer(client, path: str, fields: dict[str, str], address: str) -> tuple[int, str | None, str]:
    """Return status, redirect URL, and page of a POST, without the CSRF token and the address."""
    response = client.post(path, fields)
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    return response.status_code, response.headers.get("Location"), page.replace(address, "ADDRESS")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/accounts/password/reset/", "email"),
        ("/accounts/login/code/", "email"),
        ("/accounts/login/", "login"),
        ("/accounts/signup/", "email"),
    ],
)
def test_known_and_unknown_address_get_the_same_answer(client, person, path, field):
    wrong = {"password": "not-the-passphrase", "password1": PASSWORD}

    known = answer(client, path, {field: person.email, **wrong}, person.email)
    client.cookies.clear()
    unknown = answer(client, path, {field: STRANGER, **wrong}, STRANGER)

    assert known == unknown


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/login/code/"])
def test_both_addresses_cost_one_mail(client, person, mailoutbox, path):
    client.post(path, {"email": person.email})
    client.cookies.clear()
    client.post(path, {"email": STRANGER})

    assert [message.to for message in mailoutbox] == [[person.email], [STRANGER]]


def test_guesses_are_limited_for_both(client, person):
    fields = {"password": "not-the-passphrase"}
    pages = {}
    for address in (person.email, STRANGER):
        for _ in range(7):
            pages[address] = answer(
                client, "/accounts/login/", {"login": address, **fields}, address
            )

    assert "Too many failed login attempts" in pages[STRANGER][2]
    assert pages[person.email] == pages[STRANGER]
