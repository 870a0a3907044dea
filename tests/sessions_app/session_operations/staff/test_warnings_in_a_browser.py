"""Warnings before the button, the roster and blank rows, in Chromium at 390 and 1280 px."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.models import ListeningSession, OutboxMessage
from sessions_app.session_operations.services import sessions
from tests.browsing import follow
from tests.builders import (
    IN_PERSON,
    build_invitation,
    build_public_feedback,
    build_registration,
    build_session,
    build_venue,
)
from tests.journeys import layout
from tests.sessions_app.session_operations.staff.looks import problems_of

pytestmark = pytest.mark.django_db(transaction=True)

#: How much wider each select is than its longest option, in pixels.
ROOM_IN_SELECTS = """selects => selects.map(select => {
    const style = getComputedStyle(select);
    const canvas = document.createElement("canvas").getContext("2d");
    canvas.font = style.font;
    const texts = [...select.options].map(each => canvas.measureText(each.text).width);
    const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    return Math.floor(select.clientWidth - padding - Math.max(...texts));
})"""


@pytest.fixture
def go(staff_page, live_server):
    """Return a function that opens a staff screen of a record."""

    def to(record, name, *more):
        address = reverse(f"{record._meta.model_name}:{name}", args=[record.pk, *more])
        staff_page.goto(live_server.url + address)

    return to


def test_change_is_confirmed_below_everything_there_is_to_check(staff_page, go, officer):
    session = build_session(host=officer, title="An evening in Alder Falls")
    holiday = next_holiday()
    go(session, "edit")
    staff_page.locator("#id_day").fill(holiday.isoformat())
    follow(staff_page.locator("footer [type=submit]").first)
    expect(staff_page.get_by_text("No e-mails will be sent. Check this")).to_be_visible()
    found = problems_of(staff_page, "change-without-mail")

    build_registration(session, organization_name="Alder Legal Aid")
    build_registration(session, language="es")
    follow(staff_page.get_by_role("button", name="Go back and edit"))
    follow(staff_page.locator("footer [type=submit]").first)
    warning = staff_page.get_by_text("This date is a federal holiday")
    expect(staff_page).to_have_title("Review before sending: An evening in Alder Falls - Wagtail")
    found += problems_of(staff_page, "change")

    button = staff_page.get_by_role("button", name="Save and notify")
    assert warning.bounding_box()["y"] < button.bounding_box()["y"]
    follow(button)
    assert ListeningSession.objects.get().local_start.date() == holiday
    assert found == []


def test_screens_that_publish_or_send_show_warnings_and_have_no_problems(staff_page, go, officer):
    session = build_session(host=officer, state=SessionState.DRAFT)
    found = []
    go(session, "move", "schedule")
    expect(staff_page.get_by_text("Not checked off yet").first).to_be_visible()
    found += problems_of(staff_page, "schedule")

    session = sessions.schedule(listening_session=session, by=officer)
    build_invitation(session, name="Ana", email="ana@example.org", state="prepared")
    go(session, "send_invitations")
    expect(staff_page.get_by_text("Not checked off yet").first).to_be_visible()
    found += problems_of(staff_page, "invitations")

    build_registration(session, mode=IN_PERSON)
    go(session.venue, "edit")
    staff_page.get_by_label("State").select_option("CA")
    follow(staff_page.locator("footer [type=submit]").first)
    expect(staff_page.get_by_text("is not in the time zone of its venue")).to_be_visible()
    found += problems_of(staff_page, "venue")

    ListeningSession.objects.update(state=SessionState.IN_REVIEW)
    build_public_feedback(listening_session=session)
    go(session, "move", "publish-notes")
    expect(staff_page.get_by_text("Items without a theme")).to_be_visible()
    found += problems_of(staff_page, "publish-notes")
    assert found == []


def test_cancelled_session_and_blank_rows_have_no_problems(staff_page, go, officer):
    session = build_session(host=officer, venue=build_venue())
    found = []
    for name in ("materials", "questions"):
        go(session, name)
        found += problems_of(staff_page, name)
    ListeningSession.objects.update(state=SessionState.CANCELLED, state_reason="Flooded.")
    for name in ("inspect", "roster"):
        go(session, name)
        found += problems_of(staff_page, f"cancelled-{name}")
    assert found == []


def test_filters_of_a_full_roster_show_their_whole_choice(staff_page, go, officer):
    session = build_session(host=officer, capacities={IN_PERSON: 40})
    for number in range(60):
        build_registration(session, organization_name=f"Organization {number}")
    OutboxMessage.objects.all().delete()
    go(session, "roster")

    found = problems_of(staff_page, "roster")

    for width in (390, 1280):
        layout.resize(staff_page, width)
        room = staff_page.locator(".bo-filter select").evaluate_all(ROOM_IN_SELECTS)
        found += [(width, each) for each in room if each < 0]
    assert found == []


def next_holiday():
    """Return a New Year's Day that is far enough away."""
    today = datetime.datetime.now(datetime.UTC).date()
    return datetime.date(today.year + 2, 1, 1)
