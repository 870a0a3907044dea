"""CSV injection: cells that a spreadsheet would run as formulas are escaped."""

import datetime

import pytest
from django.utils.translation import gettext_lazy

from sessions_app.core.exports import safe_cell


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "  =1", "＝1+1", "－1", "\u00a0=1"],
)
def test_formula_is_written_as_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Alder Falls", "a=b", "1 + 1", "'=1", "100 %"])
def test_plain_text_stays_as_it_is(text):
    assert safe_cell(text) == text


@pytest.mark.parametrize("value", [None, -3, 1.5, True, datetime.date(2026, 5, 4)])
def test_value_that_is_no_text_keeps_its_type(value):
    assert safe_cell(value) is value


def test_translated_label_is_checked_as_well():
    assert safe_cell(gettext_lazy("=Concern")) == "'=Concern"


@pytest.mark.parametrize(
    ("text", "cell"), [("\x00=1", "'=1"), ("\r=1", "'\n=1"), ("\x0b=1", "'\n=1")]
)
def test_control_character_cannot_hide_a_formula(text, cell):
    assert safe_cell(text) == cell
