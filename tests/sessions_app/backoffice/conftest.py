"""People of every role, each with a browser of their own."""

from collections.abc import Callable

import pytest
from django.test import Client

from engagement_site.accounts.models import User
from sessions_app import roles
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
