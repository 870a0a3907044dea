"""States and territories as people write them, in English and Spanish."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from localflavor.us.us_states import STATE_CHOICES

from sessions_app.models import Jurisdiction
from sessions_app.programs.places import ALL_CODES, UnknownPlaceError, parse_places


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ""),
        (" , ;", ""),
        ("NJ", "NJ"),
        ("nj, ny", "NJ NY"),
        ("NJ & NY", "NJ NY"),
        ("NJ/NY", "NJ NY"),
        ("NJ+NY", "NJ NY"),
        ("NJ-NY", "NJ NY"),
        ("NJ NY PA", "NJ NY PA"),
        ("NJ\nNew York\n", "NJ NY"),
        ("• NJ • NY", "NJ NY"),
        ("New York New Jersey", "NY NJ"),
        ("New York, New York", "NY"),
        ("New Jersey, New York, and Pennsylvania.", "NJ NY PA"),
        ("N.Y.", "NY"),
        ("N. Y.", "NY"),
        ("N.Y", "NY"),
        ("N.Y., N.J. and Conn.", "NY NJ CT"),
        ("Calif.", "CA"),
        ("Penna.", "PA"),
        ("W. Va.", "WV"),
        ("N. Carolina; So. Dakota", "NC SD"),
        ("Hawaiʻi", "HI"),
        # The District is not the state.
        ("Washington, DC", "DC"),
        ("Washington, D.C.", "DC"),
        ("Washington D.C., Virginia", "DC VA"),
        ("Maryland, Virginia, Washington, DC", "MD VA DC"),
        ("Washington, District of Columbia", "DC"),
        ("D.C.", "DC"),
        ("Washington", "WA"),
        ("Oregon, Washington", "OR WA"),
        ("Washington and DC", "WA DC"),
        ("Washington; DC", "WA DC"),
        ("Washington, Oregon", "WA OR"),
        ("Washington State", "WA"),
        ("State of Washington", "WA"),
        # Words that are also abbreviations.
        ("WA, OR, CA", "WA OR CA"),
        ("wa, or, ca", "WA OR CA"),
        ("NY or NJ", "NY NJ"),
        ("DE NJ", "DE NJ"),
        ("ME and IN", "ME IN"),
        ("OR WA CA", "OR WA CA"),
        ("or wa ca", "OR WA CA"),
        ("WA, OR CA", "WA OR CA"),
        ("WA, or CA", "WA CA"),
        ("la Florida", "FL"),
        ("La Florida y la Luisiana", "FL LA"),
        ("in ME", "ME"),
        ("In Maine, in N.Y.", "ME NY"),
        ("la tx", "LA TX"),
        ("La., Miss.", "LA MS"),
        ("La Miss", "LA MS"),
        ("LA FL", "LA FL"),
        ("IN ME", "IN ME"),
        # Names within names.
        ("Virginia, West Virginia", "VA WV"),
        ("Northern Mariana Islands", "MP"),
        ("Northern California", "CA"),
        ("Kansas, Arkansas", "KS AR"),
        ("Rhode Island and Providence Plantations", "RI"),
        ("U.S. Virgin Islands", "VI"),
        ("PR, USVI & Guam", "PR VI GU"),
        ("The Commonwealth of Massachusetts", "MA"),
        # The country around a place.
        ("California, USA", "CA"),
        ("California USA", "CA"),
        ("New Jersey, U.S.", "NJ"),
        ("USA: Texas", "TX"),
        ("Virgin Islands, U.S.", "VI"),
        ("Puerto Rico, Estados Unidos", "PR"),
        ("Guam, EE. UU.", "GU"),
        # Spanish.
        ("Nueva York", "NY"),
        ("Carolina del Norte y Carolina del Sur", "NC SC"),
        ("Nueva York e Illinois", "NY IL"),
        ("Nuevo México, Misuri, Luisiana", "NM MO LA"),
        ("Estado de Nueva York", "NY"),
        ("Estado Libre Asociado de Puerto Rico", "PR"),
        ("Distrito de Columbia", "DC"),
        ("Washington, Distrito de Columbia", "DC"),
        ("Virginia Occidental, Dakota del Norte, Pensilvania", "WV ND PA"),
        ("Islas Vírgenes de los Estados Unidos", "VI"),
    ],
)
def test_places_are_read_as_they_are_meant(text, codes):
    assert parse_places(text) == codes.split()


@pytest.mark.parametrize(
    "text",
    [
        "nationwide",
        "Nationwide.",
        "All 50 states",
        "U.S.",
        "the United States",
        "todo el país",
        "A nivel nacional",
        "EE. UU.",
        "Nationwide, Puerto Rico",
        "USA, United States",
        "in the United States",
        "los Estados Unidos",
    ],
)
def test_nationwide_is_every_state_and_territory(text):
    assert sorted(parse_places(text)) == sorted(ALL_CODES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NJ, Narnia", "Narnia"),
        ("Kansas City", "Kansas City"),
        ("Newark, NJ", "Newark"),
        ("the", "the"),
        ("Nationwide except Texas", "Nationwide except Texas"),
        ("USA except Texas", "USA except Texas"),
        ("USA, Narnia", "Narnia"),
        ("New", "New"),
    ],
)
def test_part_that_is_no_place_is_named(text, name):
    with pytest.raises(UnknownPlaceError) as raised:
        parse_places(text)
    assert raised.value.name == name


@pytest.mark.parametrize(
    ("code", "name"),
    # Without the armed forces, which have no territory.
    [(code, str(name)) for code, name in STATE_CHOICES if code not in ("AA", "AE", "AP")],
)
def test_official_names_and_abbreviations_of_all_states_are_known(code, name):
    dotted = "".join(f"{letter}." for letter in code)

    for written in (code, code.lower(), dotted, f"{code[0]}. {code[1]}.", name, name.upper()):
        assert parse_places(written) == [code]


@pytest.mark.django_db
def test_every_state_and_territory_of_the_register_can_be_written():
    places = Jurisdiction.objects.exclude(abbreviation="")

    assert sorted(places.values_list("abbreviation", flat=True)) == sorted(ALL_CODES)
    for place in places:
        assert parse_places(place.name) == [place.abbreviation]


@given(st.lists(st.sampled_from(ALL_CODES), min_size=1, max_size=8, unique=True))
def test_list_of_abbreviations_reads_back(codes):
    for separator in (", ", "; ", " & ", "\n", "/"):
        assert parse_places(separator.join(codes)) == codes


@given(st.text())
def test_any_text_is_read_or_refused(text):
    with suppress(UnknownPlaceError):
        assert set(parse_places(text)) <= set(ALL_CODES)
