"""The shorthand of a line of notes."""

import pytest

from sessions_app.core.errors import EngagementError
from sessions_app.feedback.note_lines import NoteLine, format_line, handle, parse_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parents fear the bus stop", NoteLine("concern", "Parents fear the bus stop")),
        ("c Parents fear", NoteLine("concern", "Parents fear")),
        ("S  Publish the dates", NoteLine("suggestion", "Publish the dates")),
        ("q Who decides?", NoteLine("question", "Who decides?")),
        ("+ Thank you for coming", NoteLine("commendation", "Thank you for coming")),
        ("cars wait long", NoteLine("concern", "cars wait long")),
        ("c c is a letter", NoteLine("concern", "c is a letter")),
        ("Fear @harbor of calls", NoteLine("concern", "Fear of calls", organization="harbor")),
        ("@Núñez-Órale: fear", NoteLine("concern", "fear", organization="Núñez-Órale")),
        ("Fear #trust #stops.", NoteLine("concern", "Fear", themes=("trust", "stops"))),
        ("Fear !", NoteLine("concern", "Fear", severity="high")),
        ("!! Fear", NoteLine("concern", "Fear", severity="urgent")),
        ("Stop it! Now!", NoteLine("concern", "Stop it! Now!")),
        ("Write to ann@example.org", NoteLine("concern", "Write to ann@example.org")),
        ("Point #1 is @ 5 pm", NoteLine("concern", "Point #1 is @ 5 pm")),
    ],
)
def test_line_is_read(text, expected):
    assert parse_line(text) == expected


@pytest.mark.parametrize("text", ["", "  ", "c", "c @harbor #trust !"])
def test_line_without_words_is_refused(text):
    if text == "c":  # a letter that begins nothing is a word
        assert parse_line(text).words == "c"
        return
    with pytest.raises(EngagementError, match="Write what was said"):
        parse_line(text)


def test_line_with_two_organizations_is_refused():
    with pytest.raises(EngagementError, match="one organization"):
        parse_line("Both said so @harbor @lakeside")


def test_formatted_line_reads_the_same():
    line = format_line(
        kind="question",
        words="Who decides, at 5 pm?",
        severity="urgent",
        organization="Harbor Legal Aid, Inc.",
        themes=["Stops and arrests", "Núñez"],
    )

    assert line == "q Who decides, at 5 pm? @harbor-legal-aid-inc #stops-and-arrests #nunez !!"
    assert parse_line(line) == NoteLine(
        "question",
        "Who decides, at 5 pm?",
        organization="harbor-legal-aid-inc",
        themes=("stops-and-arrests", "nunez"),
        severity="urgent",
    )


@pytest.mark.parametrize("severity", ["low", "moderate"])
def test_ordinary_line_has_no_mark(severity):
    line = format_line(kind="concern", words="Fear", severity=severity, organization="", themes=[])
    assert line == "c Fear"


def test_handle_has_no_spaces():
    assert handle("  Al-Noor & Sons’ Circle ") == "al-noor-and-sons-circle"
