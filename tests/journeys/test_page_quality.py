"""Every page of the story, in every state: no findings at any width."""

from collections import defaultdict

import pytest

from tests.journeys import feedback_pages, public_pages, staff_pages
from tests.journeys.visits import findings, visit


@pytest.mark.parametrize(
    "states",
    [
        pytest.param(public_pages.READING, id="reading"),
        pytest.param(public_pages.TAKING_PART, id="taking part"),
        pytest.param(feedback_pages.TELLING, id="telling"),
        pytest.param(staff_pages.STAFF_SESSIONS, id="staff sessions"),
        # Wagtail's own lists and forms; test_staff_in_a_browser.py opens them in every run.
        pytest.param(staff_pages.STAFF_REGISTERS, id="staff registers", marks=pytest.mark.nightly),
        pytest.param(staff_pages.STAFF_RECORDS, id="staff records", marks=pytest.mark.nightly),
    ],
)
def test_page_in_each_of_its_states(story, browser, subtests, states) -> None:
    paths_by_title: dict[str, set[str]] = defaultdict(set)
    for state in states:
        with subtests.test(state.name), visit(browser, story, state) as seen:
            paths_by_title[seen.page.title()].add(state.path.partition("?")[0])
            assert findings(seen) == []

    assert {title: paths for title, paths in paths_by_title.items() if len(paths) > 1} == {}
