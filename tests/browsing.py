"""Open pages in Chromium, follow links, and wait until pages are stable."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

#: Generous timeout, for a machine under load.
TIMEOUT_MS = 60_000
HEIGHT = 900

# Waits two frames: the first performs layout and starts transitions, the second has painted.
# Elements that are fading in do not have their final colors yet. getAnimations() does not report
# the fade-in of Wagtail's messages at first, because it starts with a class change.
WAIT_UNTIL_STABLE = """async timeout => {
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const moving = () => [
        ...document.getAnimations()
            .filter(each => each.playState === "running"
                && each.effect.getComputedTiming().endTime !== Infinity)
            .map(each => each.effect.target),
        ...[...document.querySelectorAll(".messages, .messages *")]
            .filter(each => getComputedStyle(each).opacity !== "1"),
    ];
    const end = performance.now() + timeout;
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
    """Return a new browser context with reduced motion and the US English locale."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        locale="en-US",
        reduced_motion="reduce",
        **options,
    )
    context.set_default_timeout(TIMEOUT_MS)
    return context


def follow(control: Locator, *, key: str | None = None) -> None:
    """Click a link or submit button, or press a key on it, and wait until the next page has loaded.

    A plain click returns while the next page may still be parsing.
    """
    with control.page.expect_navigation():
        control.press(key) if key else control.click()


def wait_until_still(page: Page) -> None:
    """Wait until fonts are loaded, transitions and animations have ended, and the page is painted.

    Call this before measuring colors or layout. Raises if the page never becomes stable.
    """
    page.evaluate(WAIT_UNTIL_STABLE, TIMEOUT_MS)
