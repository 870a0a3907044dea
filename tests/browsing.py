"""Opens pages in Chromium, and waits until they are stable."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

#: Generous timeout for a busy machine; nothing that works needs it.
PATIENCE_MS = 60_000
HEIGHT = 900

# Two frames: one performs layout and starts transitions, the next has painted. Elements that fade
# in do not have their final colors yet; Wagtail's messages do so between two classes, without a
# transition that getAnimations() would report at once.
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
    """Return a fresh browser context with reduced motion, in US English."""
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

    Call it before every measurement of colors or boxes. Raises for a page that keeps moving.
    """
    page.evaluate(STANDS_STILL, PATIENCE_MS)
