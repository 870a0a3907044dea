"""Staff pages for preparing, reviewing, and sending invitations."""

import pytest
from django.urls import reverse

from sessions_app.models import Invitation, OutboxMessage
from sessions_app.organizations.enums import VerificationState
from tests.builders import (
    build_contact,
    build_invitation,
    build_organization,
    build_registration,
    build_session,
)
from tests.sessions_app.answers import errors_of, text_of

pytestmark = pytest.mark.django_db


def screen(session, name):
    return reverse(f"listeningsession:{name}", args=[session.pk])


def test_current_contacts_who_agreed_and_typed_people_are_prepared(officer_client):
    session = build_session(visibility="invitation")
    organization = build_organization(verification=VerificationState.VERIFIED)
    build_contact(organization, name="Ana Cruz", email="ana@example.org")
    build_contact(organization, email="silent@example.org", email_consent=False)
    gone = build_contact(organization, email="gone@example.org")
    gone.memberships.update(ended_on="2020-01-01", started_on="2019-01-01")
    build_registration(session, email="known@example.org", source="staff")
    assert f"{organization.name} (1 contact)" in text_of(
        officer_client.get(screen(session, "invite"))
    )

    response = officer_client.post(
        screen(session, "invite"),
        {
            "organizations": [organization.pk],
            "typed": "Ben Okafor <ben@example.org>\n\nknown@example.org,\nzoe@example.org;",
        },
        follow=True,
    )

    rows = Invitation.objects.order_by("email").values_list("email", "name", "organization")
    assert list(rows) == [
        ("ana@example.org", "Ana Cruz", organization.pk),
        ("ben@example.org", "Ben Okafor", None),
        ("zoe@example.org", "", None),
    ]
    page = text_of(response)
    assert "3 invitations prepared" in page
    assert "1 address was left out" in page
    assert not OutboxMessage.objects.filter(kind="invitation").exists()


def test_line_that_is_no_address_is_named_and_nothing_is_prepared(officer_client):
    session = build_session()

    response = officer_client.post(
        screen(session, "invite"), {"typed": "ana@example.org\nBen <ben at example>"}
    )

    assert errors_of(response) == {
        "typed": ["Line 2: “Ben <ben at example>” is not an e-mail address."]
    }
    assert "ana@example.org" in response.content.decode()
    assert not Invitation.objects.exists()


def test_nobody_chosen_is_refused_in_words(officer_client):
    response = officer_client.post(screen(build_session(), "invite"), {})

    assert errors_of(response) == {
        "__all__": ["Choose an organization or enter an e-mail address."]
    }


def test_send_shows_who_gets_what_and_the_words_and_sends_to_those_ticked(officer_client):
    session = build_session(title="Quiet meeting")
    chosen = build_invitation(session, email="ana@example.org", name="Ana", state="prepared")
    left_out = build_invitation(session, email="ben@example.org", state="prepared")

    page = text_of(officer_client.get(screen(session, "send_invitations")))
    assert "Ana &lt;ana@example.org&gt;" in page
    assert "ben@example.org" in page
    assert "You are invited: Quiet meeting" in page
    assert not OutboxMessage.objects.exists()

    officer_client.post(screen(session, "send_invitations"), {"invitations": [chosen.pk]})

    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == ["ana@example.org"]
    left_out.refresh_from_db()
    assert left_out.state == "prepared"


def test_send_for_a_draft_says_to_publish_first(officer_client):
    session = build_session(state="draft")
    invitation = build_invitation(session, state="prepared")

    response = officer_client.post(
        screen(session, "send_invitations"), {"invitations": [invitation.pk]}
    )

    assert "Schedule the session first" in errors_of(response)["__all__"][0]


def test_session_page_counts_invitations_and_leads_to_them(officer_client):
    session = build_session()
    build_invitation(session, state="prepared")
    build_invitation(session, state="sent")

    page = text_of(officer_client.get(reverse("listeningsession:inspect", args=[session.pk])))

    assert "Prepared: 1" in page
    assert "Sent: 1" in page
    assert "Review and send" in page
