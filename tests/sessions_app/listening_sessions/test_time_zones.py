"""The zones of states, and the default that follows from a place."""

import datetime
import zoneinfo

import pytest

from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES
from sessions_app.listening_sessions.selectors.default_zones import DefaultZone, default_zone
from sessions_app.listening_sessions.time_zones import ZONES_OF_STATE, zones_of
from sessions_app.listening_sessions.wording import ZONES_TO_CHOOSE
from sessions_app.models import Jurisdiction, Venue
from tests.builders import build_venue

#: Addresses of the military overseas.
MILITARY = {"AA", "AE", "AP"}


def test_every_state_and_territory_has_a_zone_that_is_offered():
    states = {code for code, _name in Venue._meta.get_field("state").flatchoices} - MILITARY

    assert set(ZONES_OF_STATE) == states
    assert len(states) == 56
    assert set(sum(ZONES_OF_STATE.values(), ())) == {zone for zone, _label in US_TIME_ZONES}


@pytest.mark.django_db
def test_every_jurisdiction_has_a_zone():
    found = Jurisdiction.objects.filter(parent=None).values_list("abbreviation", flat=True)

    assert set(found) == set(ZONES_OF_STATE)


@pytest.mark.parametrize(
    ("state", "zones"),
    [
        ("CA", ["America/Los_Angeles"]),
        ("DC", ["America/New_York"]),
        ("TN", ["America/Chicago", "America/New_York"]),
        ("KY", ["America/New_York", "America/Chicago"]),
        ("ID", ["America/Denver", "America/Los_Angeles"]),
        ("AZ", ["America/Phoenix", "America/Denver"]),
        ("AK", ["America/Anchorage", "America/Adak"]),
        ("HI", ["Pacific/Honolulu"]),
        ("PR", ["America/Puerto_Rico"]),
        ("VI", ["America/Puerto_Rico"]),
        ("GU", ["Pacific/Guam"]),
        ("MP", ["Pacific/Guam"]),
        ("AS", ["Pacific/Pago_Pago"]),
        ("AE", []),
    ],
)
def test_zone_of_most_people_comes_first(state, zones):
    assert list(zones_of(state)) == zones


def test_arizona_and_the_navajo_nation_are_told_apart():
    labels = [str(label) for label in ZONES_TO_CHOOSE.values()]

    assert len(set(labels)) == len(labels)
    arizona, navajo = (str(ZONES_TO_CHOOSE[z]) for z in ("America/Phoenix", "America/Denver"))
    assert "Arizona" in arizona
    assert "not the Navajo Nation" in arizona
    assert navajo == "Mountain time (also the Navajo Nation)"
    july = datetime.datetime(2027, 7, 1, 12, tzinfo=datetime.UTC)
    offsets = {
        july.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset()
        for zone in ("America/Phoenix", "America/Denver")
    }
    assert len(offsets) == 2


@pytest.mark.django_db
def test_venue_decides_before_the_states():
    states = Jurisdiction.objects.filter(abbreviation="NY")

    assert default_zone(venue=build_venue(state="TN"), jurisdictions=states) == DefaultZone(
        "America/Chicago", ("Tennessee",), ("America/New_York",)
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("states", "zone"),
    [
        (["NJ", "NY"], "America/New_York"),
        (["GU", "MP"], "Pacific/Guam"),
        (["CA", "NY"], None),
        ([], None),
    ],
)
def test_states_decide_if_they_agree(states, zone):
    found = default_zone(
        venue=None, jurisdictions=Jurisdiction.objects.filter(abbreviation__in=states)
    )

    assert (found.zone if found else None) == zone


@pytest.mark.django_db
def test_county_has_the_zone_of_its_state():
    state = Jurisdiction.objects.get(abbreviation="WA")
    county = Jurisdiction.objects.create(
        fips="53033", name="Alder County", kind="county", parent=state
    )

    assert default_zone(venue=None, jurisdictions=[county]).zone == "America/Los_Angeles"


@pytest.mark.django_db
def test_military_address_has_no_default():
    assert default_zone(venue=build_venue(state="AE")) is None
