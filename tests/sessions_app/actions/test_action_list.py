"""Filters of the register of follow-up actions: by owner, by due date, by silence."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.actions.enums import ActionState
from tests.builders import build_action, build_contact, build_organization, build_staff
from tests.sessions_app.answers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

INDEX = "/admin/follow-up-actions/"


@pytest.fixture
def gone(db):
    return build_staff(
        "Action owner", agency="ICE", first_name="Gone", last_name="Since-May", is_active=False
    )


@pytest.fixture
def owned(officer, owner, gone):
    outsider = build_contact(build_organization(kind="federal"), name="Outside Owner")
    return {
        "me": build_action(owner=officer),
        "nobody": build_action(),
        "outside": build_action(owner_contact=outsider),
        "inactive": build_action(owner=gone),
        str(owner.pk): build_action(owner=owner),
    }


def test_actions_are_found_by_their_owner(officer_client, owned):
    for value, action in owned.items():
        page = officer_client.get(INDEX, {"owner": value})
        assert list(page.context["object_list"]) == [action], value


def test_owner_that_nobody_is_gets_a_message(officer_client, owned):
    page = officer_client.get(INDEX, {"owner": "999999"})

    assert page.status_code == 200


def test_list_names_every_kind_of_owner(officer_client, owned, owner):
    page = text_of(officer_client.get(INDEX))

    for words in (
        "Nobody",
        "Outside Owner (no account)",
        "Gone Since-May (account deactivated)",
        str(owner),
    ):
        assert words in page, words


def test_filter_offers_the_owners_of_visible_actions_only(signed_in, owner, officer):
    stranger = build_staff("Action owner", agency="CBP", first_name="At", last_name="Cbp")
    cbp = stranger.staff_profile.agency
    build_action(owner=stranger, lead_agency=cbp, title="Theirs")
    build_action(owner=owner, title="Mine")

    page = signed_in(owner).get(INDEX)

    assert [a.title for a in page.context["object_list"]] == ["Mine"]
    choices = page.context["filters"].form.fields["owner"].choices
    assert [str(label) for _value, label in choices][5:] == [str(owner)]


def test_overdue_and_silent_are_filtered_apart(officer_client):
    started = {"state": ActionState.IN_PROGRESS}
    overdue = build_action(due_on="2020-01-01", **started)
    silent = build_action(
        last_update_at=timezone.now() - datetime.timedelta(days=61),
        due_on=timezone.localdate() + datetime.timedelta(days=400),
        **started,
    )
    build_action(due_on="2020-01-01")

    for filters, action in (({"due": "overdue"}, overdue), ({"silent": "yes"}, silent)):
        page = officer_client.get(reverse("followupaction:index"), filters)
        assert list(page.context["object_list"]) == [action]
    assert "Overdue" not in text_of(
        officer_client.get(reverse("followupaction:inspect", args=[silent.pk]))
    )
