"""The Notes tab in Chromium: by keyboard, without network, signed out, and by two at once."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from sessions_app.feedback.services import notes
from sessions_app.models import FeedbackItem
from tests.browsing import follow, new_context
from tests.builders import (
    build_organization,
    build_registration,
    build_session,
    build_theme,
)
from tests.sessions_app.session_operations.staff.looks import problems_of

pytestmark = pytest.mark.django_db(transaction=True)

ALLEGATION = "Officer Brandlewick, badge 4471, shoved my brother."


@pytest.fixture
def session(db):
    session = build_session(attribution_rule="on_the_record")
    build_organization(name="Harbor Coalition")
    build_organization(name="Harbor Legal Aid", website="https://harbor.example/")
    build_registration(session, email="ann@harbor.example", organization_name="Harbor Legal Aid")
    build_theme(name="Trust")
    return session


def cookie(client, url):
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


@pytest.fixture
def open_notes(browser, live_server, signed_in, session):
    """Open the tab as somebody, each in a browser of their own."""
    pages = []

    def open_as(user, **options):
        context = new_context(browser, **options)
        context.add_cookies([cookie(signed_in(user), live_server.url)])
        page = context.new_page()
        pages.append(page)
        page.goto(f"{live_server.url}/admin/listening-sessions/{session.pk}/notes/")
        return page

    yield open_as
    for page in pages:
        page.goto("about:blank")  # asks no more
        page.context.close()


def field(page):
    return page.get_by_label("One line for each point, then Enter")


def log(page, line):
    field(page).fill(line)
    field(page).press("Enter")


def lines(page):
    return page.locator("[data-notes-lines] > li")


def said():
    items = FeedbackItem.objects.order_by("position", "pk")
    return list(items.values_list("private_note", flat=True))


def kept_in(page):
    """Return what our script keeps in the browser; Wagtail's keeps the state of its menus."""
    return page.evaluate(
        "Object.entries(localStorage).filter(([name]) => name.startsWith('notes.'))"
    )


def test_lines_are_logged_by_keyboard_alone(open_notes, officer):
    page = open_notes(officer)
    found = problems_of(page, "empty")
    field(page).focus()

    page.keyboard.type("s Publish the dates @harb")
    expect(page.get_by_role("option")).to_have_text(["Harbor Legal Aid", "Harbor Coalition"])
    found += problems_of(page, "suggestions")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("#tr")
    page.keyboard.press("Tab")
    page.keyboard.type("!")
    expect(field(page)).to_have_value("s Publish the dates @harbor-coalition #trust !")
    page.keyboard.press("Enter")
    expect(field(page)).to_have_value("")
    expect(field(page)).to_be_focused()
    page.keyboard.type("q Who decides?")
    page.keyboard.press("Enter")

    expect(lines(page)).to_have_count(2)
    expect(page.get_by_text("All lines are saved.")).to_be_visible()
    found += problems_of(page, "lines")
    first, second = FeedbackItem.objects.order_by("position")
    assert (first.kind, first.severity, second.kind) == ("suggestion", "high", "question")
    assert first.organization.name == "Harbor Coalition"
    assert [theme.name for theme in first.themes.all()] == ["Trust"]
    assert found == []


def test_allegation_is_stopped_and_leaves_nothing_in_the_browser(open_notes, officer):
    page = open_notes(officer)
    log(page, ALLEGATION)

    expect(page.get_by_text("it reads like an allegation: “badge 4471”").first).to_be_visible()
    found = problems_of(page, "stopped")
    assert said() == []
    expect(page.get_by_text("1 line is not saved.")).to_be_visible()
    log(page, "People fear to call.")
    expect(lines(page)).to_have_count(1)
    page.get_by_role("button", name="It is. Log only that").click()

    expect(lines(page)).to_have_count(2)
    expect(field(page)).to_be_focused()
    assert [item.state for item in FeedbackItem.objects.order_by("pk")] == ["new", "routed"]
    assert kept_in(page) == []
    for words in ("Brandlewick", "4471"):
        assert words not in page.content()
    assert found == []


def test_line_that_cannot_be_read_waits_to_be_corrected(open_notes, officer):
    page = open_notes(officer)
    log(page, "Fear @lakeside")

    expect(page.get_by_text("Nothing is called “@lakeside”").first).to_be_visible()
    waiting = page.locator("[data-notes-waiting]")
    waiting.get_by_label("Line", exact=True).fill("Fear")
    log(page, "Another")
    expect(lines(page)).to_have_count(1)
    expect(waiting.get_by_label("Line", exact=True)).to_have_value("Fear")
    waiting.get_by_label("Line", exact=True).press("Enter")

    expect(lines(page)).to_have_count(2)
    assert said() == ["Another", "Fear"]
    assert kept_in(page) == []


def test_lines_wait_while_the_network_is_away(open_notes, officer):
    page = open_notes(officer)
    page.context.set_offline(True)
    log(page, "One")
    log(page, "Two")
    expect(page.get_by_text("2 lines wait, because the site cannot be reached")).to_be_visible()
    assert "Two" in str(kept_in(page))
    assert said() == []

    page.context.set_offline(False)

    expect(lines(page)).to_have_count(2)
    expect(page.get_by_text("All lines are saved.")).to_be_visible()
    assert said() == ["One", "Two"]
    assert kept_in(page) == []


