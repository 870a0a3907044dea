"""Staff page for changing a registration."""

import pytest
from django.urls import reverse

from sessions_app.models import OutboxMessage
from sessions_app.registrations.services import changes
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import VIRTUAL, build_question, build_registration, build_session, build_user
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration(officer):
    registration = build_registration(build_session(host=officer, change_hours=700), people=2)
    OutboxMessage.objects.all().delete()
    return registration


def url_of(registration):
    return reverse("registration:change", args=[registration.pk])


def typed(registration, *names, **changes):
    """Return form data for the named people; existing attendees take the first rows."""
    known = list(registration.attendees.values_list("pk", flat=True))
    data = {
        "name": registration.name,
        "email": registration.email,
        "mode": registration.mode,
        "language": "en",
        "people-TOTAL_FORMS": str(max(len(names), len(known))),
        "people-INITIAL_FORMS": "0",
    }
    for row in range(max(len(names), len(known))):
        data[f"people-{row}-id"] = str(known[row]) if row < len(known) else ""
        data[f"people-{row}-name"] = names[row] if row < len(names) else ""
    return data | changes


def people(registration):
    return list(registration.attendees.coming().values_list("name", flat=True))


def test_staff_change_people_way_and_needs_after_the_link_has_closed(officer_client, registration):
    data = typed(registration, "Ana", "Ben", "Cleo", mode=VIRTUAL, kinds="asl")
    page = officer_client.get(url_of(registration))
    assert page.context["form"].needs["kinds"].value() in (None, [])

    answer = officer_client.post(url_of(registration), data)

    assert answer.url == reverse("registration:inspect", args=[registration.pk])
    registration.refresh_from_db()
    assert (registration.mode, registration.seats) == (VIRTUAL, 3)
    assert people(registration) == ["Ana", "Ben", "Cleo"]
    assert registration.accommodation_requests.get().kind == "asl"
    assert OutboxMessage.objects.get().kind == "registration_changed"


def test_too_many_people_are_refused_beside_the_question_and_nothing_is_lost(
    officer_client, registration
):
    registration.listening_session.seat_pools.update(capacity=2)

    page = officer_client.post(url_of(registration), typed(registration, "Ana", "Ben", "Cleo"))

    words = text_of(page)
    assert "Every seat for this way of attending is taken." in words
    assert 'value="Cleo"' in page.content.decode()
    assert len(people(registration)) == 2


def test_needs_of_others_are_neither_shown_nor_touched(officer_client, registration):
    session = build_session()
    other = build_registration(
        session, accommodations=[AccommodationInput("braille", detail="Grade 2")]
    )

    page = officer_client.get(url_of(other))
    officer_client.post(url_of(other), typed(other, "Ana", kinds="cart"))

    assert "raille" not in text_of(page)
    assert people(other) == ["Ana"]
    assert [(need.kind, need.state) for need in other.accommodation_requests.all()] == [
        ("braille", "requested")
    ]


def test_question_may_stay_unanswered(officer_client, registration):
    build_question(registration.listening_session, is_required=True)

    officer_client.post(url_of(registration), typed(registration, "Ana"))

    assert people(registration) == ["Ana"]


def test_ended_registration_is_not_changed(officer_client, registration):
    type(registration).objects.update(state="cancelled")

    answer = officer_client.post(url_of(registration), typed(registration, "Ana"))

    assert answer.url == reverse("registration:inspect", args=[registration.pk])
    assert len(people(registration)) == 2


def test_registration_that_changed_meanwhile_is_not_overwritten(officer_client, registration):
    form = officer_client.get(url_of(registration)).context["form"]
    opened = {"expected_version": form.you["expected_version"].value()}
    stale = typed(registration, "Ana", "Ben", "Cleo", phone="202-555-0100") | opened
    changes.change(
        registration=registration,
        attendees=[AttendeeInput("Zoe")],
        mode=VIRTUAL,
        phone="",
        by=build_user(),
    )

    page = officer_client.post(url_of(registration), stale)

    assert "Someone else changed this while you were working on it." in text_of(page)
    assert people(registration) == ["Zoe"]
    shown = {
        each.label: (each.saved, each.mine) for each in page.context["edit_conflict"].differences
    }
    assert shown["People who are coming"] == ("Zoe", "Ana\nBen\nCleo")
    saved, mine = shown["How they will take part"]
    assert (saved[:6], mine[:9]) == ("Online", "In person")
    assert shown["Phone number"] == ("Nothing", "+1 202-555-0100")

    again = stale | {
        name: page.context["form"].you[name].value()
        for name in ("expected_version", "conflict_version")
    }
    officer_client.post(url_of(registration), again)
    assert people(registration) == ["Ana", "Ben", "Cleo"]
