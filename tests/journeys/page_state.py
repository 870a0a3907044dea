"""A page in one of its states, and what people do on public and staff pages alike."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browsing import follow


@dataclass(frozen=True)
class PageState:
    """A page in one of its states. ``path`` may contain ``{names}`` that the story fills in."""

    name: str
    path: str
    #: Text that only this state shows: proof that the page is in it.
    shows: str
    #: What a person does on the page, in the browser.
    act: Callable[[Page], None] | None = None
    #: What happens on the server before that.
    prepare: Callable[[], None] | None = None
    status: int = 200
    in_error: bool = False
    is_staff: bool = False
    is_for_managers: bool = False
    #: A page to print, which has no skip link.
    is_sheet: bool = False
    #: Measure the header, navigation, breadcrumbs and footer too, which many pages share.
    measures_frame: bool = False


def press(name: str) -> Callable[[Page], None]:
    return lambda page: follow(page.get_by_role("main").get_by_role("button", name=name).first)


def take_everybody_off(page: Page) -> None:
    for row in range(2):
        page.locator(f"#id_people-{row}-name").fill("")
    follow(page.get_by_role("button", name="Save").last)
