"""Read-only URLs answer POST with 405 and an Allow header."""

import pytest
from django.test import Client

from sessions_app.registrations.services.personal_links import (
    raw_invitation_token_for,
    raw_token_for,
)
from tests.builders import build_action, build_invitation, build_registration, build_session

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/search/",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
    "/page-feedback/thanks/",
    "/organizations/register/done/",
    "/sessions/",
    "/sessions/calendar/",
    "/sessions/subscribe/",
    "/calendar.ics",
    "/calendar/unknown.ics",
    "/follow-ups/",
    "/follow-ups/feed.atom",
    "/registrations/unknown/calendar.ics",
    "/invitations/unknown/",
    "/es/search/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_that_only_shows_takes_no_post(address):
    response = Client(enforce_csrf_checks=False).post(address)

    assert (response.status_code, response.headers.get("Allow")) == (405, "GET, HEAD")


def test_pages_of_records_that_only_show_take_no_post(client):
    session, registration = build_session(), build_registration()
    invitation, action = build_invitation(), build_action(is_public=True)
    addresses = [
        session.get_absolute_url(),
        f"{session.get_absolute_url()}calendar.ics",
        action.get_absolute_url(),
        f"/registrations/{raw_token_for(registration=registration)}/calendar.ics",
        f"/invitations/{raw_invitation_token_for(invitation=invitation)}/",
    ]

    for address in addresses:
        assert client.get(address).status_code == 200, address
        assert client.post(address).status_code == 405, address
