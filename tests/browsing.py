"""How tests open pages in Chromium, and how they wait until a page stands still."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

#: Long enough for a busy machine; nothing that works takes it up.
PATIENCE_MS = 60_000
HEIGHT = 900

# Two frames: one lays out and starts transitions, the next has painted. What fades in has not
# the colors that it will have; Wagtail's messages do so between two classes, without a
# transition that the page would tell of at once.
STANDS_STILL = """async patience => {
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const moving = () => [
        ...document.getAnimations()
            .filter(each => each.playState === "running"
                && each.effect.getComputedTiming().endTime !== Infinity)
            .map(each => each.effect.target),
        ...[...document.querySelectorAll(".messages, .messages *")]
            .filter(each => getComputedStyle(each).opacity !== "1"),
    ];
    const end = performance.now() + patience;
    await document.fonts.ready;
    do {
        await frame();
        await frame();
        if (performance.now() > end) {
            throw new Error("still moving: " + moving().map(each => each.outerHTML.slice(0, 120)));
        }
    } while (moving().length);
}"""


def new_context(browser: Browser, *, width: int = 1280, **options: Any) -> BrowserContext:
    """Return a fresh browser profile of somebody who wants no motion, in US English."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        locale="en-US",
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def wait_until_still(page: Page) -> None:
    """Wait until fonts are loaded, transitions and animations have ended, and all is painted.

    Call it before every measurement of colors or boxes. Raise for a page that goes on moving.
    """
    page.evaluate(STANDS_STILL, PATIENCE_MS)
