import pytest

from sessions_app.core.record_numbers import LARGEST, record_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("007", 7), (str(LARGEST), LARGEST)],
)
def test_number_of_a_record_is_read(text, number):
    assert record_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "0", "-1", "1.0", "²", "٣", " 1", "1_0", str(LARGEST + 1), "9" * 23, "9" * 5000]
)
def test_what_no_record_can_have_is_no_number(text):
    assert record_number(text) is None
