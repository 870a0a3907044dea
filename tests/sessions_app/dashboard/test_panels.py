"""The staff home page and menu: the user's pending work, filtered by permission."""

import datetime
import re

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import admin_menu

from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_registration,
    build_session,
)
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(officer, owner):
    """Create one pending item for each panel."""
    soon = build_session(
        title="Evening in Alder Falls", starts_at=timezone.now() + datetime.timedelta(days=4)
    )
    build_registration(soon)
    build_organization(name="Zebra Society")
    build_feedback(public_summary="Fear of calling.")
    build_action(title="Print the hotline", owner=owner, due_on="2020-01-01", state="in_progress")


def test_officer_finds_what_waits(officer_client, work):
    page = text_of(officer_client.get(reverse("wagtailadmin_home")))

    for words in (
        "Evening in Alder Falls",
        "1 seat taken",
        "Zebra Society",
        "Fear of calling.",
        "Print the hotline",
        "Overdue",
    ):
        assert words in page


def test_owner_finds_own_actions_and_nothing_of_the_registers(signed_in, owner, work):
    page = text_of(signed_in(owner).get(reverse("wagtailadmin_home")))

    assert "My actions" in page
    assert "Print the hotline" in page
    for words in ("Evening in Alder Falls", "Zebra Society", "Fear of calling."):
        assert words not in page


def test_own_actions_are_sorted_by_what_is_due(signed_in, owner):
    later = build_action(owner=owner, due_on="2031-01-01")
    sooner = build_action(owner=owner, due_on="2030-01-01")
    undated = build_action(owner=owner, due_on=None)

    page = signed_in(owner).get(reverse("wagtailadmin_home")).content.decode()

    places = [page.index(action.title + "<") for action in (sooner, later, undated)]
    assert places == sorted(places)


def test_editor_of_pages_finds_nothing_of_the_registers(signed_in, editor, work):
    page = text_of(signed_in(editor).get(reverse("wagtailadmin_home")))

    for words in ("Evening in Alder Falls", "Zebra Society", "Fear of", "Print the hotline"):
        assert words not in page


def test_times_are_those_of_the_place(officer_client):
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + datetime.timedelta(days=4)
    session = build_session(starts_at=start, time_zone="Pacific/Honolulu")

    page = text_of(officer_client.get(reverse("wagtailadmin_home")))

    assert f"{session.local_start.day}, {session.local_start.year}" in page
    assert {"HST", "EST", "EDT"} & set(re.findall(r"\w+", page)) == {"HST"}


def menu_of(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    names = {}
    for item in admin_menu.menu_items_for_request(request):
        inner = getattr(item, "menu", None)
        names[str(item.label)] = (
            [str(each.label) for each in inner.menu_items_for_request(request)] if inner else []
        )
    return names


def test_menu_holds_what_the_role_works_with(officer, owner, editor, analyst):
    assert menu_of(officer)["Engagement"] == [
        "Listening sessions",
        "Registrations",
        "Invitations",
        "Accommodations",
        "Organizations",
        "Concerns and suggestions",
        "Follow-up actions",
        "Programs",
        "Themes",
        "Venues",
        "Outbox",
        "E-mail texts",
        "My calendar",
    ]
    assert menu_of(owner)["Engagement"] == ["Concerns and suggestions", "Follow-up actions"]
    assert menu_of(editor)["Engagement"] == ["Programs"]
    assert "Accommodations" not in menu_of(analyst)["Engagement"]
    assert "Outbox" not in menu_of(analyst)["Engagement"]
    for user in (officer, owner, editor, analyst):
        assert "Help" not in menu_of(user)
        assert "Reports" not in menu_of(user)
