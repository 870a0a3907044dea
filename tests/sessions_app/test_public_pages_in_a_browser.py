"""Forms and personal pages in Chromium: keyboard focus, and behavior without JavaScript.

Accessibility of these pages is checked here if tests/journeys does not cover them.
"""

import pytest
from playwright.sync_api import expect

from sessions_app.core.forms import public_guard
from sessions_app.models import Registration
from sessions_app.registrations.services import personal_links
from tests.browsing import follow, new_context
from tests.builders import (
    build_action,
    build_contact,
    build_organization,
    build_public_feedback,
    build_registration,
    build_session,
    build_user,
)
from tests.journeys import axe, layout
from tests.sessions_app.lookups import link_of


@pytest.fixture
def check_page(page):
    """Return a function that runs axe at two widths, and checks the console for CSP violations."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))

    def check(name: str) -> None:
        axe.load(page)
        for width in (1280, 320):
            layout.resize(page, width)
            assert [*axe.findings(page), *layout.too_wide(page, "body")] == [], (name, width)
        assert [text for text in complaints if "Content Security Policy" in text] == [], name

    return check


def fill_in(page) -> None:
    page.get_by_label("Your name").fill("Dana Rivera")
    page.get_by_label("Your e-mail address").fill("dana@example.org")
    page.get_by_text("Online, by video or phone: 20 seats left").click()


def press(page, name: str) -> None:
    follow(page.locator(".form-actions").get_by_role("button", name=name, exact=True))


def test_pages_of_a_representative(live_server, page, check_page, client):
    organization = build_organization()
    contact = build_contact(organization, user=build_user())
    action = build_action(is_public=True)
    item = build_public_feedback(organization=organization)
    action.feedback_links.create(feedback_item=item)
    build_registration(email=contact.email)
    build_session()
    client.force_login(contact.user)
    client.post("/organization/calendar/")
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.goto(f"{live_server.url}/accounts/login/code/")
    check_page("asking for a code")
    page.context.add_cookies([{**cookie, "url": live_server.url}])

    page.goto(f"{live_server.url}/organization/")
    check_page("workspace")
    follow(page.get_by_role("button", name="Change or cancel"))
    page.get_by_role("link", name="Cancel registration").wait_for()
    page.goto(f"{live_server.url}/organization/details/")
    page.get_by_label("Your name").fill("")
    follow(page.get_by_role("button", name="Save"))
    check_page("details in error")
    contact.memberships.update(ended_on=contact.memberships.get().started_on)
    page.goto(f"{live_server.url}/organization/")
    page.get_by_text("You are not listed as a contact").wait_for()
    check_page("no organization")


def test_registering_blank_in_error_checked_and_confirmed(live_server, page, monkeypatch):
    monkeypatch.setattr(public_guard, "QUICKEST_SECONDS", 0)
    session = build_session()

    page.goto(f"{live_server.url}{session.get_absolute_url()}register/")
    press(page, "Check your answers")
    expect(page.locator(".error-summary")).to_be_focused()
    fill_in(page)
    follow(page.get_by_role("button", name="Add another person"))
    expect(page.locator("#id_people-1-name")).to_be_focused()
    page.keyboard.type("Ben Okafor")
    press(page, "Check your answers")
    press(page, "Send")
    page.get_by_role("heading", name="Now look for our e-mail").wait_for()

    assert Registration.objects.get().seats == 2


def test_personal_link(live_server, page, check_page):
    registration = build_registration(people=2)
    raw = personal_links.raw_token_for(registration=registration)
    link = f"{live_server.url}/registrations/{raw}/"

    page.goto(f"{link}change/")
    page.locator("#id_people-0-name").fill("")
    page.locator("#id_people-1-name").fill("")
    press(page, "Save changes")
    expect(page.locator(".error-summary")).to_be_focused()
    page.goto(f"{link}cancel/")
    follow(page.get_by_role("button", name="Yes, cancel my registration"))
    page.get_by_role("heading", name="Your registration is cancelled").wait_for()
    check_page("cancelled")


def test_organization_form(live_server, page, monkeypatch):
    monkeypatch.setattr(public_guard, "QUICKEST_SECONDS", 0)

    page.goto(f"{live_server.url}/organizations/register/")
    press(page, "Check your answers")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Name of the organization").fill("River Bend Coalition")
    page.get_by_label("Kind of organization").select_option("faith")
    page.get_by_label("Your name").fill("Ana Cruz")
    page.get_by_label("Your work e-mail address").fill("ana@riverbend.example")
    press(page, "Check your answers")
    press(page, "Send")
    page.get_by_role("heading", name="Thank you").wait_for()


def test_whole_way_by_keyboard_with_scripts_and_cookies_off(live_server, browser, monkeypatch):
    monkeypatch.setattr(public_guard, "QUICKEST_SECONDS", 0)
    session = build_session()
    context = new_context(browser, width=320, java_script_enabled=False)
    page = context.new_page()

    page.goto(f"{live_server.url}/sessions/")
    follow(page.get_by_role("link", name=session.title), key="Enter")
    follow(page.get_by_role("link", name="Register").first, key="Enter")
    page.get_by_label("Your name").press_sequentially("Dana Rivera")
    page.get_by_label("Your e-mail address").press_sequentially("dana@example.org")
    page.get_by_label("Online, by video or phone").press("Space")
    # Enter in a text field must submit the form, not trigger "Add a person".
    follow(page.get_by_label("Your name"), key="Enter")
    page.get_by_role("heading", name="Check your answers").wait_for()
    follow(page.get_by_role("button", name="Change Name"), key="Enter")
    page.get_by_label("Your name").press_sequentially("-Cruz")
    follow(page.get_by_label("Your name"), key="Enter")
    follow(page.get_by_role("button", name="Send"), key="Enter")
    page.get_by_role("heading", name="Now look for our e-mail").wait_for()
    registration = Registration.objects.get()
    assert "Rivera" in registration.name
    page.goto(f"{live_server.url}{link_of(registration)}")
    follow(page.get_by_role("link", name="Cancel registration"), key="Enter")
    follow(page.get_by_role("button", name="Yes, cancel my registration"), key="Enter")
    page.get_by_role("heading", name="Your registration is cancelled").wait_for()

    assert Registration.objects.get().state == "cancelled"
    assert context.cookies() == []
    context.close()


def test_returned_form_changes_language_and_keeps_what_was_typed(live_server, page, check_page):
    session = build_session()
    page.goto(f"{live_server.url}{session.get_absolute_url()}register/")
    page.get_by_label("Organization").fill("Alder Aid")
    follow(page.get_by_label("Organization"), key="Enter")
    check_page("registration in error")

    follow(page.get_by_role("button", name="Español"))

    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("[name=organization_name]")).to_have_value("Alder Aid")
    check_page("registration in error, in Spanish")
    page.goto(f"{live_server.url}/search/?q=unfindable")
    check_page("search without results")
