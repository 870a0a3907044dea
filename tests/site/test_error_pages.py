import socket

import pytest
from django.test import Client
from django.urls import path

from tests.site import database_down


def broken(request):
    raise ZeroDivisionError


handler500 = "engagement_site.error_pages.server_error"
urlpatterns = [path("broken/", broken)]


@pytest.mark.parametrize("path", ["/", "/sessions/", "/accounts/login/", "/nowhere/"])
def test_database_away_is_a_503_that_says_when_to_come_back(path):
    status, retry_after, page = database_down.get(path)

    assert (status, retry_after) == (503, "30")
    assert "come back in a little while" in page


@pytest.mark.django_db
def test_mail_server_away_is_a_503(settings, person):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = closed.getsockname()
        client = Client(raise_request_exception=False)

        response = client.post("/accounts/password/reset/", {"email": person.email})

    assert response.status_code == 503


@pytest.mark.urls(__name__)
def test_our_own_mistake_is_a_500():
    response = Client(raise_request_exception=False).get("/broken/")

    assert (response.status_code, response.headers.get("Retry-After")) == (500, None)
