"""What the rows of a spreadsheet mean."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_app.models import Jurisdiction, Language, OrganizationAlias
from tests.builders import (
    build_feedback,
    build_organization,
    build_program,
    build_session,
    build_theme,
)
from tests.sessions_app.feedback_import.sheets import problems_of, rows_of, uploaded

pytestmark = pytest.mark.django_db


def test_every_column_is_understood(officer):
    session = build_session(title="Alder Falls evening")
    organization = build_organization(name="Lakeside Legal Aid")
    access, signs = build_theme(name="Language access"), build_theme(code="signs")
    found = uploaded(
        "What was said,Kind,Listening session,Organization,Severity,Themes,"
        "States and counties,Language spoken,Received,Public summary",
        '"No one spoke Spanish.",suggestion,alder falls EVENING,lakeside legal aid,high,'
        '"language access; SIGNS","Illinois and NY",Spanish,5/4/2026,"Signs are in English only."',
        by=officer,
    )

    [row] = rows_of(found)

    item = row.item
    assert row.problems == []
    assert (item.kind, item.severity, item.channel) == ("suggestion", "high", "session")
    assert (item.listening_session, item.program) == (session, session.program)
    assert (item.organization, item.attribution) == (organization, "named")
    assert row.themes == [access, signs]
    assert row.jurisdictions == list(
        Jurisdiction.objects.filter(parent=None, abbreviation__in=["IL", "NY"])
    )
    assert item.language == Language.objects.get(name="Spanish")
    assert item.received_on == datetime.date(2026, 5, 4)
    assert item.private_note == "No one spoke Spanish."
    assert item.public_summary == "Signs are in English only."


def test_defaults_hold_for_what_a_row_does_not_say(officer):
    program = build_program()
    found = uploaded(
        "Comment", "One", by=officer, program=program, kind="question", channel="phone",
        received_on=datetime.date(2026, 3, 2),
    )  # fmt: skip

    [row] = rows_of(found)

    item = row.item
    assert (item.program, item.kind, item.channel) == (program, "question", "phone")
    assert item.received_on == datetime.date(2026, 3, 2)
    assert (item.severity, item.attribution, item.organization) == ("moderate", "type_only", None)


NO_ORGANIZATION = (
    "No organization is called “Nobody”. Check the spelling, add the organization, or leave this "
    "cell blank."
)


@pytest.mark.parametrize(
    ("heading", "cell", "message"),
    [
        ("Kind", "praise", "“praise” is none of Concern, Suggestion, Question, Commendation."),
        ("Received", "31/12/2026", "Enter a valid date."),
        ("Received", "2999-01-01", "Enter a date from 1900 to 2100. Check the year."),
        ("Received", "2099-01-01", "Enter today’s date or an earlier one."),
        ("Program", "Nothing", "Nothing is called “Nothing”. Check the spelling."),
        ("Listening session", "No such", "No session is called “No such”. Check the spelling."),
        ("Language spoken", "Klingon", "Nothing is called “Klingon”. Check the spelling."),
        ("States", "Narnia", "“Narnia” is not a state or territory. Check the spelling."),
        ("Organization", "Nobody", NO_ORGANIZATION),
        ("Themes", "nothing", "Nothing is called “nothing”. Check the spelling."),
    ],
)  # fmt: skip
def test_cell_that_is_not_understood_names_itself_and_the_cure(officer, heading, cell, message):
    found = uploaded(f"{heading},Comment", f"{cell},One", ",Two", by=officer)

    assert problems_of(found) == {2: [(heading, message)]}


def test_row_without_words_or_program_is_a_problem(officer):
    found = uploaded("Comment,Kind", "One,", ",Concern", by=officer, program=None)

    about = ("Program", "Enter a program, or choose one for the whole file.")
    assert problems_of(found) == {2: [about], 3: [("Comment", "Enter what was said."), about]}


def test_allegation_about_a_person_is_stopped(officer):
    found = uploaded(
        "Comment,Summary",
        '"Officer Brill with badge 4411 hit my brother.",',
        'Fine,"Officer Brill with badge 4411 hit my brother."',
        by=officer,
    )

    found_problems = problems_of(found)
    assert [(row, heading) for row, [(heading, _)] in found_problems.items()] == [
        (2, "Comment"),
        (3, "Summary"),
    ]
    assert "belongs to the complaint process" in found_problems[2][0][1]


def test_organization_is_found_by_another_name_and_by_reference(officer):
    organization = build_organization(name="Lakeside Legal Aid")
    OrganizationAlias.objects.create(organization=organization, name="LLA")
    found = uploaded(
        "Comment,Organization", "One,l.l.a.", f"Two,{organization.reference.lower()}", by=officer
    )

    assert [row.item.organization for row in rows_of(found)] == [organization] * 2


def test_two_organizations_of_one_name_are_told_apart_by_reference(officer):
    for _time in range(2):
        build_organization(name="Lakeside Legal Aid")
    found = uploaded("Comment,Organization", "One,Lakeside Legal Aid", by=officer)

    assert problems_of(found)[2] == [
        (
            "Organization",
            "Several organizations are called “Lakeside Legal Aid”. Enter the reference of one.",
        )
    ]


def test_sessions_of_one_title_are_told_apart_by_their_day(officer):
    spring = datetime.datetime(2026, 4, 2, 18, tzinfo=datetime.UTC)
    first = build_session(title="Evening", starts_at=spring)
    second = build_session(title="Evening", starts_at=spring + datetime.timedelta(days=30))
    found = uploaded(
        "Comment,Session,Received", f"One,Evening,{second.local_start.date()}",
        f"Two,{first.slug},", "Three,Evening,2026-06-30", by=officer,
    )  # fmt: skip

    rows = rows_of(found)

    assert [row.item.listening_session for row in rows] == [second, first, None]
    assert "Several sessions are called “Evening”." in problems_of(found)[4][0][1]


def test_source_that_must_not_be_named_is_not_even_looked_up(officer):
    session = build_session(attribution_rule="not_attributed", title="Quiet")
    build_organization(name="Lakeside Legal Aid")
    found = uploaded(
        "Comment,Session,Organization,Attribution",
        "One,Quiet,Lakeside Legal Aid,Organization named",
        "Two,,No such organization,not attributed",
        "Three,Quiet,,",
        by=officer,
    )

    rows = rows_of(found)

    assert [row.item.organization for row in rows] == [None, None, None]
    assert [row.item.attribution for row in rows] == ["none"] * 3
    assert [row.drops_source for row in rows] == [True, True, False]
    assert problems_of(found) == {}
    assert session.attribution_rule == "not_attributed"


def test_row_with_a_reference_of_the_register_is_known(officer):
    item = build_feedback()
    found = uploaded(
        "Reference,Comment", f"{item.reference.lower()},", "FB-26-000000-X,New", by=officer
    )

    assert [(row.is_known, row.is_ready) for row in rows_of(found)] == [
        (True, False),
        (False, True),
    ]


def test_equal_rows_of_one_file_are_several_points(officer):
    found = uploaded("Comment", "Same", "Same", "Other", by=officer)

    assert len({row.fingerprint for row in rows_of(found)}) == 3


def test_queries_do_not_grow_with_the_rows(officer):
    build_organization(name="Lakeside Legal Aid")
    build_theme(name="Signs")

    def count(rows):
        lines = [f"{number},Lakeside Legal Aid,Signs,Illinois" for number in range(rows)]
        found = uploaded("Comment,Organization,Themes,States", *lines, by=officer)
        with CaptureQueriesContext(connection) as queries:
            assert all(row.is_ready for row in rows_of(found))
        return len(queries)

    assert count(2) == count(40)
