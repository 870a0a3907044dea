"""Staff pages for an organization's contacts."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.models import Contact, Language
from tests.builders import build_contact, build_organization, build_user
from tests.sessions_app.answers import errors_of, is_refused, text_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate().isoformat()


@pytest.fixture
def organization(db):
    return build_organization(name="Alder Aid")


def address(view, organization, *more):
    return reverse(f"organization:{view}", args=[organization.pk, *more])


def test_contact_is_added_and_shown_with_what_is_known(officer_client, organization):
    language = Language.objects.get(code="es")
    answer = officer_client.post(
        address("contact_add", organization),
        {
            "name": "Rosa Delgado",
            "email": "rosa@alder.example",
            "role": "Director",
            "since": "2026-01-05",
            "preferred_language": language.pk,
            "phone_consent": "on",
        },
    )

    assert answer.url == address("inspect", organization)
    page = text_of(officer_client.get(answer.url))
    assert "Rosa Delgado, Director" in page
    assert f"rosa@alder.example · {language}" in page
    assert "Since Jan 5, 2026 · has not agreed to get e-mail · agreed to get calls" in page


def test_known_address_is_asked_about_and_then_added(officer_client, organization):
    known = build_contact(build_organization(name="Birch Desk"), email="rosa@alder.example")
    url = address("contact_add", organization)
    data = {"name": "Rosa", "email": "rosa@alder.example", "since": TODAY}

    assert "take_known" not in text_of(officer_client.get(url))
    answer = officer_client.post(url, data)
    assert known.name in errors_of(answer)["email"][0]
    assert "Add this existing contact" in text_of(answer)
    officer_client.post(url, data | {"take_known": "on"})

    assert set(known.organizations.values_list("name", flat=True)) == {"Alder Aid", "Birch Desk"}
    edit = address(
        "contact_edit", organization, known.memberships.get(organization=organization).pk
    )
    assert "Also a contact for: Birch Desk" in text_of(officer_client.get(edit))


def test_contact_is_changed_with_role_and_account(officer_client, organization):
    contact = build_contact(organization, email="rosa@alder.example")
    user = build_user(email="rosa@home.example")
    url = address("contact_edit", organization, contact.memberships.get().pk)

    unknown = officer_client.post(
        url, {"name": "Rosa", "since": TODAY, "account": "who@home.example"}
    )
    assert "No account has this e-mail address" in errors_of(unknown)["account"][0]
    officer_client.post(
        url, {"name": "Rosa", "role": "Chair", "since": TODAY, "account": "Rosa@home.example"}
    )

    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.user) == ("Rosa", "", user)
    assert contact.memberships.get().role == "Chair"
    assert officer_client.get(url).context["form"]["account"].value() == "rosa@home.example"


def test_contact_who_left_stays_on_the_page_and_cannot_leave_twice(officer_client, organization):
    contact = build_contact(organization, name="Rosa Delgado")
    url = address("contact_end", organization, contact.memberships.get().pk)

    officer_client.post(url, {"on": TODAY})

    page = text_of(officer_client.get(address("inspect", organization)))
    assert "Rosa Delgado" in page
    assert "has left" not in page
    assert officer_client.get(url).status_code == 404


def test_contact_of_another_organization_is_not_found(officer_client, organization):
    other = build_contact(build_organization()).memberships.get()

    for view in ("contact_edit", "contact_end"):
        assert officer_client.get(address(view, organization, other.pk)).status_code == 404


def test_analyst_sees_no_contacts_and_auditor_changes_none(
    signed_in, analyst, auditor, organization
):
    contact = build_contact(organization, name="Rosa Delgado")
    page = address("inspect", organization)
    edit = address("contact_edit", organization, contact.memberships.get().pk)

    assert "Rosa Delgado" not in text_of(signed_in(analyst).get(page))
    shown = text_of(signed_in(auditor).get(page))
    assert "Rosa Delgado" in shown
    assert "Change Rosa Delgado" not in shown
    assert is_refused(signed_in(auditor).post(edit, {"name": "No", "since": TODAY}))
    assert Contact.objects.get().name == "Rosa Delgado"


@pytest.mark.parametrize("count", [1, 3])
def test_organization_page_asks_the_same_number_of_times(
    officer_client, organization, django_assert_num_queries, count
):
    for _number in range(count):
        build_contact(organization, preferred_language=Language.objects.get(code="es"))
    officer_client.get(address("inspect", organization))

    with django_assert_num_queries(20):
        officer_client.get(address("inspect", organization))