def test_lines_survive_a_closed_page(open_notes, officer):
    page = open_notes(officer)
    page.route(
        "**/notes/**",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    log(page, "One")
    expect(page.get_by_text("1 line waits")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.unroute("**/notes/**")
    page.reload()

    expect(lines(page)).to_have_count(1)
    assert said() == ["One"]


def test_answer_that_is_lost_logs_no_line_twice(open_notes, officer):
    page = open_notes(officer)
    lost = []

    def drop(route):
        if route.request.method == "POST" and len(lost) < 3:
            route.fetch()  # arrives at the server
            lost.append(route.request)
            route.abort()
        else:
            route.continue_()

    page.route("**/notes/**", drop)
    for line in ("One", "Two", "Three"):
        log(page, line)

    expect(lines(page)).to_have_count(3)
    expect(page.get_by_text("All lines are saved.")).to_be_visible()
    assert len(lost) == 3
    assert said() == ["One", "Two", "Three"]


def test_lines_wait_while_the_sign_in_is_away(open_notes, officer, signed_in, live_server):
    page = open_notes(officer)
    Session.objects.all().delete()
    log(page, "One")
    expect(page.get_by_text("1 line waits, because you were signed out")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in in a new tab")).to_be_visible()

    page.context.add_cookies([cookie(signed_in(officer), live_server.url)])

    expect(lines(page)).to_have_count(1)
    expect(page.get_by_role("link", name="Sign in in a new tab")).to_be_hidden()
    log(page, "Two")
    expect(lines(page)).to_have_count(2)
    assert said() == ["One", "Two"]


def test_lines_of_one_person_are_not_sent_by_another(
    open_notes, officer, manager, signed_in, live_server
):
    page = open_notes(officer)
    Session.objects.all().delete()
    log(page, "One")
    expect(page.get_by_text("1 line waits, because you were signed out")).to_be_visible()

    page.context.add_cookies([cookie(signed_in(manager), live_server.url)])
    page.wait_for_timeout(7_000)  # asks every five seconds
    assert said() == []
    page.context.add_cookies([cookie(signed_in(officer), live_server.url)])

    expect(lines(page)).to_have_count(1)
    assert FeedbackItem.objects.get().recorded_by == officer


def test_line_that_another_took_back_keeps_my_words(open_notes, officer, manager):
    mine, theirs = open_notes(officer), open_notes(manager)
    log(theirs, "Fear of calls")
    expect(lines(mine)).to_have_count(1, timeout=10_000)
    lines(mine).get_by_text("Edit").click()
    mine.get_by_label("Line", exact=True).fill("c My words")
    lines(theirs).get_by_role("button", name="Take back").click()
    expect(lines(theirs)).to_have_count(0)

    mine.get_by_label("Line", exact=True).press("Enter")

    expect(mine.get_by_role("alert")).to_contain_text("the line is no longer there")
    expect(mine.get_by_label("Line", exact=True)).to_have_value("c My words")


def test_two_see_each_other_and_overwrite_nothing(open_notes, officer, manager):
    mine, theirs = open_notes(officer), open_notes(manager)
    log(mine, "Fear of calls")
    expect(lines(theirs)).to_have_count(1, timeout=10_000)

    lines(mine).get_by_text("Edit").click()
    mine.get_by_label("Line", exact=True).fill("c My words")
    lines(theirs).get_by_text("Edit").click()
    theirs.get_by_label("Line", exact=True).fill("c Their words")
    theirs.get_by_label("Line", exact=True).press("Enter")
    expect(theirs.get_by_text("Concern Their words")).to_be_visible()

    expect(mine.get_by_text("Concern Their words")).to_be_visible()
    expect(mine.get_by_label("Line", exact=True)).to_have_value("c My words")
    mine.get_by_label("Line", exact=True).press("Enter")
    expect(mine.get_by_role("alert")).to_contain_text("Someone else changed this")
    assert said() == ["Their words"]
    mine.get_by_label("Line", exact=True).press("Enter")
    expect(mine.get_by_text("Concern My words")).to_be_visible()
    assert said() == ["My words"]


def test_line_is_moved_and_taken_back_by_keyboard(open_notes, officer):
    page = open_notes(officer)
    for line in ("One", "Two"):
        log(page, line)
    expect(lines(page)).to_have_count(2)

    expect(lines(page).nth(0)).to_contain_text("Two")
    lines(page).nth(0).locator("summary").focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(lines(page).nth(1)).to_contain_text("Two")
    assert said() == ["Two", "One"]
    lines(page).nth(1).get_by_role("button", name="Take back").press("Enter")
    expect(lines(page)).to_have_count(1)

    expect(field(page)).to_have_value("c Two")
    expect(field(page)).to_be_focused()
    assert said() == ["One"]
    # What is being typed is not replaced.
    lines(page).nth(0).get_by_role("button", name="Take back").press("Enter")
    expect(page.get_by_text("Send it again, or remove it.").first).to_be_visible()
    expect(field(page)).to_have_value("c Two")
    assert said() == []


def test_form_works_without_scripts(open_notes, officer, session):
    notes.log_line(listening_session=session, line="One", key="x", by=officer)
    page = open_notes(officer, java_script_enabled=False)
    field(page).fill("q Who decides?")
    follow(page.get_by_role("button", name="Log", exact=True))
    lines(page).nth(1).get_by_text("Edit").click()
    page.locator("details[open]").get_by_label("Line").fill("c Another")
    follow(page.locator("details[open]").get_by_role("button", name="Save line"))

    expect(lines(page)).to_have_count(2)
    assert said() == ["Another", "Who decides?"]
