"""References can be read out over the phone, and the check character detects typos."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_app.core.references import ALPHABET, make_reference, normalize_reference

references = st.builds(
    lambda body: body, st.integers(2000, 2099).map(lambda year: make_reference("FB", year=year))
)


@given(references)
def test_reference_reads_back(reference):
    assert normalize_reference(reference) == reference


@given(references)
def test_reference_forgives_case_spaces_and_dashes(reference):
    spoken = " ".join(reference.replace("-", "")).lower()

    assert normalize_reference(spoken) == reference


@given(references, st.integers(6, 11), st.sampled_from(ALPHABET))
def test_reference_notices_every_wrong_character(reference, place, wrong):
    typed = reference[:place] + wrong + reference[place + 1 :]

    expected = reference if typed == reference else None
    assert normalize_reference(typed) == expected


def test_reference_puts_misheard_letters_right():
    reference = next(
        r
        for r in iter(lambda: make_reference("FA", year=2026), None)
        if "0" in r[6:] and "1" in r[6:]
    )
    misheard = reference[:6] + reference[6:].replace("0", "O").replace("1", "L")

    assert normalize_reference(misheard) == reference


@pytest.mark.parametrize(
    "text", ["", "FB", "FB-26-7K4MQ2", "FB-26-7K4MQ2-UU", "nonsense" * 9, "FB-2６-7K4MQ2-X"]
)
def test_reference_is_none_for_anything_else(text):
    assert normalize_reference(text) is None


def test_references_are_drawn_and_not_counted():
    drawn = {make_reference("FB", year=2026) for _ in range(2_000)}

    # Among 2,000 of 32**6 random references, the probability of a collision is below 0.2%. A
    # counter, a clock, or a small range would not use every character in every position.
    assert len(drawn) >= 1_999
    for place in range(6, 12):
        assert {reference[place] for reference in drawn} == set(ALPHABET)


@pytest.mark.parametrize("kind", ["CO", "FA", "IN", "LS", "OR", "RG"])
@pytest.mark.parametrize("dash", ["", " ", "–", "—", "\N{NON-BREAKING HYPHEN}", "−", ".", " - "])
def test_reference_is_read_with_any_dash_and_misheard_kind(kind, dash):
    reference = make_reference(kind, year=2026)
    typed = reference.replace("-", dash).lower().replace("o", "0")

    assert normalize_reference(f"#{typed}") == reference
    assert normalize_reference(typed.replace("i", "1").replace("l", "1")) == reference


def test_every_kind_is_told_from_the_others_when_it_is_misheard():
    from django.apps import apps

    from sessions_app.core.models import ReferencedModel

    kinds = {m.REFERENCE_KIND for m in apps.get_models() if issubclass(m, ReferencedModel)}
    for kind in kinds:
        reference = make_reference(kind, year=2026)
        digits = kind.translate(str.maketrans("OIL", "011"))
        assert normalize_reference(digits + reference[2:]) == reference
