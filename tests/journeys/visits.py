"""A visit to a page in one of its states, and all findings on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, Response, expect

from tests.browsing import new_context
from tests.journeys import axe, document, layout
from tests.journeys.page_state import PageState

#: A phone and a desktop. 200% text on 320 px is more than WCAG requires.
LARGE_TEXT_WIDTHS = (390, 1280)
#: The parts of a staff screen that are ours; the rest is Wagtail's.
OURS_IN_ADMIN = ".bo-page, .bo-today, #listing-results, #w-editor-form"


@dataclass(frozen=True)
class Story:
    """A running site. ``names`` fills in the parts of a URL that only this run knows."""

    url: str
    names: dict[str, Any]
    #: Session cookies of an engagement officer and a manager.
    officer_cookie: dict[str, Any]
    manager_cookie: dict[str, Any]

    def address(self, path: str) -> str:
        return self.url + path.format(**self.names)


@dataclass
class Visit:
    """An open page, its console messages, and what it loaded."""

    state: PageState
    page: Page
    complaints: list[str] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)

    def complain(self, text: str) -> None:
        # The browser logs the status of a page that is meant to have it.
        meant = f"the server responded with a status of {self.state.status}"
        if self.state.status == 200 or meant not in text:
            self.complaints.append(text)

    def note(self, response: Response) -> None:
        self.responses.append(response)

    @property
    def ours(self) -> str:
        """A selector of the parts of the page that we lay out."""
        return OURS_IN_ADMIN if self.state.is_staff and not self.state.is_sheet else "body"

    @property
    def answer(self) -> Response:
        """The response of the page in its current state."""
        return [each for each in self.responses if each.request.resource_type == "document"][-1]


@contextmanager
def visit(browser: Browser, story: Story, state: PageState) -> Iterator[Visit]:
    """Open a page in a fresh browser context and bring it into its state."""
    if state.prepare:
        state.prepare()
    context = new_context(browser, width=layout.WIDTHS[-1])
    if state.is_staff:
        cookie = story.manager_cookie if state.is_for_managers else story.officer_cookie
        context.add_cookies([cookie])
    page = context.new_page()
    seen = Visit(state, page)
    page.on("console", lambda message: seen.complain(message.text))
    page.on("pageerror", lambda error: seen.complain(str(error)))
    page.on("response", seen.note)
    try:
        page.goto(story.address(state.path))
        if state.act:
            state.act(page)
        expect(page.locator("main")).to_contain_text(state.shows)
        yield seen
    finally:
        context.close()


def findings(seen: Visit) -> list[str]:
    """All findings on the page. It is loaded once and resized, not reloaded.

    The frame (header, navigation, footer) has the same colors on every page, so that its
    contrast need not be measured on each; neither need the skip link of staff pages.
    """
    with_frame = seen.state.measures_frame
    has_main = seen.page.locator("main").count() > 0
    in_contrast = "*" if with_frame or not has_main else "main *"
    found = [*_as_loaded(seen)]
    for width in layout.WIDTHS:
        found += [f"{width} px: {finding}" for finding in _at_width(seen, width, in_contrast)]
    # With an error summary, the focus is there. A staff page has Wagtail's skip link.
    takes_focus = seen.state.in_error or seen.state.is_sheet
    if not takes_focus and (with_frame or not seen.state.is_staff):
        found += document.skip_link(seen.page)
    return found


def _as_loaded(seen: Visit) -> Iterator[str]:
    page, state = seen.page, seen.state
    if seen.answer.status != state.status:
        yield f"answered {seen.answer.status}"
    yield from document.headings_and_title(page, in_error=state.in_error)
    if state.in_error:
        yield from document.summary_of_errors(page, "[data-error-summary]")
    yield from document.ids(page)
    yield from document.markup(seen.answer.body())
    yield from (f"console: {text}" for text in seen.complaints)
    yield from (
        f"loaded from elsewhere: {response.url}"
        for response in seen.responses
        if not response.url.startswith((urljoin(page.url, "/"), "data:"))
    )
    if not state.act and not state.is_staff:
        favicon = page.request.get(page.locator("link[rel=icon]").evaluate("link => link.href"))
        yield from document.weight(seen.responses, favicon)


def _at_width(seen: Visit, width: int, contrast: str) -> Iterator[str]:
    layout.resize(seen.page, width)
    if width in layout.AXE_WIDTHS:
        if width == layout.AXE_WIDTHS[0]:
            axe.load(seen.page)
        yield from axe.findings(seen.page, contrast=contrast)
    yield from layout.too_wide(seen.page, seen.ours)
    yield from layout.clipped(seen.page, seen.ours)
    if width in LARGE_TEXT_WIDTHS:
        yield from layout.findings_in_large_text(seen.page, seen.ours)
