"""The HTML of an e-mail in Chromium: readable in light and dark mode, and never too wide."""

import pytest

from sessions_app.mail.emails.rendering import EmailText, render_email
from tests.browsing import wait_until_still
from tests.journeys.axe import findings, load

#: The number of lines that an element's text takes.
LINES = """element => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getClientRects().length;
}"""
LONG = "https://meet.example/" + "x" * 200
EMAIL = {
    "kind": "any",
    "values": {},
    "text": EmailText("You have 2 seats: An evening", "Hello Ana,\n\nYou are registered."),
    "facts": [("Referencia", "RG-27-7K4MQ2-X"), ("Enlace para participar en línea", LONG)],
    "link": ("See, change or cancel your registration", "/registrations/x/"),
}


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(
    ("scheme", "background"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(28, 35, 43)")]
)
def test_email_is_readable_in_light_and_dark_mode(page, scheme, background, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.set_content(render_email(**EMAIL).html)
    wait_until_still(page)

    letter = page.locator(".letter")
    assert letter.evaluate("each => getComputedStyle(each).backgroundColor") == background
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for words in ("Referencia", "RG-27-7K4MQ2-X"):
        assert page.get_by_text(words, exact=True).evaluate(LINES) == 1
    load(page)
    assert list(findings(page, ".letter")) == []
