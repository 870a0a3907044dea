"""The time zone of a new session is taken from its place, and a wrong one is warned of."""

import datetime
import zoneinfo

import pytest
from django.urls import reverse

from sessions_app.models import Jurisdiction, ListeningSession
from tests.builders import build_program, build_registration, build_session, build_venue
from tests.sessions_app.answers import confirmed, errors_of, form_data, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_in_2026")]

ADD = "/admin/listening-sessions/new/"


@pytest.fixture
def data(officer):
    return {
        "title": "An evening in Alder Falls",
        "program": build_program().pk,
        "summary": "Come and speak.",
        "day": "2027-07-14",
        "start_time": "18:00",
        "end_time": "20:00",
        "time_zone": "",
        "format": "in_person",
        "host": officer.pk,
        "visibility": "public",
        "attribution_rule": "organization_only",
        "waitlist_mode": "instant",
        "offer_hours": 24,
        "accommodation_lead_days": 7,
        "people_per_registration": 10,
    }


def started(zone):
    [session] = ListeningSession.objects.all()
    assert session.time_zone == zone
    return session.starts_at.astimezone(zoneinfo.ZoneInfo(zone)).strftime("%m-%d %H:%M")


def test_zone_is_taken_from_the_venue(officer_client, data):
    data["venue"] = build_venue(state="CA").pk

    page = text_of(officer_client.post(ADD, data, follow=True))

    assert started("America/Los_Angeles") == "07-14 18:00"
    assert "The time zone was set to Pacific time, based on: California." in page
    assert "warning about this session" not in page


def test_state_with_two_zones_has_that_of_most_people_and_says_so(officer_client, data):
    data["venue"] = build_venue(state="TN").pk

    page = text_of(officer_client.post(ADD, data, follow=True))

    assert started("America/Chicago") == "07-14 18:00"
    assert "based on: Tennessee. Part of Tennessee is on Eastern time, so please check" in page


def test_zone_of_an_online_session_is_taken_from_its_states(officer_client, data):
    guam = Jurisdiction.objects.get(abbreviation="GU")
    data |= {"format": "virtual", "jurisdictions": [guam.pk], "venue": build_venue(state="CA").pk}

    officer_client.post(ADD, data)

    assert started("Pacific/Guam") == "07-14 18:00"


@pytest.mark.parametrize("states", [[], ["CA", "NY"]])
def test_zone_that_is_not_clear_is_asked_for(officer_client, data, states):
    chosen = Jurisdiction.objects.filter(abbreviation__in=states)
    data |= {"format": "virtual", "jurisdictions": [each.pk for each in chosen]}

    page = officer_client.post(ADD, data)

    assert errors_of(page) == {
        "time_zone": ["Choose the time zone. It is not clear from a venue or from the states."]
    }
    assert page.context["form"]["title"].value() == "An evening in Alder Falls"


def test_missing_venue_is_the_only_error(officer_client, data):
    assert errors_of(officer_client.post(ADD, data)) == {"venue": ["Choose a venue."]}


def test_hour_that_occurs_twice_is_asked_about_in_the_zone_of_the_venue(officer_client, data):
    data |= {"venue": build_venue(state="CA").pk, "day": "2027-11-07", "start_time": "01:30"}

    page = officer_client.post(ADD, data | {"end_time": "04:00"})

    assert list(errors_of(page)) == ["start_time"]
    assert "repeated_hour" in page.context["form"].fields
    officer_client.post(ADD, data | {"end_time": "04:00", "repeated_hour": "1"})
    assert ListeningSession.objects.get().starts_at == datetime.datetime(
        2027, 11, 7, 9, 30, tzinfo=datetime.UTC
    )


@pytest.mark.parametrize(
    ("state", "zone", "words"),
    [
        (
            "CA",
            "America/New_York",
            "in the time zone of its venue: California is on Pacific time.",
        ),
        ("TN", "America/Denver", "Tennessee is on Central time or Eastern time."),
        ("AZ", "America/Denver", "In Arizona, this time zone is right for the Navajo Nation alone"),
        ("AZ", "America/Phoenix", ""),
        ("TX", "America/Denver", ""),
        ("AE", "America/New_York", ""),
    ],
)
def test_zone_of_another_place_is_warned_of_and_not_refused(
    officer_client, data, state, zone, words
):
    data |= {"venue": build_venue(state=state).pk, "time_zone": zone}

    page = text_of(officer_client.post(ADD, data, follow=True))

    assert started(zone) == "07-14 18:00"
    assert ("1 warning about this session. See below." in page) == bool(words)
    assert words in page
    session = ListeningSession.objects.get()
    asked = text_of(
        officer_client.get(reverse("listeningsession:move", args=[session.pk, "schedule"]))
    )
    assert words in asked


def test_online_session_may_have_any_zone(officer_client, data):
    data |= {"format": "virtual", "time_zone": "America/New_York"}

    page = text_of(
        officer_client.post(ADD, data | {"venue": build_venue(state="CA").pk}, follow=True)
    )

    assert "warning about this session" not in page


def test_warning_stands_in_the_preview_before_anything_is_sent(officer_client):
    session = build_session(venue=build_venue(state="IL"))
    build_registration(session)
    url = reverse("listeningsession:edit", args=[session.pk])
    form = officer_client.get(url).context["form"]
    data = form_data(form, venue=build_venue(state="CA", name="Coast Hall").pk)

    page = officer_client.post(url, data)

    assert page.context["notice"].total == 1
    assert "California is on Pacific time." in text_of(page)
    officer_client.post(url, confirmed(page))
    session.refresh_from_db()
    assert session.venue.name == "Coast Hall"


def test_days_of_a_series_do_not_repeat_the_warning(officer_client):
    session = build_session(venue=build_venue(state="CA"), time_zone="America/New_York")
    url = reverse("listeningsession:repeat", args=[session.pk])

    page = officer_client.get(url, {"recurrence": "weekly", "times": 2})

    assert len(page.context["days"]) == 2
    assert "Pacific time" not in text_of(page)
