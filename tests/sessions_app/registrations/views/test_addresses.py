"""Pages that correct the registrant and give a registration another e-mail address."""

import html

import pytest

from sessions_app.core.forms import public_guard
from sessions_app.models import OutboxMessage
from sessions_app.registrations.services import addresses, personal_links
from tests.builders import build_registration, build_session
from tests.sessions_app.lookups import link_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return build_registration(build_session(), name="Dana Rivera", email="dana@example.org")


def confirmation_link(registration):
    token = personal_links.new_address_token(registration=registration)
    return f"/registrations/{personal_links.require_secret(token)}/confirm-address/"


def text(response):
    return html.unescape(response.content.decode())


def test_whole_way_from_the_change_page_to_the_new_link(client, registration):
    link = link_of(registration)
    assert f"{link}address/" in text(client.get(f"{link}change/"))
    assert "We now write to dana@example.org," in text(client.get(f"{link}address/"))

    response = client.post(f"{link}address/", {"email": "dana@example.com"}, follow=True)
    assert "To use dana@example.com, open the link that we are sending there." in text(response)

    confirm = confirmation_link(registration)
    page = text(client.get(confirm))
    assert "write to dana@example.com about this registration?" in page
    registration.refresh_from_db()
    assert registration.email == "dana@example.org"  # GET changes nothing

    response = client.post(confirm)
    registration.refresh_from_db()
    assert registration.email == "dana@example.com"
    assert response["Location"] == link_of(registration) != link
    assert client.get(link).status_code == 404
    assert client.get(confirm).status_code == 404


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("", "Enter the new e-mail address."),
        ("dana at example.com", "It needs one @ and no spaces."),
        ("DANA@example.org", "We already use this address."),
    ],
)
def test_wrong_address_is_explained_and_kept(client, registration, email, words):
    page = text(client.post(f"{link_of(registration)}address/", {"email": email}))

    assert words in page
    assert 'href="#id_email"' in page
    assert not email or f'value="{email}"' in page


def test_asking_for_many_addresses_has_to_wait(client, registration, monkeypatch):
    monkeypatch.setattr(public_guard, "SENDS_PER_HOUR", 1)
    url = f"{link_of(registration)}address/"
    client.post(url, {"email": "one@example.com"})
    before = OutboxMessage.objects.count()

    response = client.post(url, {"email": "two@example.com"})

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert 'value="two@example.com"' in text(response)
    assert OutboxMessage.objects.count() == before


def test_taken_address_is_explained_to_its_owner(client, registration):
    build_registration(registration.listening_session, email="dana@example.com")
    addresses.request_address(registration=registration, email="dana@example.com")

    response = client.post(confirmation_link(registration))

    assert response.status_code == 409
    assert "a registration of its own for this session" in text(response)


def test_change_page_corrects_the_registrant(client, registration):
    person = registration.attendees.get()
    url = f"{link_of(registration)}change/"
    page = text(client.get(url))
    assert 'value="Dana Rivera"' in page

    client.post(
        url,
        {
            "step": "save",
            "name": "Dana Rivera-Cruz",
            "organization_name": "Lakeside Legal Aid",
            "phone": "",
            "language": "en",
            "mode": registration.mode,
            "people-TOTAL_FORMS": "1",
            "people-INITIAL_FORMS": "1",
            "people-0-id": str(person.pk),
            "people-0-name": person.name,
        },
    )

    registration.refresh_from_db()
    assert registration.name == "Dana Rivera-Cruz"
    assert registration.organization_name == "Lakeside Legal Aid"


def test_staff_correct_the_registrant_and_ask_for_a_new_address(officer_client, registration):
    person = registration.attendees.get()

    response = officer_client.post(
        f"/admin/registrations/change/{registration.pk}/",
        {
            "name": "Dana Rivera-Cruz",
            "email": "dana@example.com",
            "organization_name": "Lakeside Legal Aid",
            "phone": "",
            "language": "en",
            "mode": registration.mode,
            "people-TOTAL_FORMS": "1",
            "people-INITIAL_FORMS": "1",
            "people-0-id": str(person.pk),
            "people-0-name": person.name,
        },
        follow=True,
    )

    assert "We are sending a link to dana@example.com." in text(response)
    registration.refresh_from_db()
    assert (registration.name, registration.email) == ("Dana Rivera-Cruz", "dana@example.org")
    assert registration.new_email == "dana@example.com"
