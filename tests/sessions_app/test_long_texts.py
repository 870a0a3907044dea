"""The longest words that a column can hold break: no page grows wider than its window."""

import pytest
from django.conf import settings
from django.urls import reverse

from engagement_site.text_fields import PROSE_LENGTH
from sessions_app.models import FeedbackItem, FollowUpAction, Organization, Program, Venue
from tests.journeys import layout
from tests.stored_texts import build_one_of_each, write_everywhere

#: Tabs of the session workspace, and pages beside them.
SESSION_PAGES = (
    *("edit", "history", "inspect", "questions", "register", "approvals", "invite", "repeat"),
    *("carry_over", "roster", "accommodations", "materials", "messages", "close_out"),
    *("sign_in_sheet", "check_in", "order_sheet"),
)

#: Elements with more content to the side than anybody would scroll to.
SCROLLS_FAR = """() => [...document.querySelectorAll("*")]
    .filter(element => element.scrollWidth > 3000 && element.clientWidth > 1
        && !element.matches("input") && element.getBoundingClientRect().right > 0)
    .map(element => element.outerHTML.slice(0, 120))"""


@pytest.fixture
def registration(transactional_db, officer):
    registration = build_one_of_each(officer)
    write_everywhere("W" * PROSE_LENGTH)
    return registration


@pytest.fixture
def too_wide(page, live_server, manager_client):
    """Return a function that lists what is wider than the window, on a phone and a desktop."""
    cookie = manager_client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    def measure(addresses: list[str]) -> dict[str, list[str]]:
        findings = {}
        for address in addresses:
            assert page.goto(live_server.url + address).status == 200, address
            for width in (390, 1280):
                layout.resize(page, width)
                found = page.evaluate(layout.TOO_WIDE, "body") + page.evaluate(SCROLLS_FAR)
                if found:
                    findings[f"{address} at {width} px"] = found
        return findings

    return measure


def test_public_pages_with_the_longest_words(registration, too_wide):
    session = registration.listening_session
    action = FollowUpAction.objects.get()

    assert (
        too_wide(
            [
                reverse("sessions_app:session_list"),
                session.get_absolute_url(),
                reverse("sessions_app:session_register", args=[session.slug]),
                reverse("sessions_app:action_list"),
                action.get_absolute_url(),
            ]
        )
        == {}
    )


@pytest.mark.nightly
def test_registers_with_the_longest_words(registration, too_wide):
    addresses = ["/admin/"]
    for record in (
        registration,
        FeedbackItem.objects.get(),
        FollowUpAction.objects.get(),
        Organization.objects.get(),
        Program.objects.get(),
        Venue.objects.get(),
    ):
        name = record._meta.model_name
        pages = ["history", "inspect"] + ["edit"] * (record is not registration)
        addresses.append(reverse(f"{name}:index"))
        addresses += [reverse(f"{name}:{page}", args=[record.pk]) for page in pages]

    assert too_wide(addresses) == {}


def test_session_workspace_with_the_longest_words(registration, too_wide):
    session = registration.listening_session

    assert (
        too_wide(
            [reverse("listeningsession:index")]
            + [reverse(f"listeningsession:{page}", args=[session.pk]) for page in SESSION_PAGES]
        )
        == {}
    )
