"""Accounts of representatives, created at their first sign-in."""

import pytest

from engagement_site.accounts.models import User
from sessions_app.organizations.services import representatives
from tests.builders import build_contact, build_organization, build_user

pytestmark = pytest.mark.django_db


def test_contact_without_an_account_gets_one():
    contact = build_contact(build_organization(), name="Ana Cruz", email="ana@example.org")

    user = representatives.account_for(email="Ana@example.org")

    contact.refresh_from_db()
    assert contact.user == user
    assert (user.first_name, user.last_name) == ("Ana", "Cruz")


def test_contact_with_an_account_under_another_address_gets_no_second_one():
    known = build_user(email="ana@home.example")
    contact = build_contact(build_organization(), email="ana@example.org", user=known)

    assert representatives.account_for(email="ana@example.org") is None
    contact.refresh_from_db()
    assert contact.user == known
    assert not User.objects.filter(email="ana@example.org").exists()
