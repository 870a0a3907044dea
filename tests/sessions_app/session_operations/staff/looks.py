"""Checks that the browser tests of this folder share."""

from tests.browsing import wait_until_still
from tests.journeys import axe, layout
from tests.journeys.visits import OURS_IN_ADMIN


def problems_of(page, name):
    """Return what axe finds on a page, and what is too wide, at the width of a phone and a desk."""
    axe.load(page)
    found = []
    for width in (390, 1280):
        layout.resize(page, width)
        wait_until_still(page)
        problems = [*axe.findings(page), *layout.too_wide(page, OURS_IN_ADMIN)]
        found += [(name, width, problem) for problem in problems]
    return found
