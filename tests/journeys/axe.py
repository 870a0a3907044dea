"""Runs axe-core on a page, with a list of incomplete results that a person has reviewed."""

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browsing import wait_until_still

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Incomplete results of axe that a person has reviewed: the rule, the elements, and why they are
#: correct. For contrast, the text must still reach 4.5:1 against the nearest background color.
REVIEWED = (
    (
        "color-contrast",
        ".usa-banner__header-text, .usa-banner__header-action",
        "the banner’s button, which has no color of its own, lies over these words",
    ),
    (
        "color-contrast",
        "select",
        "the arrow is a background image at the edge, beside the words",
    ),
    (
        "color-contrast",
        ".usa-radio__label, .usa-checkbox__label, .usa-checkbox__label .usa-hint",
        "the drawn circle or box is a pseudo-element beside the words",
    ),
    (
        "color-contrast",
        ".error-summary a",
        "the icon is a pseudo-element beside the words, and large only next to a short link",
    ),
    (
        "color-contrast",
        ".usa-process-list__heading, .usa-process-list__heading *, .usa-process-list__item > p *",
        "the number is a pseudo-element beside the words",
    ),
    (
        "color-contrast",
        ".bo-story a",
        "the dots and the line of the story are pseudo-elements beside the words",
    ),
    (
        "color-contrast",
        ".usa-step-indicator__segment-label",
        "the bar is a pseudo-element above the words",
    ),
    (
        "color-contrast",
        ".usa-breadcrumb__link, .usa-breadcrumb__link *",
        "the words are drawn back over the room of the arrow, which is empty there",
    ),
    (
        "color-contrast",
        "#listing-results *, .bo-scroll *",
        "at a narrow width this part of a table is scrolled out of sight",
    ),
    (
        "color-contrast",
        ".sidebar-footer__account-label",
        "Wagtail’s: the button of the account menu, without a color, lies over its words",
    ),
    (
        "frame-tested",
        "iframe.bo-mail",
        "the frame of an e-mail runs no script, not even axe’s: a heading, paragraphs, a table",
    ),
    (
        "link-in-text-block",
        ".usa-breadcrumb__link",
        "the words are underlined, so nobody needs their color",
    ),
)

RUN = """async ([within, tags, reviewed, contrast]) => {
    if (contrast) axe.configure({rules: [{id: "color-contrast", selector: contrast}]});
    const {violations, incomplete} = await axe.run(within, {
        runOnly: {type: "tag", values: tags}, resultTypes: ["violations", "incomplete"],
        rules: {"color-contrast": {enabled: Boolean(contrast)}},
    });
    const painted = element => {
        const color = getComputedStyle(element).backgroundColor;
        if (color !== "rgba(0, 0, 0, 0)") return color;
        return element.parentElement ? painted(element.parentElement) : "rgb(255, 255, 255)";
    };
    const light = color => color.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
        .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0.05);
    const isReviewed = (rule, node) => {
        const element = document.querySelector(node.target[0]);
        if (!reviewed.some(([id, known]) => rule.id === id && element.matches(known))) return false;
        if (rule.id !== "color-contrast") return true;
        const lights = [light(getComputedStyle(element).color), light(painted(element))];
        return Math.max(...lights) / Math.min(...lights) >= 4.5;
    };
    const lines = (rules, skip) => rules.flatMap(rule => rule.nodes
        .filter(node => !skip(rule, node))
        .map(node => `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary}`));
    return {violation: lines(violations, () => false), doubt: lines(incomplete, isReviewed)};
}"""


def load(page: Page) -> None:
    """Inject axe into the page. The page's CSP does not apply to the test's own script."""
    page.evaluate(AXE_SCRIPT)


def findings(page: Page, within: Any = "html", *, contrast: str | None = "*") -> Iterator[str]:
    """A line for each violation and for each incomplete result that is not reviewed.

    ``contrast`` selects the elements for color-contrast, which takes two thirds of axe's time;
    None leaves that rule out.
    """
    reviewed = [(rule, elements) for rule, elements, _ in REVIEWED]
    wait_until_still(page)
    results = page.evaluate(RUN, [within, TAGS, reviewed, contrast])
    for kind, lines in results.items():
        yield from (f"axe {kind}: {' '.join(line.split())}" for line in lines)
