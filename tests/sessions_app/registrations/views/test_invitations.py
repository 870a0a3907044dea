"""Invitation pages; sessions by invitation are hidden from everybody else."""

import datetime
import html
import re

import pytest
from django.utils import timezone

from sessions_app.models import Invitation, Registration
from sessions_app.registrations.services import invitations, personal_links
from tests.builders import (
    build_invitation,
    build_organization,
    build_registration,
    build_session,
    build_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return build_session(title="Quiet meeting", visibility="invitation")


@pytest.fixture
def invitation(session):
    return build_invitation(
        session,
        name="Ana Cruz",
        email="ana@example.org",
        language="es",
        organization=build_organization(),
    )


def link(invitation):
    return f"/invitations/{personal_links.raw_invitation_token_for(invitation=invitation)}/"


def page_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    return html.unescape(response.content.decode())


def test_link_shows_the_session_and_is_kept_by_nobody(client, invitation):
    response = client.get(link(invitation))

    page = html.unescape(response.content.decode())
    assert "Quiet meeting" in page
    assert invitation.organization.name in page
    assert "I cannot come" in page
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert Invitation.objects.get().state == "sent"


def test_register_form_is_filled_in_and_answers_the_invitation(client, invitation, typed, stamp_of):
    address = link(invitation) + "register/"
    page = page_of(client, address)
    assert 'value="Ana Cruz"' in page
    assert 'value="ana@example.org"' in page
    assert f'value="{invitation.organization.name}"' in page
    assert re.search(r'name="language" value="es"[^>]*checked', page)
    assert f'href="{link(invitation)}"' in page

    data = {**typed, "email": "ana@example.org", "form_stamp": stamp_of(_purpose(invitation))}
    checked = client.post(address, {**data, "step": "check"})
    assert b"Check your answers" in checked.content
    sent = client.post(address, {**data, "step": "send"})

    registration = Registration.objects.get()
    assert (registration.source, registration.invitation) == ("invitation", invitation)
    confirmation = page_of(client, sent["Location"])
    assert "You are registered" in confirmation
    assert f"/sessions/{registration.listening_session.slug}/" not in confirmation


def test_used_invitation_says_what_to_do_and_does_not_say_who(client, invitation, session):
    build_registration(session, name="Ben Okafor", email="ben@example.org", invitation=invitation)

    page = page_of(client, link(invitation))

    assert "This invitation was used" in page
    assert "call or write to us" in page
    assert "Ben Okafor" not in page
    assert "/register/" not in page.partition("<main")[2].partition("</main")[0]
    assert client.get(link(invitation) + "register/")["Location"] == link(invitation)


def test_second_person_on_a_forwarded_link_is_refused_and_keeps_what_was_typed(
    client, invitation, session, typed, stamp_of
):
    build_registration(session, invitation=invitation)

    response = client.post(
        link(invitation) + "register/",
        {**typed, "form_stamp": stamp_of(_purpose(invitation)), "step": "send"},
    )

    page = html.unescape(response.content.decode())
    assert "This invitation has already been used" in page
    assert 'value="Dana Rivera"' in page
    assert Registration.objects.count() == 1


def test_decline_asks_first_and_the_link_still_registers(client, invitation):
    page_of(client, link(invitation) + "decline/")
    assert Invitation.objects.get().state == "sent"

    assert client.post(link(invitation) + "decline/")["Location"] == link(invitation)

    assert Invitation.objects.get().state == "declined"
    page = page_of(client, link(invitation))
    assert "You told us that you cannot come" in page
    assert f'href="{link(invitation)}register/"' in page
    assert f'href="{link(invitation)}decline/"' not in page


def test_withdrawn_invitation_says_so_without_the_session(client, invitation):
    invitations.revoke(invitation=invitation, by=build_user())

    page = page_of(client, link(invitation), 410)

    assert "This invitation was withdrawn" in page
    assert "Quiet meeting" not in page
    assert client.get(link(invitation) + "register/")["Location"] == link(invitation)


@pytest.mark.parametrize("path", ["", "register/", "decline/"])
def test_link_that_is_unknown_or_ran_out_says_what_to_do(client, invitation, path):
    address = link(invitation)
    invitation.access_tokens.update(expires_at=timezone.now())

    ran_out = page_of(client, address + path, 404)
    unknown = page_of(client, f"/invitations/{'x' * 43}/{path}", 404)

    assert "What you can do" in ran_out
    assert ran_out.replace(address, "") == unknown.replace(f"/invitations/{'x' * 43}/", "")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "cancelled", "state_reason": "No room."}, "No room."),
        ({"registration_closes_at": timezone.now()}, "Registration closed on"),
    ],
)
def test_invitation_to_a_session_that_takes_nobody_says_why(client, values, words):
    invitation = build_invitation(build_session(visibility="invitation", **values))

    page = page_of(client, link(invitation))

    assert words in page
    assert f"{link(invitation)}register/" not in page


