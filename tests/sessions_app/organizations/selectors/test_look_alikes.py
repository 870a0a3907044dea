"""Detection of possible duplicates of an organization."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from localflavor.us.us_states import STATE_CHOICES

from engagement_site.search_keys import search_key
from sessions_app.models import NamePrefix, OrganizationAlias
from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.names import name_stems, organization_key
from sessions_app.organizations.selectors.identities import organization_of
from sessions_app.organizations.selectors.look_alikes import (
    is_almost_certainly_known,
    likeness,
    look_alikes,
)
from sessions_app.organizations.services.names import index_names
from tests.builders import build_contact, build_organization

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def harbor(db):
    organization = build_organization(
        name="Harbor Street Neighbors Union", website="https://www.harbor.example/about"
    )
    OrganizationAlias.objects.create(organization=organization, name="Vecinos del Puerto")
    index_names(organization)
    build_organization(name="Alder Falls Neighborhood Watch")
    return organization


def found(*names, **values):
    return [each.organization.name for each in look_alikes(names=names, **values)]


@pytest.mark.parametrize(
    "name",
    [
        "harbor street neighbours union",
        "Union of Harbor Street Neighbors, Inc.",
        "Harbor Stret Neighbors",
        "Harbor Str",
        "Vecinos del Puerto",
        "Vecinos de Puerto",
    ],
)
def test_name_that_is_alike_is_found_whatever_the_spelling(harbor, name):
    assert found(name) == [harbor.name]


@pytest.mark.parametrize("name", ["", "!!", "Union", "Harper Lane Clinic", "Street Law Project"])
def test_name_that_only_shares_a_word_is_not(harbor, name):
    assert found(name) == []


def test_website_and_address_are_found_whatever_the_name(harbor):
    contact = build_contact(harbor, email="ana@mail.example")

    assert found("Other", website="http://harbor.example") == [harbor.name]
    assert found("Other", email="bo@HARBOR.example") == [harbor.name]
    assert found("Other", email=contact.email.upper()) == [harbor.name]
    assert found("Other", email="ana@gmail.com") == []


def test_mailbox_that_anyone_can_have_finds_nobody(harbor):
    build_organization(name="Mail Corner", website="https://gmail.com")

    assert found("Other", email="ana@gmail.com") == []


def test_organization_itself_and_merged_ones_are_left_out(harbor):
    build_organization(name=harbor.name, merged_into=harbor)

    assert found(harbor.name) == [harbor.name]
    assert found(harbor.name, besides=harbor.pk) == []


def test_public_is_told_that_a_verified_organization_is_plainly_meant(harbor):
    def is_known(name, website=""):
        return is_almost_certainly_known(names=[name], website=website)

    assert not is_known(harbor.name)
    type(harbor).objects.update(verification="lapsed")
    assert not is_known(harbor.name)
    build_organization(
        name="Birch Legal Desk",
        website="https://birch.example/",
        verification=VerificationState.VERIFIED,
    )
    assert is_known("Birch Legal Desks")
    assert is_known("Other", website="https://www.birch.example")
    assert not is_known("Birch L")


@pytest.mark.parametrize(
    ("mine", "theirs", "is_same"),
    [
        ("https://facebook.com/harbor", "https://www.facebook.com/aldercity", False),
        ("https://facebook.com/harbor", "http://m.facebook.com/Harbor/?ref=share", True),
        ("https://facebook.com/profile.php?id=12", "https://facebook.com/profile.php?id=13", False),
        ("https://facebook.com/profile.php?id=12", "https://facebook.com/profile.php?id=12", True),
        ("https://sites.google.com/view/harbor", "https://sites.google.com/view/other", False),
        ("https://linktr.ee/harbor", "https://linktr.ee", False),
        ("https://harbor.wordpress.com", "https://alder.wordpress.com", False),
        ("https://harbor.wordpress.com/about", "https://harbor.wordpress.com", True),
        ("https://wordpress.com", "https://wordpress.com", False),
        ("https://www2.harbor.example/", "https://harbor.example", True),
        ("https://xn--bcher-kva.example", "https://BÜCHER.example/x", True),
        ("https://www.org/", "https://example.org/", False),
    ],
)
def test_websites_are_the_same_if_they_can_only_be_one_organizations(mine, theirs, is_same):
    build_organization(name="Harbor", website=theirs)

    assert found("Quite Other", website=mine) == (["Harbor"] if is_same else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("N.A.A.C.P.", "NAACP"),
        ("N. A. A. C. P.", "naacp"),
        ("Harbor Table, L.L.C.", "Harbor Table"),
        ("Harbor Table Ltd.", "The Harbor Table, Inc."),
        ("Núñez-O’Brien House", "Nunez O'Brien House"),
        ("The", "the"),
        ("Inc. Ltd.", "INC LTD"),
    ],
)
def test_spellings_of_one_name_are_one_key(one, other):
    assert organization_key(one) == organization_key(other) != ""


@pytest.mark.parametrize("state", [code for code, _name in STATE_CHOICES])
def test_abbreviation_of_a_state_tells_organizations_apart(state):
    assert organization_key(f"Peace Table {state}") != organization_key("Peace Table")


@given(st.text())
def test_name_with_a_letter_leaves_something_to_compare(name):
    if any(character.isalpha() for character in name) and search_key(name):
        assert organization_key(name)
        assert name_stems(name)


@pytest.mark.parametrize(
    ("website", "email"),
    [
        ("https://facebook.com/harbor", "a@facebook.com"),
        ("https://sites.google.com/view/harbor", "a@sites.google.com"),
        ("https://gmail.com", "a@gmail.com"),
        ("https://harbor.wordpress.com", "a@wordpress.com"),
    ],
)
def test_address_at_a_shared_host_proves_nothing(website, email):
    build_organization(name="Harbor", website=website)

    assert organization_of(email=email, name="Harbor") is None


def test_address_in_the_organizations_own_domain_proves_it():
    harbor = build_organization(name="Harbor", website="https://www2.xn--bcher-kva.example")

    assert organization_of(email="a@bücher.example", name="HARBOR, L.L.C.") == harbor


def test_search_reads_the_same_number_of_rows_however_many_there_are(
    harbor, django_assert_num_queries
):
    for number in range(3):
        build_organization(name=f"Harbor Street {number}")
    with django_assert_num_queries(5):
        look_alikes(
            names=["Harbor Street"], website="https://harbor.example", email="a@harbor.example"
        )


def test_words_follow_the_names(harbor):
    def words():
        stems = NamePrefix.objects.filter(organization=harbor)
        return sorted(stems.values_list("stem", flat=True))

    assert words() == ["harb", "neig", "puer", "stre", "veci"]
    harbor.name = "Harbor Table"
    harbor.save()
    harbor.aliases.all().delete()
    index_names(harbor)
    assert words() == ["harb", "tabl"]


@given(st.text(alphabet="abc ", min_size=1), st.text(alphabet="abc ", min_size=1))
def test_likeness_lies_between_nothing_and_the_same(one, other):
    if one.strip() and other.strip():
        assert 0 <= likeness(one, other) <= 1
        assert likeness(one, one) == 1
