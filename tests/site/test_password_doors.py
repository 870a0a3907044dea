"""Wagtail's and Django's sign-in forms have no second factor, so they must be disabled."""

import pytest
from django.contrib.sessions.models import Session

from tests.site.conftest import PASSWORD

LOGIN_URLS = ["/admin/login/", "/django-admin/login/", "/_util/login/", "/es/_util/login/"]
RESET_URLS = ["/admin/password_reset/", "/admin/password_reset/done/"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", LOGIN_URLS)
def test_password_door_post_opens_nothing(client, staff_member, path):
    fields = {"username": staff_member.email, "email": staff_member.email, "password": PASSWORD}

    response = client.post(path, fields)

    assert response.status_code == 302
    assert response.headers["Location"].endswith("/accounts/login/")
    assert "sessionid" not in response.cookies
    assert not Session.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("path", RESET_URLS)
def test_wagtail_password_reset_sends_nothing(client, staff_member, mailoutbox, path):
    response = client.post(path, {"email": staff_member.email})

    assert (response.status_code, response.headers["Location"]) == (
        302,
        "/accounts/password/reset/",
    )
    assert not mailoutbox


@pytest.mark.django_db
def test_sign_in_door_keeps_where_to_go_next(client):
    response = client.get("/admin/login/?next=/admin/pages/")

    assert response.headers["Location"] == "/accounts/login/?next=/admin/pages/"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/django-admin/", "/django-admin/accounts/user/"])
def test_django_admin_is_not_there(client, staff_member, path):
    client.force_login(staff_member)

    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_admin_sends_strangers_to_allauth(client):
    assert client.get("/admin/").headers["Location"] == "/accounts/login/?next=/admin/"
