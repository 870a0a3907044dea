"""The public pages on which people tell us something, and how to bring each into its states."""

import re

from playwright.sync_api import Page

from tests.browsing import follow
from tests.journeys.page_state import PageState, press

NEW = "/feedback/new/"
TRACK = "/feedback/track/"
ALLEGATION = "Deputy Brandlewick, badge 4471, shoved my brother."
#: Return code of the item that the story names.
CODE = "7K4MQ2XD9H3TB5WZ"

_go_on = press("Continue")


def _to_words(page: Page) -> None:
    page.get_by_label("Which program is it about?").select_option(index=1)
    page.get_by_text("A concern:").click()
    _go_on(page)


def _to_who(page: Page) -> None:
    _to_words(page)
    page.get_by_label("Your words").fill("The notice is in English only.")
    _go_on(page)


def _to_details(page: Page) -> None:
    _to_who(page)
    page.get_by_text("My organization’s name").click()
    _go_on(page)


def _to_check(page: Page) -> None:
    _to_details(page)
    page.get_by_label("Name of your organization").fill("Alder Falls Aid")
    _go_on(page)


def _to_code(page: Page) -> None:
    _to_check(page)
    press("Save and come back later")(page)


def _to_receipt(page: Page) -> None:
    _to_check(page)
    press("Send")(page)


def _say_allegation(page: Page) -> None:
    _to_words(page)
    page.get_by_label("Your words").fill(ALLEGATION)
    _go_on(page)


def _mistype_address(page: Page) -> None:
    _to_details(page)
    page.get_by_label("Your e-mail address").fill("nobody")
    _go_on(page)


def _open(page: Page) -> None:
    reference = re.search(r"[?]of=([\w-]+)", page.url)
    assert reference
    page.get_by_label("Reference", exact=True).fill(reference[1])
    page.get_by_label("Return code", exact=True).fill(CODE)
    press("Show me")(page)


def _add_nothing(page: Page) -> None:
    _open(page)
    press("Add this")(page)


def _ask_not_to_be_named(page: Page) -> None:
    _open(page)
    follow(page.get_by_role("link", name="Do not name me or my organization"))


TELLING = (
    PageState("tell us", NEW, "Before you start"),
    PageState("tell us, in error", NEW, "Choose the program.", act=_go_on, in_error=True),
    PageState("words", NEW, "in your own words", act=_to_words),
    PageState(
        "words, allegation", NEW, "about what one person did?", act=_say_allegation, in_error=True
    ),
    PageState("who", NEW, "Nothing about me", act=_to_who),
    PageState("details", NEW, "How may we name you?", act=_to_details),
    PageState(
        "details in error", NEW, "Enter the full e-mail", act=_mistype_address, in_error=True
    ),
    PageState("check feedback", NEW, "Alder Falls Aid", act=_to_check),
    PageState("saved for later", NEW, "Keep this return code", act=_to_code),
    PageState("receipt", NEW, "What happens next", act=_to_receipt),
    PageState("come back", f"{NEW}resume/", "have not sent your words yet"),
    PageState(
        "come back in error",
        f"{NEW}resume/",
        "Enter your return code.",
        act=press("Go on"),
        in_error=True,
    ),
    PageState("track", TRACK, "No code?"),
    PageState(
        "track in error", TRACK, "Enter your reference.", act=press("Show me"), in_error=True
    ),
    PageState("where it stands", f"{TRACK}?of={{written}}", "What we know about you", act=_open),
    PageState(
        "added nothing",
        f"{TRACK}?of={{written}}",
        "Write what you would like to add.",
        act=_add_nothing,
        in_error=True,
    ),
    PageState(
        "not to be named", f"{TRACK}?of={{written}}", "It happens at once", act=_ask_not_to_be_named
    ),
    PageState("confirm address", "/feedback/confirm/{address}/", "May we write to"),
    PageState("stale confirmation", "/feedback/confirm/x/", "does not work", status=404),
    PageState("tell us, Spanish", f"/es{NEW}", "Díganos algo"),
    PageState("track, Spanish", f"/es{TRACK}", "¿No tiene el código?"),
)
