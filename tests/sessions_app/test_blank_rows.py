"""Rows at the end of a list that may stay blank do not say that they must be filled in."""

import pytest
from django.urls import reverse
from html5lib import parse

from tests.builders import build_session, build_venue

pytestmark = pytest.mark.django_db


def required_marks(response):
    """Return, for each row, whether any of its labels has Wagtail's mark of a required field."""
    tree = parse(response.content.decode(), namespaceHTMLElements=False)
    rows = [each for each in tree.iter("fieldset") if each.find("legend") is not None]
    return {
        "".join(row.find("legend").itertext()).strip(): any(
            mark.get("class") == "w-required-mark" for mark in row.iter("span")
        )
        for row in rows
    }


def page_of(client, name, record):
    return client.get(reverse(name, args=[record.pk]))


@pytest.mark.parametrize(
    ("name", "build", "legends"),
    [
        ("listeningsession:materials", build_session, ["Add another item", "Add another document"]),
        ("listeningsession:questions", build_session, ["Add another question"]),
        ("venue:edit", build_venue, ["Add another room"]),
    ],
)
def test_blank_row_has_no_required_mark(manager_client, name, build, legends):
    marks = required_marks(page_of(manager_client, name, build()))

    assert {legend: marks[legend] for legend in legends} == dict.fromkeys(legends, False)


def test_row_that_was_begun_says_what_it_needs(manager_client):
    session = build_session()
    url = reverse("listeningsession:materials", args=[session.pk])
    data = {
        **{f"agenda-{name}": "" for name in ("0-title", "1-title", "1-starts_at")},
        "agenda-TOTAL_FORMS": "2",
        "agenda-INITIAL_FORMS": "0",
        "agenda-0-position": "1",
        "agenda-1-position": "2",
        "agenda-0-starts_at": "18:00",
        "materials-TOTAL_FORMS": "0",
        "materials-INITIAL_FORMS": "0",
    }

    page = manager_client.post(url, data)

    begun, blank = page.context["formsets"][0].forms
    assert begun.errors == {"title": ["Enter the agenda item."]}
    assert begun.fields["title"].required
    assert not blank.errors
    assert not blank.fields["title"].required
