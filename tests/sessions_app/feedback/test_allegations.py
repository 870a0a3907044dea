"""The complaint firewall: which lines it stops."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from sessions_app.feedback.allegations import Sign, find_allegation
from sessions_app.feedback.enums import FeedbackKind
from sessions_app.feedback.note_lines import parse_line

#: Lines as note-takers type them, all of them invented, the names included.
_TEXT = Path(__file__).with_name("allegation_lines.csv").read_text(encoding="utf-8")
LINES = list(csv.DictReader(_TEXT.splitlines()))


def missed(*, label, language):
    """Return lines of the label that the firewall reads otherwise, and how many there are."""
    lines = [
        each["line"] for each in LINES if (each["label"], each["language"]) == (label, language)
    ]
    is_stopped = label == "allegation"
    return [line for line in lines if stops(line) != is_stopped], len(lines)


def stops(line):
    read = parse_line(line)
    return bool(find_allegation(read.words, is_praise=read.kind == FeedbackKind.COMMENDATION))


@pytest.mark.parametrize("language", ["en", "es"])
def test_recall_and_false_alarms(language):
    misses, allegations = missed(label="allegation", language=language)
    alarms, others = missed(label="other", language=language)

    recall = f"{language}: recall {allegations - len(misses)} of {allegations}"
    figures = f"{recall}, false alarms {len(alarms)} of {others}"
    print(figures)  # noqa: T201 - shown by pytest -rP
    assert len(misses) <= 0.05 * allegations, (figures, misses)
    assert len(alarms) <= 0.02 * others, (figures, alarms)


def test_lines_are_enough_of_each_kind():
    kinds = Counter((each["label"], each["language"]) for each in LINES)
    assert min(kinds.values()) >= 90
    assert len({each["line"].casefold() for each in LINES}) == len(LINES) >= 500


@pytest.mark.parametrize(
    ("line", "sign", "words"),
    [
        ("Long story /allegation", Sign.MARKED, "/allegation"),
        ("/ALLEGATION it was at the gate", Sign.MARKED, "/ALLEGATION"),
        ("c Badge 4471 is known for it", Sign.NUMBER, "Badge 4471"),
        ("El capitán Núñez-Órale lo golpeó.", Sign.NAME, "capitán Núñez-Órale"),
        ("They say that Officer Brandlewick does as he pleases.", Sign.NAME, "Officer Brandlewick"),
        ("the warden of Pinebarrow denied insulin", Sign.POST, "the warden of Pinebarrow"),
        ("He was hit by the tall guard with a tattoo", Sign.DESCRIPTION, "the tall guard with"),
    ],
)
def test_finding_says_which_words_identify_the_person(line, sign, words):
    assert find_allegation(line) == (sign, words)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Officers push people.",
        "Officer Brandlewick was patient with all of us.",
        "Badge numbers must be visible.",
        "Is there a form for allegations?",
        "the and/or allegation form",
    ],
)
def test_other_lines_pass(line):
    assert find_allegation(line) is None


def test_commendation_is_stopped_by_harm_alone():
    assert find_allegation("Det. Brandlewick stayed late for us.")
    assert find_allegation("Det. Brandlewick stayed late for us.", is_praise=True) is None
    assert find_allegation("Det. Brandlewick kicked the door.", is_praise=True)


def test_harm_far_from_the_name_does_not_count():
    near = "Mr. Vell owns it. Nurse quillfeather came, and " + "x " * 100 + "people were beaten."
    far = near.replace("x " * 100, "x " * 130)

    assert find_allegation(near).words == "Nurse quillfeather"
    assert find_allegation(far) is None
