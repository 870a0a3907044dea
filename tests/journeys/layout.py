"""Checks that a page fits: narrow screens, large text, wide spacing. One line per finding."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browsing import HEIGHT, wait_until_still

WIDTHS = (320, 390, 1280)
#: Widths at which axe runs. No style sheet has a breakpoint between 320 and 390 px (see
#: test_checks.py), so that it would find the same at 320.
AXE_WIDTHS = (390, 1280)

#: Text at 200% (WCAG 1.4.4), and wider text spacing (WCAG 1.4.12).
LARGE_TEXT = "html { font-size: 200% !important }"
WIDE_TEXT = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }"""

# A constructed stylesheet is not an inline style, so the page's CSP allows it.
RESTYLE = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""

# Measured on elements, because a page with hidden overflow would look narrow.
TOO_WIDE = """within => {
    const room = document.documentElement.clientWidth;
    const scrolls = element => element && element !== document.body
        && element !== document.documentElement
        && (/auto|scroll/.test(getComputedStyle(element).overflowX)
            || scrolls(element.parentElement));
    const all = [...document.querySelectorAll(within)]
        .flatMap(part => [part, ...part.querySelectorAll("*")]);
    const wide = all.filter(element => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.right > room + 1 && element.checkVisibility({
            visibilityProperty: true, opacityProperty: true,
        }) && !scrolls(element.parentElement);
    });
    const outer = wide.filter(element => !wide.includes(element.parentElement));
    const names = outer.map(element => element.outerHTML.slice(0, 120));
    return document.documentElement.scrollWidth > room + 1 && !names.length
        ? ["the page itself"] : names;
}"""

# Buttons must not clip their text; other text must not be cut off. The tolerance covers text that
# is taller than its line box; visually hidden text is positioned off screen.
CLIPPED = """within => {
    const wordsOf = element => {
        const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const boxes = [];
        while (texts.nextNode()) {
            if (texts.currentNode.parentElement.getBoundingClientRect().width <= 1) continue;
            const range = document.createRange();
            range.selectNodeContents(texts.currentNode);
            boxes.push(...range.getClientRects());
        }
        return boxes.filter(box => box.width > 1 && box.right > 0);
    };
    const isCut = element => {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        if (style.display === "inline" || box.width <= 1 || box.height <= 1) return false;
        if (!element.checkVisibility({visibilityProperty: true})) return false;
        if (element.matches("button, .usa-button, .button")) {
            return wordsOf(element).some(words => words.left < box.left - 1
                || words.right > box.right + 1 || words.top < box.top - 4
                || words.bottom > box.bottom + 4);
        }
        return style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1
            || style.overflowY !== "visible" && element.scrollHeight > element.clientHeight + 1;
    };
    const texts = "a, button, label, legend, summary, h1, h2, h3, h4, p, li, dt, dd, td";
    return [...document.querySelectorAll(within)]
        .flatMap(part => [...part.querySelectorAll(texts)])
        .filter(isCut).map(element => element.outerHTML.slice(0, 120));
}"""


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    wait_until_still(page)


def too_wide(page: Page, within: str) -> Iterator[str]:
    for name in page.evaluate(TOO_WIDE, within):
        yield f"wider than the screen: {name}"


def clipped(page: Page, within: str) -> Iterator[str]:
    for name in page.evaluate(CLIPPED, within):
        yield f"text cut off: {name}"


def findings_in_large_text(page: Page, within: str) -> Iterator[str]:
    """Findings with the text at 200%, then with wider spacing as well. Restores the page."""
    for setting, css in (("200 % text", LARGE_TEXT), ("wide text", WIDE_TEXT)):
        page.evaluate(RESTYLE, css)
        wait_until_still(page)
        for finding in [*too_wide(page, within), *clipped(page, within)]:
            yield f"{setting}: {finding}"
    page.evaluate("() => { document.adoptedStyleSheets = [] }")
