"""No small figure of the public can be read, or worked out from the others."""

from hypothesis import given
from hypothesis import strategies as st

from sessions_app.core.small_cells import suppress_small_cells

ROWS = st.lists(st.integers(0, 40), max_size=8)
LIMITS = st.integers(1, 12)


@given(ROWS, LIMITS)
def test_no_shown_figure_is_small_or_changed(counts, limit):
    shown = suppress_small_cells(counts, threshold=limit)

    for count, cell in zip(counts, shown.cells, strict=True):
        assert cell is None or (cell == count and (cell == 0 or cell >= limit))
    assert shown.total is None or (shown.total == sum(counts) and not 0 < shown.total < limit)


@given(ROWS, LIMITS)
def test_hidden_figures_cannot_be_worked_out_from_the_total(counts, limit):
    shown = suppress_small_cells(counts, threshold=limit)

    hidden = [n for n, cell in zip(counts, shown.cells, strict=True) if cell is None]
    if hidden and shown.total is not None:
        assert len(hidden) > 1
        assert sum(hidden) >= limit


@given(ROWS, LIMITS)
def test_nothing_is_hidden_without_a_small_figure(counts, limit):
    shown = suppress_small_cells(counts, threshold=limit)

    if not any(0 < count < limit for count in counts):
        assert shown.cells == counts
        assert shown.total == sum(counts)


def test_a_second_cell_is_hidden_with_the_only_small_one(settings):
    settings.SMALL_CELL_THRESHOLD = 5

    assert suppress_small_cells([12, 3, 9, 0]).cells == [12, None, None, 0]
    assert suppress_small_cells([3, 1]).total is None
    # Two small ones whose sum would still tell of too few people.
    assert suppress_small_cells([2, 1, 9, 20]).cells == [None, None, None, 20]