def test_invitation_to_a_public_session_works_alike(client):
    invitation = build_invitation(build_session(), name="Ana Cruz")

    assert 'value="Ana Cruz"' in page_of(client, link(invitation) + "register/")


@pytest.mark.parametrize("path", ["", "register/", "calendar.ics"])
def test_pages_of_a_session_for_guests_are_not_there(client, session, path):
    unknown = client.get(f"/sessions/no-such-session/{path}")
    assert unknown.status_code == 404

    response = client.get(f"/sessions/{session.slug}/{path}")

    assert response.status_code == 404
    assert session.title.encode() not in response.content


@pytest.mark.parametrize("visibility", ["invitation", "unlisted"])
@pytest.mark.parametrize("when", ["soon", "past"])
def test_lists_search_and_sitemap_name_no_session_that_is_not_public(client, visibility, when):
    days = 7 if when == "soon" else -7
    session = build_session(
        title="Quiet meeting",
        summary="Whispered words.",
        slug="quiet-meeting",
        visibility=visibility,
        starts_at=timezone.now() + datetime.timedelta(days=days),
    )
    addresses = (
        "/",
        "/sessions/",
        "/sessions/?when=past",
        "/sessions/?q=Quiet",
        "/search/?q=Quiet",
        "/sitemap.xml",
        "/programs/",
        "/calendar.ics",
        f"/programs/{session.program.slug}/calendar.ics",
    )

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        body = b"".join(response) if response.streaming else response.content
        for secret in (b"Quiet meeting", b"quiet-meeting", b"Whispered words."):
            assert secret not in body, (address, secret)


def test_unlisted_session_opens_by_its_address_and_asks_robots_away(client):
    session = build_session(visibility="unlisted")

    for path in ("", "register/"):
        page = page_of(client, f"/sessions/{session.slug}/{path}")
        assert session.title in page
        assert '<meta name="robots" content="noindex">' in page
    assert client.get(f"/sessions/{session.slug}/calendar.ics").status_code == 200
    assert build_registration(session).state == "confirmed"


def test_confirmed_guest_gets_a_calendar_file_without_an_address_that_leads_nowhere(
    client, invitation, session
):
    registration = build_registration(session, invitation=invitation)
    raw = personal_links.raw_token_for(registration=registration)

    page = page_of(client, f"/registrations/{raw}/")
    assert f"/registrations/{raw}/calendar.ics" in page
    response = client.get(f"/registrations/{raw}/calendar.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    lines = response.content.decode().replace("\r\n ", "")
    assert f"UID:{session.ical_uid}" in lines
    assert "http" not in lines


def test_calendar_file_is_for_confirmed_seats(client):
    session = build_session(capacities={"in_person": 0, "virtual": 0})
    raw = personal_links.raw_token_for(registration=build_registration(session))

    assert client.get(f"/registrations/{raw}/calendar.ics").status_code == 404


def _purpose(invitation):
    return f"register:{invitation.listening_session_id}"
