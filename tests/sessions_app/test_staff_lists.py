"""Staff lists: constant query counts, exports, filters."""

import csv
import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from sessions_app.actions.enums import ActionState
from sessions_app.core import roles
from sessions_app.models import StaffProfile
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests.builders import (
    build_action,
    build_feedback,
    build_invitation,
    build_organization,
    build_program,
    build_registration,
    build_session,
    build_staff,
    build_theme,
    build_venue,
)
from tests.sessions_app.answers import is_refused, text_of

pytestmark = pytest.mark.django_db


def accommodation():
    return build_registration(accommodations=[AccommodationInput(kind="asl")])


def coded_feedback():
    item = build_feedback(organization=build_organization())
    item.codings.create(theme=build_theme())


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    "case",
    [
        ("listeningsession", build_session, 13),
        ("registration", build_registration, 12),
        ("invitation", build_invitation, 12),
        ("accommodationrequest", accommodation, 11),
        ("organization", build_organization, 11),
        ("feedbackitem", coded_feedback, 22),
        ("followupaction", build_action, 14),
        ("program", build_program, 11),
        ("theme", build_theme, 11),
        ("venue", build_venue, 12),
        ("outboxmessage", build_registration, 12),
    ],
)
def test_list_asks_the_database_the_same_number_of_times_for_one_and_three_rows(
    manager_client, django_assert_num_queries, count, case
):
    name, build, queries = case
    for _number in range(count):
        build()
    manager_client.get(reverse(f"{name}:index"))  # warm the process-wide caches

    with django_assert_num_queries(queries):
        answer = manager_client.get(reverse(f"{name}:index"))

    assert len(answer.context["object_list"]) == count


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_export_does_not_let_a_cell_become_a_formula(signed_in, manager):
    build_organization(name='=HYPERLINK("https://evil.example","Click")')
    client = signed_in(manager)
    index = reverse("organization:index")

    assert rows_of(client.get(index, {"export": "csv"}))[0]["Name"].startswith("'=HYPERLINK")
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(index, {"export": "xlsx"}).getvalue()))
    cell = workbook.active["B2"]
    assert (cell.value[:11], cell.data_type) == ("'=HYPERLINK", "s")


def test_export_has_times_of_the_session_and_yes_in_words(signed_in, manager):
    start = datetime.datetime(2026, 7, 1, 18, tzinfo=datetime.UTC)
    build_session(starts_at=start, time_zone="America/Chicago")
    build_action(is_public=True)
    client = signed_in(manager)

    session = rows_of(client.get(reverse("listeningsession:index"), {"export": "csv"}))[0]
    assert (session["Starts"], session["Ends"]) == ("2026-07-01 13:00", "2026-07-01 15:00")
    action = rows_of(client.get(reverse("followupaction:index"), {"export": "csv"}))[0]
    assert action["Show in the public tracker"] == "Yes"


def test_officer_exports_the_own_program_only(signed_in, officer, manager):
    mine, other = build_program(), build_program()
    StaffProfile.objects.get(user=officer).programs.add(mine)
    wanted = build_feedback(program=mine)
    unwanted = build_feedback(program=other)
    index = reverse("feedbackitem:index")

    exported = rows_of(signed_in(officer).get(index, {"export": "csv"}))
    assert [row["Reference"] for row in exported] == [wanted.reference]
    everything = rows_of(signed_in(manager).get(index, {"export": "csv"}))
    assert {row["Reference"] for row in everything} == {wanted.reference, unwanted.reference}


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (roles.ROLE_AUDITOR, "feedbackitem"),
        (roles.ROLE_AUDITOR, "registration"),
        (roles.ROLE_ANALYST, "registration"),
        (roles.ROLE_ACTION_OWNER, "followupaction"),
        (roles.ROLE_ENGAGEMENT_OFFICER, "organization"),
        (roles.ROLE_MANAGER, "outboxmessage"),
    ],
)
def test_export_that_a_role_may_not_have_is_refused_and_not_offered(signed_in, role, name):
    client = signed_in(build_staff(role, agency="CRCL"))
    index = reverse(f"{name}:index")

    assert is_refused(client.get(index, {"export": "csv"}))
    assert is_refused(client.get(index, {"export": "xlsx"}))
    page = client.get(index)
    assert page.status_code == 200
    assert "Download" not in text_of(page)


def test_export_names_no_source_that_may_not_be_named(signed_in, manager):
    build_feedback(
        organization=build_organization(name="Quiet Harbor", kind="faith"),
        attribution="type_only",
        public_summary="Not approved yet.",
    )

    row = rows_of(signed_in(manager).get(reverse("feedbackitem:index"), {"export": "csv"}))[0]

    assert row["Said by"] == "An organization (faith)"
    assert row["Public summary"] == ""


def test_overdue_actions_are_marked_in_words_and_filtered(officer_client):
    overdue = build_action(due_on="2020-01-01", state=ActionState.IN_PROGRESS)
    build_action()
    index = reverse("followupaction:index")

    page = officer_client.get(index, {"due": "overdue"})

    assert list(page.context["object_list"]) == [overdue]
    # Overdue actions are marked with text and an icon, not with color alone.
    assert page.content.decode().count("bo-flag") == 1


def test_organization_is_found_by_another_name_once(officer_client):
    organization = build_organization(name="Alder Legal Aid")
    for name in ("Harbor Aid", "Harbor Help"):
        organization.aliases.create(name=name)
    build_organization()

    page = officer_client.get(reverse("organization:index"), {"q": "harbor"})

    assert list(page.context["object_list"]) == [organization]


def test_search_treats_what_is_typed_as_words(officer_client):
    build_organization(name="100% Welcome")
    build_organization(name="1000 Welcomes")

    page = officer_client.get(reverse("organization:index"), {"q": "1%0"})

    assert not page.context["object_list"]
