"""The form of a venue: who is told is shown before anything is saved."""

import pytest
from django.urls import reverse

from sessions_app.listening_sessions.enums import SessionFormat
from sessions_app.models import OutboxMessage, Room, Venue
from tests.builders import build_registration, build_room, build_session, build_venue
from tests.sessions_app.answers import confirmed, errors_of, form_data, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    venue = build_venue(name="Town Hal", accessibility_notes="Ramp.")
    return build_room(venue=venue, name="Blu Room", capacity=40)


@pytest.fixture
def session(room):
    session = build_session(venue=room.venue, room=room, title="An evening in Alder Falls")
    build_registration(session, organization_name="Alder Legal Aid", email="ana@example.org")
    OutboxMessage.objects.all().delete()
    return session


@pytest.fixture
def url(room):
    return reverse("venue:edit", args=[room.venue.pk])


def edited(client, url, **changes):
    """Return the data of the edit form with its rooms, with changes."""
    form = client.get(url).context["form"]
    data = form_data(form)
    for part in (form.rooms.management_form, *form.rooms):
        for field in part:
            if field.value() is not None:
                data[field.html_name] = field.value()
    return data | changes


def test_correction_is_shown_first_and_saved_after(officer_client, url, session):
    data = edited(officer_client, url, name="Town Hall", **{"rooms-0-name": "Blue Room"})

    page = officer_client.post(url, data)

    text = text_of(page)
    assert "1 e-mail will be sent. Review it first." in text
    assert "An evening in Alder Falls" in text
    assert "Alder Legal Aid" in text
    changes = [(each.label, each.before, each.after) for each in page.context["notice"].changes]
    assert changes == [("Venue", "Town Hal", "Town Hall"), ("Room", "Blu Room", "Blue Room")]
    assert (Venue.objects.get().name, Room.objects.get().name) == ("Town Hal", "Blu Room")
    assert OutboxMessage.objects.count() == 0

    answer = officer_client.post(url, confirmed(page, note="Use Elm Street."), follow=True)

    assert "saved. 1 e-mail is being sent." in text_of(answer)
    assert (Venue.objects.get().name, Room.objects.get().name) == ("Town Hall", "Blue Room")
    assert Room.objects.get().capacity == 40
    message = OutboxMessage.objects.get()
    assert "Town Hall, Blue Room, 100 Main Street" in message.body_text
    assert "Use Elm Street." in message.body_text
    session.refresh_from_db()
    assert session.sequence == 1


def test_checks_that_a_correction_reopens_are_named_before_it_is_saved(officer_client, url, room):
    session = build_session(venue=room.venue, room=room, accommodations_ready=True)
    data = edited(officer_client, url, **{"rooms-0-name": "Blue Room"})

    text = text_of(officer_client.post(url, data))

    assert "Saving unchecks it." in text
    assert session.title in text
    assert Room.objects.get().name == "Blu Room"


def test_going_back_loses_nothing(officer_client, url, session):
    data = edited(officer_client, url, name="Town Hall", **{"rooms-1-name": "New room"})
    page = officer_client.post(url, data | {"rooms-1-capacity": "7"})

    form = officer_client.post(url, confirmed(page, "edit", note="Elm.")).context["form"]

    assert form["name"].value() == "Town Hall"
    assert form.rooms[1]["name"].value() == "New room"
    assert form["note"].value() == "Elm."
    assert Venue.objects.get().name == "Town Hal"


def test_new_room_travels_through_the_preview(officer_client, url, session):
    data = edited(officer_client, url, name="Town Hall", **{"rooms-1-name": "New room"})
    page = officer_client.post(url, data | {"rooms-1-capacity": "7"})

    officer_client.post(url, confirmed(page))

    assert list(Room.objects.values_list("name", "capacity")) == [("Blu Room", 40), ("New room", 7)]


def test_what_is_not_the_place_is_saved_at_once_and_says_that_nobody_is_told(
    officer_client, url, session
):
    data = edited(officer_client, url, accessibility_notes="Ramp at the back.")

    answer = officer_client.post(url, data, follow=True)

    assert "saved. No e-mails were sent." in text_of(answer)
    assert Venue.objects.get().accessibility_notes == "Ramp at the back."
    assert OutboxMessage.objects.count() == 0


def test_accessibility_is_told_by_choice_after_a_preview(officer_client, url, session):
    data = edited(officer_client, url, accessibility_notes="Ramp at the back.", tell_access="on")

    page = officer_client.post(url, data)

    [(_language, email)] = page.context["notice"].samples
    assert email.subject == "Accessibility at the venue: An evening in Alder Falls"
    assert Venue.objects.get().accessibility_notes == "Ramp."
    officer_client.post(url, confirmed(page))
    assert OutboxMessage.objects.get().body_text.startswith(email.text.partition("\n\n")[0])


def test_accessibility_that_is_empty_cannot_be_told(officer_client, url, session):
    data = edited(officer_client, url, accessibility_notes="", tell_access="on")

    page = officer_client.post(url, data)

    assert errors_of(page) == {
        "accessibility_notes": ["Enter the accessibility information, or uncheck the box below."]
    }


def test_confirming_after_somebody_else_saved_the_venue_is_asked_again(
    officer_client, url, session
):
    page = officer_client.post(url, edited(officer_client, url, name="Town Hall"))
    Venue.objects.get().save()

    again = officer_client.post(url, confirmed(page))

    assert again.context["is_stale"]
    assert OutboxMessage.objects.count() == 0
    assert officer_client.post(url, confirmed(again)).status_code == 302
    assert OutboxMessage.objects.count() == 1


def test_form_says_how_many_are_told_before_anybody_types(officer_client, url, session):
    build_registration(session)
    text = text_of(officer_client.get(url))

    assert "1 upcoming session is at this venue." in text
    assert "up to 2 people will get an e-mail with an updated calendar entry" in text


def test_form_of_a_venue_without_sessions_warns_of_nothing(officer_client, url, room):
    build_registration(build_session(venue=room.venue, format=SessionFormat.VIRTUAL))

    assert "upcoming" not in text_of(officer_client.get(url))
    assert "Tell people" not in text_of(officer_client.get("/admin/venues/new/"))
