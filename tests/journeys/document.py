"""Checks the document of a page: markup, title, headings, ids, focus, weight. Returns findings."""

import re
from collections.abc import Iterator
from functools import cache

import brotli
import html5lib
from django import forms
from django.conf import settings
from django.utils import translation
from html5lib.constants import E as EXPLANATIONS
from playwright.sync_api import Locator, Page, Response
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browsing import wait_until_still

#: Generous for a busy machine.
FOCUS_TIMEOUT_MS = 10_000
WEIGHT_BUDGET = 60 * 1024
REQUEST_BUDGET = 15
#: Content types that are stored and sent in their final, compressed form.
COMPRESSED_ALREADY = ("image/png", "image/jpeg", "image/webp", "font/")
#: Static files are compressed once at the highest level; dynamic responses at a faster one.
QUALITY_STORED, QUALITY_ON_THE_WAY = 11, 5

IDS = """within => {
    const all = [...document.querySelectorAll(within), ...document.querySelectorAll(`${within} *`)];
    const ids = [...document.querySelectorAll("[id]")].map(element => element.id);
    const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
    const names = ["for", "headers", "list", "form", "aria-activedescendant", "aria-controls",
        "aria-describedby", "aria-details", "aria-errormessage", "aria-labelledby", "aria-owns"];
    const lost = all.flatMap(element => names.flatMap(name =>
        (element.getAttribute(name) || "").split(/\\s+/).filter(Boolean)
            .filter(id => !document.getElementById(id)).map(id => `${name}="${id}"`)));
    const links = all.map(element => element.getAttribute("href") || "")
        .filter(href => href.startsWith("#") && href.length > 1)
        .filter(href => !document.getElementById(decodeURIComponent(href.slice(1))));
    return {
        twice: twice.filter(id => all.some(element => element.id === id)),
        lost: [...lost, ...links.map(href => `href="${href}"`)],
    };
}"""

# Controls that share a name, such as radio buttons, are one field.
UNLINKED = """summary => {
    const linked = [...document.querySelectorAll(`${summary} a[href^="#"]`)]
        .map(link => document.getElementById(link.hash.slice(1))?.name);
    return [...new Set([...document.querySelectorAll("main [aria-invalid=true]")]
        .map(control => control.name))].filter(name => !linked.includes(name));
}"""

IN_SIGHT = "link => link.getBoundingClientRect().top >= 0"


def ids(page: Page, within: str = "html") -> Iterator[str]:
    found = page.evaluate(IDS, within)
    for name in sorted(set(found["twice"])):
        yield f"id used twice: {name}"
    for reference in sorted(set(found["lost"])):
        yield f"points to nothing: {reference}"


def headings_and_title(page: Page, *, in_error: bool) -> Iterator[str]:
    count = page.locator("h1").count()
    if count != 1:
        yield f"{count} first-level headings"
    title = page.title()
    if not title.removeprefix("Error:").strip(" –"):
        yield "no title"
    if title.startswith("Error: ") != in_error:
        yield f"title of a page {'with' if in_error else 'without'} errors: {title}"


def summary_of_errors(page: Page, summary: str) -> Iterator[str]:
    """Check that the error summary has focus, so is announced, and links to each field."""
    if not _appears(page.locator(f"{summary}:focus")):
        yield "the focus is not on the summary of errors"
    for name in page.evaluate(UNLINKED, summary):
        yield f"the summary of errors does not lead to {name}"
    text = " ".join(page.locator(summary).all_inner_texts())
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            stock = str(forms.Field.default_error_messages["required"])
        if stock in text:
            yield f"the summary of errors does not say how to answer: {stock}"


def skip_link(page: Page) -> Iterator[str]:
    """Check that the skip link is the first tab stop, becomes visible, and skips the navigation."""
    page.keyboard.press("Tab")
    wait_until_still(page)
    link = page.locator("a[href^='#']:focus")
    if not _appears(link):
        yield "the first stop of the Tab key is no skip link"
        return
    if not link.evaluate(IN_SIGHT):
        yield "the skip link stays out of sight"
    page.keyboard.press("Enter")
    if not _appears(page.locator("main:focus")):
        yield "the skip link does not lead to the main part"


def _appears(focused: Locator) -> bool:
    """Wait for a focused element, and return whether it appeared.

    Scripts and autofocus may move the focus after the load event.
    """
    try:
        focused.wait_for(state="attached", timeout=FOCUS_TIMEOUT_MS)
    except PlaywrightTimeoutError:
        return False
    return True


def markup(html: bytes) -> Iterator[str]:
    """Every parse error of the response itself, as the HTML standard defines them."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html, transport_encoding="utf-8")
    lines = html.decode().splitlines()
    for (line, column), code, values in parser.errors:
        about = re.sub(r"\s+", " ", lines[line - 1][max(0, column - 60) : column + 20])
        yield f"markup: {EXPLANATIONS[code] % values} near {about!r}"


def weight(responses: list[Response], favicon: Response) -> Iterator[str]:
    """Transfer size of a first visit: everything the page loads, compressed as in production.

    Headless browsers do not request the icon; others do, so it is counted.
    """
    loaded = [*responses, favicon]
    sent = sum(_size(response) for response in loaded)
    if sent > WEIGHT_BUDGET:
        yield f"{sent} bytes sent; the budget is {WEIGHT_BUDGET}"
    if len(loaded) > REQUEST_BUDGET:
        yield f"{len(loaded)} requests; the budget is {REQUEST_BUDGET}"


def _size(response: Response) -> int:
    body = response.body()
    kind = response.headers.get("content-type", "")
    if kind.startswith(COMPRESSED_ALREADY):
        return len(body)
    if kind.startswith("text/html"):
        return len(brotli.compress(body, quality=QUALITY_ON_THE_WAY))
    return _stored_size(body)


@cache
def _stored_size(body: bytes) -> int:
    """Return the size of a static file. The same few on every page, and slow to compress."""
    return len(brotli.compress(body, quality=QUALITY_STORED))
