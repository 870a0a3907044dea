"""Suppresses small cells in figures that the public may read (docs/adr/0061)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class ShownCounts:
    """Counts as they may be published: None is "too few to show"."""

    cells: list[int | None]
    total: int | None


def suppress_small_cells(counts: Sequence[int], *, threshold: int | None = None) -> ShownCounts:
    """Return the counts of one row, and its total, without cells from 1 to below the threshold.

    As the total is shown, one hidden cell could be worked out, and so could the sum of several:
    the smallest others are hidden as well, until there are two and their sum reaches the threshold.
    If all are too few, the total is hidden too. ``threshold`` is a setting unless it is given.
    """
    limit = settings.SMALL_CELL_THRESHOLD if threshold is None else threshold
    if 0 < sum(counts) < limit:
        return ShownCounts([None] * len(counts), None)
    # Without people in it, a cell hides nothing.
    order = sorted((i for i, n in enumerate(counts) if n), key=lambda i: counts[i])
    hidden = [i for i in order if counts[i] < limit]
    for i in order[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(counts[j] for j in hidden) >= limit):
            break
        hidden.append(i)
    return ShownCounts(
        cells=[None if i in hidden else n for i, n in enumerate(counts)], total=sum(counts)
    )
