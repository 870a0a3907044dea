"""Keyboard-only use, use without scripts, and forced colors."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from sessions_app.core.forms import public_guard
from sessions_app.models import Registration
from sessions_app.registrations.enums import RegistrationState
from tests.browsing import new_context
from tests.builders import build_session
from tests.sessions_app.lookups import link_of

STOPS = 120

#: Where the focus is visible: checkboxes and radio buttons are drawn by their label.
FOCUS = """() => {
    const element = document.activeElement;
    const shown = element.matches("[type=radio], [type=checkbox]") ? element.labels[0] : element;
    const box = shown.getBoundingClientRect();
    const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const at = document.elementFromPoint(box.left + box.width / 2, middle);
    const styles = [getComputedStyle(shown), getComputedStyle(shown, "::before")];
    return {
        what: element.outerHTML.slice(0, 100),
        isOutlined: styles.some(style =>
            style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1),
        isInSight: !!at && (shown.contains(at) || at.contains(shown)),
    };
}"""


@pytest.fixture
def open_page(live_server, browser: Browser, monkeypatch: pytest.MonkeyPatch):
    """Return a function that opens a path in a browser of its own, with or without scripts."""
    # An automated browser fills in a form faster than a person can.
    monkeypatch.setattr(public_guard, "QUICKEST_SECONDS", 0)
    contexts = []

    def opened(path: str, *, scripts: bool = True, width: int = 1280) -> Page:
        context = new_context(
            browser, width=width, base_url=live_server.url, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the element has focus, which must be visible at every stop."""
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["isOutlined"], f"no outline around {focus['what']}"
        assert focus["isInSight"], f"covered or out of sight: {focus['what']}"
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"the keyboard does not reach {wanted}")


def press(page: Page, role: str, name: str) -> None:
    """Move to a link or button of the page with the keyboard, and press it."""
    tab_to(page, page.get_by_role("main").get_by_role(role, name=name, exact=True).last)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_register_correct_and_cancel_by_keyboard_alone(open_page, scripts) -> None:
    session = build_session(title="An evening in Alder Falls")
    page = open_page(f"/sessions/{session.slug}/", scripts=scripts)

    press(page, "link", "Register")
    press(page, "button", "Check your answers")
    expect(page).to_have_title(re.compile("^Error: Register: An evening in Alder Falls"))

    press(page, "link", "Enter your name.")
    expect(page.get_by_label("Your name")).to_be_focused()
    page.keyboard.type("Dana Rivera")
    tab_to(page, page.get_by_label("Your e-mail address"))
    page.keyboard.type("dana@example.org")
    tab_to(page, page.get_by_role("radio", name="In person"))
    page.keyboard.press("Space")
    press(page, "button", "Check your answers")
    press(page, "button", "Send")
    expect(page.get_by_role("heading", level=1)).to_have_text("Now look for our e-mail")
    registration = Registration.objects.get()
    assert (registration.name, registration.state) == ("Dana Rivera", RegistrationState.CONFIRMED)

    page.goto(link_of(registration))
    press(page, "link", "Cancel registration")
    press(page, "button", "Yes, cancel my registration")
    expect(page.get_by_role("main")).to_contain_text("cancelled")
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CANCELLED


def test_menu_opens_and_closes_by_keyboard(open_page) -> None:
    page = open_page("/", width=390)
    menu = page.get_by_role("button", name="Menu", exact=True)
    first = page.get_by_role("navigation", name="Main").get_by_role("link").first

    expect(first).to_be_hidden()
    tab_to(page, menu)
    page.keyboard.press("Enter")
    expect(first).to_be_visible()
    expect(page.get_by_role("button", name="Close menu")).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    expect(menu).to_be_focused()


def test_menu_is_in_the_page_without_scripts(open_page) -> None:
    page = open_page("/", scripts=False, width=390)

    for link in page.get_by_role("navigation", name="Main").get_by_role("link").all():
        expect(link).to_be_visible()


#: Forced colors remove backgrounds and shadows, so only borders show controls. Buttons that look
#: like links are underlined.
EDGES = """() => [...document.querySelectorAll(
    "button:not(.usa-button--unstyled, .usa-banner__button), .usa-button, input, select, "
    + "textarea, .status-tag"
)].filter(element => element.type !== "hidden" && element.checkVisibility()
    && !element.closest("[aria-hidden=true]"))
.filter(element => {
    const shown = element.matches("[type=radio], [type=checkbox]")
        ? getComputedStyle(element.labels[0], "::before") : getComputedStyle(element);
    const lines = ["borderTop", "borderBottom", "outline"].map(line =>
        shown[`${line}Style`] !== "none" && parseFloat(shown[`${line}Width`]) >= 1);
    return !lines.some(Boolean);
}).map(element => element.outerHTML.slice(0, 120))"""


def test_pages_in_forced_colors_without_motion(open_page) -> None:
    session = build_session()
    page = open_page("/")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    for path in ("/", "/sessions/", f"/sessions/{session.slug}/register/", "/accounts/login/"):
        page.goto(path)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(EDGES) == []

    page.set_viewport_size({"width": 390, "height": 900})
    page.get_by_role("button", name="Menu", exact=True).click()
    moving = page.evaluate(
        "document.getAnimations().map(each => each.effect.getComputedTiming().duration)"
    )
    assert [milliseconds for milliseconds in moving if milliseconds > 1] == []
