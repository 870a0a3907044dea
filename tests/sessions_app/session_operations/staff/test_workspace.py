"""The workspace of a listening session: its tabs, by role."""

import re

import pytest
from django.urls import reverse

from sessions_app.core import roles
from sessions_app.models import AccommodationRequest, AuditEntry
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.session_operations.staff.workspace.tabs import TABS
from tests.builders import build_organization, build_registration, build_session, build_staff
from tests.sessions_app.answers import is_refused, text_of

pytestmark = pytest.mark.django_db

ALL = [str(tab.label) for tab in TABS]


def tab_url(session, slug="inspect"):
    return reverse(f"listeningsession:{slug}", args=[session.pk])


def tabs_on(response):
    strip = re.search(
        r'<nav class="bo-tabs".*?</nav>', response.content.decode(), re.DOTALL
    ).group()
    return re.findall(r"<a [^>]*>([^<]+)</a>", strip)


def current_on(response):
    return re.findall(r'aria-current="page">([^<]+)</a>', response.content.decode())


def test_every_tab_has_an_address_of_its_own_and_is_marked(manager_client):
    session = build_session()

    for tab in TABS:
        page = manager_client.get(tab_url(session, tab.name))
        assert tabs_on(page) == ALL
        assert current_on(page) == [str(tab.label)]


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (roles.ROLE_MANAGER, {tab.slug for tab in TABS}),
        # Neither this session's host nor assigned to one of its accommodation requests.
        (roles.ROLE_ENGAGEMENT_OFFICER, {tab.slug for tab in TABS} - {"accommodations"}),
        (roles.ROLE_ANALYST, {"inspect", "materials"}),
        (roles.ROLE_AUDITOR, {"inspect", "materials"}),
    ],
)
def test_tab_is_offered_to_those_whom_it_opens_to(signed_in, role, offered):
    session = build_session()
    client = signed_in(build_staff(role, agency="CRCL"))

    assert tabs_on(client.get(tab_url(session))) == [
        str(tab.label) for tab in TABS if tab.slug in offered
    ]
    opened = {tab.slug for tab in TABS if not is_refused(client.get(tab_url(session, tab.name)))}
    assert opened == offered


def test_accommodations_open_to_the_host_and_to_whoever_arranges_one(signed_in, officer):
    session = build_session()
    build_registration(session, accommodations=[AccommodationInput(kind="braille")])
    build_registration(session, accommodations=[AccommodationInput(kind="asl")])
    url = tab_url(session, "accommodations")

    assert is_refused(signed_in(officer).get(url))
    AccommodationRequest.objects.filter(kind="braille").update(assignee=officer)
    page = text_of(signed_in(officer).get(url))
    assert "Braille" in page
    assert "Sign Language" not in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("slug", "queries"),
    [
        ("inspect", 20),
        ("roster", 14),
        ("accommodations", 12),
        ("materials", 12),
        ("messages", 12),
        ("close_out", 13),
    ],
)
def test_tab_asks_the_database_the_same_number_of_times_for_one_and_three_rows(
    manager_client, django_assert_num_queries, slug, queries, count
):
    session = build_session()
    for _ in range(count):
        build_registration(session, people=2, accommodations=[AccommodationInput(kind="asl")])
    url = tab_url(session, slug)
    manager_client.get(url)

    with django_assert_num_queries(queries):
        manager_client.get(url)


def test_roster_finds_people_by_name_organization_and_reference(manager_client):
    session = build_session()
    organization = build_organization(name="Quiet Harbor Society")
    one = build_registration(session, organization_name="Lantern Union")
    two = build_registration(session, people=2)
    two.organization = organization
    two.save()
    other = build_registration()
    url = tab_url(session, "roster")

    def found(**query):
        return [person.registration_id for person in manager_client.get(url, query).context["page"]]

    assert found() == [one.pk, two.pk, two.pk]
    assert found(q="lantern") == [one.pk]
    assert found(q="quiet harbor") == [two.pk, two.pk]
    assert found(q=one.reference) == [one.pk]
    assert found(q=one.attendees.get().name.upper()) == [one.pk]
    assert found(mode="virtual") == []
    assert found(state="waitlisted") == []
    assert found(q=other.reference) == []


def test_roster_tells_neither_addresses_nor_accommodations(manager_client):
    session = build_session()
    registration = build_registration(
        session, accommodations=[AccommodationInput(kind="braille", detail="Two copies.")]
    )

    page = text_of(manager_client.get(tab_url(session, "roster")))

    assert registration.reference in page
    assert registration.email not in page
    assert "Braille" not in page
    assert "Two copies." not in page


def test_message_is_listed_with_the_registration_that_it_is_about(manager_client):
    session = build_session()
    registration = build_registration(session)
    build_registration()

    page = manager_client.get(tab_url(session, "messages"))

    assert [row["message"].registration for row in page.context["rows"]] == [registration]
    assert registration.reference in text_of(page)


def test_readiness_is_ticked_and_unticked_and_logged(officer_client):
    session = build_session()
    url = tab_url(session, "readiness")

    officer_client.post(url, {"check": "faca_checked", "is_done": "yes"})
    officer_client.post(url, {"check": "faca_checked", "is_done": "yes"})
    session.refresh_from_db()
    assert session.faca_checked is True
    officer_client.post(url, {"check": "faca_checked"})
    session.refresh_from_db()
    assert session.faca_checked is False
    assert session.sequence == 0
    entries = AuditEntry.objects.filter(action="engagement.session.ready").order_by("pk")
    assert [entry.data["done"] for entry in entries] == [True, False]


def test_readiness_list_knows_no_other_field(officer_client):
    session = build_session()

    officer_client.post(
        tab_url(session, "readiness"), {"check": "approval_required", "is_done": "yes"}
    )

    session.refresh_from_db()
    assert session.approval_required is False


def test_readiness_of_a_session_that_was_held_stays(officer_client):
    session = build_session(state="held")

    answer = officer_client.post(
        tab_url(session, "readiness"), {"check": "faca_checked", "is_done": "yes"}, follow=True
    )

    session.refresh_from_db()
    assert session.faca_checked is False
    assert "so its readiness list cannot be changed" in text_of(answer)


def test_overview_says_what_is_missing_before_the_next_step(officer_client):
    draft = build_session(state="draft", venue=None)
    assert officer_client.get(tab_url(draft)).context["missing"] == [
        "Choose a venue for people attending in person."
    ]
    ready = dict.fromkeys(
        [
            "faca_checked",
            "pra_checked",
            "privacy_notice_ready",
            "accommodations_ready",
            "interpreters_ready",
        ],
        True,
    )
    soon = build_session(**ready)
    assert officer_client.get(tab_url(soon)).context["missing"] == [
        "Add the join link for people attending online."
    ]
    soon = build_session(**ready | {"pra_checked": False}, format="in_person")
    assert officer_client.get(tab_url(soon)).context["missing"] == [
        "Complete the open items below."
    ]
