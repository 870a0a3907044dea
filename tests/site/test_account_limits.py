"""Strangers cannot lock the owner of an account out or flood a mailbox, and are not recorded."""

import hashlib

import pytest
from django.conf import settings as site_settings
from django.db import connection
from django.test import Client

from engagement_site.accounts.models import User
from tests.site.conftest import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_IN, CODE, RESET = "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/"
HOME, STRANGER = "198.51.100.7", "203.0.113.{}"


def sign_in(client: Client, address: str, password: str, *, network: str) -> bool:
    client.post(SIGN_IN, {"login": address, "password": password}, REMOTE_ADDR=network)
    return "_auth_user_id" in client.session


def guess(address: str, *, times: int, networks: int = 1) -> None:
    for number in range(times):
        network = STRANGER.format(number % networks)
        sign_in(Client(), address, "a-wrong-passphrase", network=network)


def known_browser(person: User) -> Client:
    """Return the client of the owner, who has signed in before and is signed out now."""
    client = Client()
    assert sign_in(client, person.email, PASSWORD, network=HOME)
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session
    return client


def test_guesses_from_one_network_do_not_lock_the_owner_out_elsewhere(client, person):
    guess(person.email, times=30)

    assert not sign_in(Client(), person.email, PASSWORD, network=STRANGER.format(0))
    assert sign_in(client, person.email, PASSWORD, network=HOME)


def test_guesses_from_many_networks_stop_after_twenty_but_not_in_a_known_browser(person):
    browser = known_browser(person)
    guess(person.email, times=20, networks=20)

    assert not sign_in(Client(), person.email, PASSWORD, network=STRANGER.format(99))
    assert sign_in(browser, person.email, PASSWORD, network=HOME)
    # Wherever the owner takes it.
    browser.post("/accounts/logout/")
    assert sign_in(browser, person.email, PASSWORD, network=STRANGER.format(0))


def test_guesses_up_to_the_limit_leave_one_more(person):
    guess(person.email, times=19, networks=19)

    assert sign_in(Client(), person.email, PASSWORD, network=HOME)


def test_correct_passwords_are_not_counted(person):
    for number in range(25):
        assert sign_in(Client(), person.email, PASSWORD, network=STRANGER.format(number))


def test_known_browser_is_limited_as_well(person):
    browser = known_browser(person)
    for _ in range(5):
        sign_in(browser, person.email, "a-wrong-passphrase", network=HOME)

    assert not sign_in(browser, person.email, PASSWORD, network=HOME)


def test_known_browser_is_known_for_its_owner_alone(person):
    other = User.objects.create_user("other@example.org", PASSWORD)
    browser = known_browser(person)
    guess(other.email, times=20, networks=20)

    assert not sign_in(browser, other.email, PASSWORD, network=HOME)


def test_forged_device_cookie_is_ignored(person):
    forged = Client()
    forged.cookies[site_settings.DEVICE_COOKIE_NAME] = "forged"
    guess(person.email, times=20, networks=20)

    assert not sign_in(forged, person.email, PASSWORD, network=HOME)


def test_device_cookie_holds_no_address_and_no_script_reads_it(person):
    cookie = known_browser(person).cookies[site_settings.DEVICE_COOKIE_NAME]

    assert person.email not in cookie.value
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


@pytest.mark.parametrize("path", [CODE, RESET])
@pytest.mark.parametrize("address", ["rosa@example.org", "nobody@example.org"])
def test_mail_to_one_address_is_capped_by_the_hour(person, mailoutbox, path, address):
    answers = set()
    for number in range(14):
        response = Client().post(path, {"email": address}, REMOTE_ADDR=STRANGER.format(number))
        answers.add((response.status_code, response.headers.get("Location")))

    assert len(mailoutbox) == 10
    # Nothing in the answer tells.
    assert len(answers) == 1


@pytest.mark.parametrize("path", [CODE, RESET])
def test_requests_from_elsewhere_do_not_keep_a_code_from_a_known_browser(person, mailoutbox, path):
    browser = known_browser(person)
    for number in range(14):
        Client().post(path, {"email": person.email}, REMOTE_ADDR=STRANGER.format(number))
    mailoutbox.clear()

    browser.post(path, {"email": person.email}, REMOTE_ADDR=HOME)

    assert [message.to for message in mailoutbox] == [[person.email]]


@pytest.mark.parametrize("path", [CODE, RESET])
def test_requests_from_one_network_do_not_keep_another_from_asking(person, mailoutbox, path):
    for _ in range(9):
        refused = Client().post(path, {"email": person.email}, REMOTE_ADDR=STRANGER.format(0))
    assert refused.status_code == 200
    assert len(mailoutbox) == 3

    Client().post(path, {"email": person.email}, REMOTE_ADDR=HOME)

    assert len(mailoutbox) == 4


def test_cache_table_holds_no_address(client, person):
    unknown = "nobody@example.org"
    for address in (person.email, unknown):
        for path in (CODE, RESET):
            client.post(path, {"email": address}, REMOTE_ADDR=HOME)
        sign_in(client, address, "a-wrong-passphrase", network=HOME)
    sign_in(client, person.email, PASSWORD, network=HOME)
    client.post("/accounts/reauthenticate/", {"password": "wrong"}, REMOTE_ADDR=HOME)
    client.post("/organizations/register/", {"name": "A"}, REMOTE_ADDR=HOME)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cache_entries")
        rows = cursor.fetchall()
    stored = repr(rows).lower()

    assert len(rows) >= 10
    for secret in (person.email, unknown, HOME, "rosa", "nobody"):
        assert secret not in stored
    for address in (person.email, unknown):
        assert hashlib.sha256(address.encode()).hexdigest() not in stored
