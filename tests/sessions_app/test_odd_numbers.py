"""Invalid record IDs in URLs and form data do not cause server errors."""

import pytest
from django.test import Client

from tests.builders import build_organization, build_session, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ODD = ["²", "٣", "9" * 23, "9" * 5000, "-1"]


@pytest.fixture
def administrator() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(build_user(is_superuser=True))
    return client


@pytest.mark.parametrize("number", ODD)
@pytest.mark.parametrize(
    "address",
    [
        "feedback/?listening_session=",
        "feedback/?program=",
        "feedback/?themes=",
        "feedback/new/?program=",
        "feedback/new/?organization=",
        "registrations/?listening_session=",
        "follow-up-actions/?program=",
        "follow-up-actions/new/?feedback=",
        "listening-sessions/?program=",
        "organizations/possible-duplicates/?name=Alder+Aid&besides=",
    ],
)
def test_page_answers_to_an_odd_number(administrator, address, number):
    assert administrator.get(f"/admin/{address}{number}").status_code == 200


@pytest.mark.parametrize("number", ODD)
def test_merge_asks_again_for_an_odd_number(administrator, number):
    merge = f"/admin/organizations/merge/{build_organization().pk}/"

    assert administrator.get(f"{merge}?other={number}").status_code == 200
    assert administrator.post(merge, {"other": number}).status_code == 200


@pytest.mark.parametrize("number", ODD)
def test_check_in_knows_nobody_by_an_odd_number(administrator, number):
    check_in = f"/admin/listening-sessions/{build_session().pk}/check-in/"

    response = administrator.post(check_in, {"action": "check_in", "person": number})

    assert response.status_code == 404


@pytest.mark.parametrize("number", ODD)
def test_public_form_says_that_an_odd_choice_is_none(number):
    client = Client(raise_request_exception=False)

    response = client.post("/organizations/register/", {"languages": number})

    assert response.status_code == 200
    assert "languages" in response.context["form"].errors
