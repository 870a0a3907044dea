"""Signed-in clients for each role, and form data for public forms."""

import datetime
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.core import roles
from sessions_app.core.forms import public_guard
from sessions_app.models import ListeningSession
from tests.builders import build_staff


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def officer(db) -> User:
    return build_staff(roles.ROLE_ENGAGEMENT_OFFICER, agency="CRCL", email="officer@example.org")


@pytest.fixture
def manager(db) -> User:
    return build_staff(roles.ROLE_MANAGER, agency="CRCL", email="manager@example.org")


@pytest.fixture
def owner(db) -> User:
    return build_staff(roles.ROLE_ACTION_OWNER, agency="ICE", email="owner@example.org")


@pytest.fixture
def analyst(db) -> User:
    return build_staff(roles.ROLE_ANALYST, agency="CRCL", email="analyst@example.org")


@pytest.fixture
def auditor(db) -> User:
    return build_staff(roles.ROLE_AUDITOR, agency="CRCL", email="auditor@example.org")


@pytest.fixture
def editor(db) -> User:
    return build_staff(roles.ROLE_EDITOR, agency="CRCL", email="editor@example.org")


@pytest.fixture
def officer_client(signed_in, officer) -> Client:
    return signed_in(officer)


@pytest.fixture
def manager_client(signed_in, manager) -> Client:
    return signed_in(manager)


@pytest.fixture
def typed():
    """Return the form data of a registration for one person."""
    return {
        "name": "Dana Rivera",
        "email": "dana@example.org",
        "phone": "",
        "organization_name": "",
        "is_coming": "on",
        "mode": "in_person",
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "0",
        "people-0-name": "",
        "people-0-email": "",
        "interpreter_language": "",
        "detail": "",
    }


@pytest.fixture
def stamp_of():
    """Return a function that signs the timestamp of a form opened a minute ago."""

    def stamp(purpose: str) -> str:
        with time_machine.travel(timezone.now() - datetime.timedelta(minutes=1)):
            return public_guard.PublicGuard.opened(purpose).stamp

    return stamp


@pytest.fixture
def send(client, typed, stamp_of):
    """Return a function that submits a session's registration form; arguments override defaults."""

    def send_form(session: ListeningSession, *, step: str = "send", **answers: object):
        data = {**typed, "form_stamp": stamp_of(f"register:{session.pk}"), **answers}
        return client.post(f"/sessions/{session.slug}/register/", {**data, "step": step})

    return send_form
