"""What pages say, and what becomes of a code, once an address has had its e-mails of the hour."""

import re

import pytest
from django.test import Client

from engagement_site.accounts.models import User
from tests.site.conftest import PASSWORD

pytestmark = pytest.mark.django_db

CODE, CONFIRM, RESET = (
    "/accounts/login/code/",
    "/accounts/login/code/confirm/",
    "/accounts/password/reset/",
)


def use_up_the_hour(address: str, *, left: int = 0) -> None:
    """Have strangers on many networks ask for as much mail as one address gets in an hour."""
    for number in range(10 - left):
        Client().post(RESET, {"email": address}, REMOTE_ADDR=f"203.0.113.{number}")


def send_again(client: Client, prefix: str = "") -> str:
    return client.post(prefix + CONFIRM, {"action": "resend"}, follow=True).content.decode()


def test_code_still_works_when_no_other_can_be_sent(client, person, mailoutbox):
    client.post(CODE, {"email": person.email})
    code = re.search(r"Code: (\S+)", mailoutbox[-1].body)[1]
    use_up_the_hour(person.email, left=1)
    mailoutbox.clear()

    page = send_again(client)

    assert mailoutbox == []
    assert "on its way" not in page
    assert "We did not send a new code." in page
    assert f"We cannot send a new code to {person.email} for now" in page
    assert "Send again" not in page
    client.post(CONFIRM, {"code": code})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_page_in_spanish_says_that_no_more_can_be_sent(client, person):
    client.post(f"/es{CODE}", {"email": person.email})
    use_up_the_hour(person.email)

    page = send_again(client, "/es")

    assert "No enviamos un código nuevo." in page
    assert f"Por ahora no podemos enviar un código nuevo a {person.email}" in page


def test_first_code_that_was_not_sent_is_not_offered_again(client, person, mailoutbox):
    use_up_the_hour(person.email)
    mailoutbox.clear()

    page = client.post(CODE, {"email": person.email}, follow=True).content.decode()

    assert mailoutbox == []
    assert f"We cannot send a new code to {person.email} for now" in page
    assert "Send again" not in page


def test_looking_at_the_page_counts_for_nothing(client, person, mailoutbox):
    client.post(CODE, {"email": person.email})
    for _number in range(12):
        client.get(CONFIRM)

    assert "on its way" in send_again(client)
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("address", ["rosa@example.org", "nobody@example.org"])
def test_sending_again_counts_alike_with_and_without_an_account(client, person, address):
    client.post(CODE, {"email": address})
    use_up_the_hour(address, left=2)

    pages = [send_again(client) for _number in range(2)]

    assert ["on its way" in page for page in pages] == [True, False]
    assert "for now: one address" in pages[0].replace("\n", " ")


def test_owner_in_a_known_browser_gets_a_new_code(client, person, mailoutbox):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/logout/")
    client.post(CODE, {"email": person.email})
    use_up_the_hour(person.email)
    mailoutbox.clear()

    assert "on its way" in send_again(client)
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("prefix", "sentence"),
    [
        ("", "One address gets at most ten such e-mails an hour."),
        ("/es", "Cada dirección recibe como máximo diez de estos correos por hora."),
    ],
)
def test_pages_name_the_cap_and_do_not_say_that_mail_was_sent(client, mailoutbox, prefix, sentence):
    User.objects.create_user("new@example.org", PASSWORD)
    use_up_the_hour("new@example.org")
    mailoutbox.clear()
    fields = {"login": "new@example.org", "password": PASSWORD}

    confirm = client.post(f"{prefix}/accounts/login/", fields, follow=True).content.decode()
    reset = client.post(f"{prefix}{RESET}", {"email": "new@example.org"}, follow=True)

    assert mailoutbox == []
    assert sentence in confirm
    assert "We sent" not in confirm
    assert "Enviamos un enlace" not in confirm
    assert sentence in reset.content.decode()
