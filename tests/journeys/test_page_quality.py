"""Every page of the story, in every state: no findings at any width."""

from collections import defaultdict

import pytest

from tests.journeys import public_pages, staff_pages
from tests.journeys.visits import findings, visit


@pytest.mark.parametrize(
    "states",
    [
        public_pages.READING,
        public_pages.TAKING_PART,
        staff_pages.STAFF_REGISTERS,
        staff_pages.STAFF_RECORDS,
        staff_pages.STAFF_SESSIONS,
    ],
    ids=["reading", "taking part", "staff registers", "staff records", "staff sessions"],
)
def test_page_in_each_of_its_states(story, browser, subtests, states) -> None:
    paths_by_title: dict[str, set[str]] = defaultdict(set)
    for state in states:
        with subtests.test(state.name), visit(browser, story, state) as seen:
            paths_by_title[seen.page.title()].add(state.path.partition("?")[0])
            assert findings(seen) == []

    assert {title: paths for title, paths in paths_by_title.items() if len(paths) > 1} == {}
