"""Shared by the tests of these screens."""

import pytest


@pytest.fixture
def staff_page(page, live_server, signed_in, officer):
    """Return a page of a browser in which an engagement officer is signed in."""
    session = signed_in(officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page
