"""The Host header, which anybody can set, is nobody's identity and in no e-mail."""

import re

import pytest
from django.urls import reverse

from engagement_site.accounts.models import User
from tests.site.conftest import PASSWORD

HOSTS = ["testserver", "TESTSERVER", "testserver:81", "TestServer:8080", "other.example"]


@pytest.fixture(autouse=True)
def hosts(settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]


def test_wrong_passwords_are_counted_under_every_host(client, person):
    def sign_in(number: int, password: str) -> bool:
        data = {"login": person.email, "password": password}
        client.post(
            reverse("account_login"),
            data,
            headers={"Host": f"testserver:{8000 + number}"},
            REMOTE_ADDR=f"198.51.100.{number}",
        )
        return "_auth_user_id" in client.session

    for number in range(30):
        sign_in(number, "a-wrong-passphrase")

    assert not sign_in(30, PASSWORD)


@pytest.mark.parametrize("host", HOSTS)
def test_links_in_e_mails_come_from_the_settings(client, smtp_server, settings, person, host):
    settings.BASE_URL = "https://engagement.example"
    unverified = User.objects.create_user("new@example.org", PASSWORD)

    headers = {"Host": host}
    client.post(reverse("account_reset_password"), {"email": person.email}, headers=headers)
    client.post(reverse("account_reset_password"), {"email": "nobody@x.example"}, headers=headers)
    client.post(reverse("account_request_login_code"), {"email": person.email}, headers=headers)
    client.post(
        reverse("account_login"), {"login": unverified.email, "password": PASSWORD}, headers=headers
    )

    texts = [each.get_body(("plain",)).get_content() for each in smtp_server.messages]
    assert len(texts) == 3
    links = [link for text in texts for link in re.findall(r"https?://[^\s/]+", text)]
    assert len(links) >= 3
    assert set(links) == {"https://engagement.example"}
    assert not [text for text in texts if host.lower() in text.lower()]
