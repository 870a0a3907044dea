"""Accessibility of staff pages in Chromium, checked with axe at two widths."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sessions_app.actions import services as actions
from sessions_app.actions.enums import ActionState
from sessions_app.organization_operations.services import merges
from tests.builders import build_action, build_contact, build_organization, build_session
from tests.journeys import axe, layout
from tests.journeys.visits import OURS_IN_ADMIN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(officer):
    """Return the URLs of pages that tests/journeys/staff_pages.py does not cover."""
    session = build_session(host=officer)
    organization = build_organization()
    membership = build_contact(organization).memberships.get()
    double = build_organization(kind="faith")
    merge = merges.merge(kept=organization, merged=build_organization(), by=officer)
    action = build_action(owner=officer, due_on="2020-01-01", state=ActionState.IN_PROGRESS)
    actions.post_update(action=action, text="It is blocked.", to_state="blocked", by=officer)

    def page(record, view, *more):
        return reverse(f"{record._meta.model_name}:{view}", args=[record.pk, *more])

    return [
        reverse("followupaction:index") + "?due=overdue",
        page(session, "history"),
        page(organization, "contact_end", membership.pk),
        page(organization, "merge") + f"?other={double.pk}",
        page(organization, "merge_undo", merge.pk),
        page(action, "inspect"),
        reverse("organization:add"),
    ]


def test_staff_screens_have_no_barrier_and_no_sideways_scroll(
    page, live_server, signed_in, officer, addresses
):
    session = signed_in(officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    found = []
    for address in addresses:
        answer = page.goto(live_server.url + address)
        assert answer.status == 200, address
        axe.load(page)
        for width in (390, 1280):
            layout.resize(page, width)
            problems = [*axe.findings(page), *layout.too_wide(page, OURS_IN_ADMIN)]
            found += [(address, width, problem) for problem in problems]

    assert found == []


def test_look_alikes_show_while_typing(page, live_server, signed_in, officer):
    build_organization(name="Alder Legal Aid")
    session = signed_in(officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("organization:add"))

    page.locator("#id_name").press_sequentially("Alder leg")

    page.get_by_text("Is it one of these organizations?").wait_for()
    expect(page.get_by_role("link", name="Alder Legal Aid")).to_have_count(1)
    axe.load(page)
    assert list(axe.findings(page)) == []
