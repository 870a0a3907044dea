import socket
import sys
from types import SimpleNamespace

import pytest
from django.db import InternalError
from django.test import Client
from django.urls import path

from engagement_site import urls as site
from tests.site import database_down


class RedisError(Exception):
    """Stands for the base class of the redis package's errors."""


def broken(request):
    raise ZeroDivisionError


def without_cache(request):
    raise RedisError


def with_aborted_transaction(request):
    raise InternalError("current transaction is aborted")


handler500 = "engagement_site.error_pages.server_error"
urlpatterns = [
    path("broken/", broken),
    path("without-cache/", without_cache),
    path("with-aborted-transaction/", with_aborted_transaction),
    *site.urlpatterns,
]


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
def test_redis_server_away_is_a_503(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis.exceptions", SimpleNamespace(RedisError=RedisError))

    response = Client(raise_request_exception=False).get("/without-cache/")

    assert (response.status_code, response.headers.get("Retry-After")) == (503, "30")


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("path", ["/broken/", "/with-aborted-transaction/"])
def test_our_own_mistake_is_a_500(path):
    response = Client(raise_request_exception=False).get(path)

    assert (response.status_code, response.headers.get("Retry-After")) == (500, None)
