"""The order sheet and monthly counts of accommodations: neither contains personal data."""

import csv
import io
import re

import pytest
from django.urls import reverse

from sessions_app.models import AccommodationRequest, Attendee
from sessions_app.registrations.selectors.accommodations import counts_by_month, order_lines
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests.builders import build_registration, build_session
from tests.sessions_app.answers import is_refused, text_of

pytestmark = pytest.mark.django_db


def ask(session, kind, **values):
    registration = build_registration(
        session, accommodations=[AccommodationInput(kind=kind, **values)]
    )
    return registration.accommodation_requests.get()


def sheet(session, name="order_sheet"):
    return reverse(f"listeningsession:{name}", args=[session.pk])


@pytest.fixture
def session(officer):
    return build_session(host=officer)


def test_order_is_grouped_and_names_nobody(officer_client, session):
    ask(session, "cart", detail="For Ada Example.")
    ask(session, "interpreter", language="mam")
    ask(session, "interpreter", language=" Mam ")
    AccommodationRequest.objects.filter(pk=ask(session, "braille").pk).update(state="provided")
    AccommodationRequest.objects.filter(kind="cart").update(state="ordered")
    in_line = ask(session, "asl").registration
    type(in_line).objects.filter(pk=in_line.pk).update(state="waitlisted", position=1)
    ask(build_session(), "wheelchair")

    page = officer_client.get(sheet(session))

    lines = page.context["lines"]
    assert [(line.label, line.language, line.people, line.ordered) for line in lines] == [
        ("Live captions (CART)", "", 1, 1),
        ("Spoken-language interpreter", "Mam", 2, 0),
    ]
    words = text_of(page)
    assert "Captioning link:" in words
    assert session.host.email in words
    assert "For Ada Example." not in words
    for person in Attendee.objects.all():
        assert person.name not in words
        assert person.registration.email not in words
        assert person.registration.reference not in words


def test_order_leaves_as_a_spreadsheet_that_is_safe_to_open(officer_client, session):
    ask(session, "interpreter", language="=1+1")

    answer = officer_client.get(sheet(session), {"export": "csv"})

    assert answer["Content-Type"].startswith("text/csv")
    _headings, row = csv.reader(io.StringIO(answer.content.decode()))
    assert row[:5] == ["Spoken-language interpreter", "'=1+1", "1", "0", ""]
    assert row[5] == session.reference


def test_order_holds_only_what_one_may_read(signed_in, officer, manager):
    session = build_session(host=manager)
    ask(session, "cart")
    mine = ask(session, "braille")
    client = signed_in(officer)

    assert is_refused(client.get(sheet(session)))
    assert is_refused(client.get(sheet(session), {"export": "csv"}))
    AccommodationRequest.objects.filter(pk=mine.pk).update(assignee=officer)
    assert [line.label for line in client.get(sheet(session)).context["lines"]] == ["Braille"]
    exported = client.get(sheet(session), {"export": "csv"}).content.decode()
    assert "CART" not in exported


def test_accommodation_is_on_no_page_that_is_not_for_it(officer_client, client, session):
    ask(session, "braille", detail="Two copies for the front row.")
    pages = [
        officer_client.get(sheet(session, name))
        for name in ("roster", "sign_in_sheet", "check_in", "messages", "close_out")
    ]
    pages += [
        client.get(session.get_absolute_url()),
        client.get(f"{session.get_absolute_url()}calendar.ics"),
        client.get("/calendar.ics"),
        officer_client.get(reverse("registration:index"), {"export": "csv"}),
    ]

    for page in pages:
        assert page.status_code == 200
        assert "Braille" not in page.getvalue().decode()
        assert "front row" not in page.getvalue().decode()


def test_language_is_printed_as_it_was_typed():
    session = build_session()
    for language in ("K’iche’", "k’iche’", "mam"):
        ask(session, "interpreter", language=language)

    lines = order_lines(AccommodationRequest.objects.order_by("pk"))

    assert [(line.language, line.people) for line in lines] == [("K’iche’", 2), ("Mam", 1)]


def test_small_figures_are_not_shown_and_cannot_be_worked_out():
    session = build_session()
    for kind, count in (("asl", 6), ("cart", 4), ("braille", 11)):
        for _ in range(count):
            ask(session, kind)
    first = AccommodationRequest.objects.filter(kind="asl").first()
    AccommodationRequest.objects.filter(pk=first.pk).update(state="provided")
    some = AccommodationRequest.objects.filter(kind="braille").values("pk")[:5]
    AccommodationRequest.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(
        state="provided"
    )

    assert [(row.label[:4], row.total, row.provided, row.unmet) for row in counts_by_month()] == [
        ("Amer", 6, None, None),
        ("Live", None, None, None),
        ("Brai", 11, 5, 0),
    ]


def test_figures_open_to_those_who_count(signed_in, analyst, officer):
    session = build_session(host=officer, title="A session with a name")
    ask(session, "braille", detail="Two copies.")
    url = reverse("accommodationrequest:counts")

    assert is_refused(signed_in(officer).get(url))
    answer = signed_in(analyst).get(url)
    page = text_of(answer)
    assert [row.label for row in answer.context["rows"]] == ["Braille"]
    assert re.findall(r"<td>(\w+)</td>", answer.content.decode())[-3:] == ["hidden"] * 3
    assert "Two copies." not in page
    assert "A session with a name" not in page
