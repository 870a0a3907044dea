"""Detection of possible duplicates of an organization."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.models import NamePrefix, OrganizationAlias
from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.selectors.look_alikes import (
    likeness,
    look_alikes,
    public_look_alikes,
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


def test_public_is_told_of_verified_organizations_that_are_plainly_meant(harbor):
    def told(name, website=""):
        return public_look_alikes(names=[name], website=website)

    assert told(harbor.name) == []
    type(harbor).objects.update(verification="lapsed")
    assert told(harbor.name) == []
    verified = build_organization(
        name="Birch Legal Desk",
        website="https://birch.example/",
        verification=VerificationState.VERIFIED,
    )
    assert told("Birch Legal Desks") == [verified]
    assert told("Other", website="https://www.birch.example") == [verified]
    assert told("Birch L") == []


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
