import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from engagement_site.accounts.models import User
from tests.site.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_address_is_unique_in_any_case(person):
    with pytest.raises(IntegrityError):
        User.objects.create_user("ROSA@example.org")


def test_address_taken_in_another_case_is_explained(person):
    twin = User(email="Rosa@Example.org", password="x", first_name="R", last_name="L")

    with pytest.raises(ValidationError) as error:
        twin.full_clean()

    assert error.value.messages == ["An account with this e-mail address already exists."]


def test_account_without_an_address_refused():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_sign_in_ignores_capitals(client, person):
    client.post("/accounts/login/", {"login": "Rosa@Example.ORG", "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_up_is_closed(client):
    fields = {"email": "new@example.org", "password1": PASSWORD}

    client.post("/accounts/signup/", fields)

    assert not User.objects.exists()


def test_colleague_makes_an_account_and_its_owner_gets_in(client, admin_client, mailoutbox):
    """The owner sets the password; the e-mailed link also verifies the address."""
    fields = {"email": "new@crcl.example", "first_name": "Nia", "last_name": "New"}
    admin_client.post(reverse("wagtailusers_users:add"), fields)
    user = User.objects.get(email="new@crcl.example")
    had_password = user.has_usable_password()

    client.post("/accounts/password/reset/", {"email": user.email})
    link = re.search(r"https?://\S+/password/reset/key/\S+", mailoutbox[-1].body).group()
    form_page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form_page, {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    assert not had_password
    assert client.session["_auth_user_id"] == str(user.pk)


def test_unproven_address_opens_nothing(client):
    user = User.objects.create_user("typo@crcl.example", PASSWORD)

    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_person_without_a_role_is_told_that_the_admin_is_not_for_them(client):
    client.force_login(User.objects.create_user(email="representative@example.org"))

    page = client.get("/admin/", follow=True)

    assert page.status_code == 403
    assert "You cannot open this page" in page.content.decode()
