"""The one normalization of everything that is searched and compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement_site.search_keys import index_words, search_key

ALIKE = [
    ("Núñez", "nunez"),
    ("NÚÑEZ", "Nu\u0301n\u0303ez"),
    ("Al-Noor", "al noor"),
    ("Al–Noor", "AL‑NOOR"),
    ("O’Brien", "O'Brien"),
    ("Oʼbrien", "obrien"),
    ("Kiche", "K’iche’"),
    ("Łódź", "lodz"),
    ("Øst", "ost"),
    ("Đorđe", "dorde"),
    ("Işık", "isik"),
    ("İstanbul", "istanbul"),
    ("Œuvre", "oeuvre"),
    ("Straße", "STRASSE"),
    ("ﬁnance", "finance"),
    ("N.A.A.C.P.", "NAACP"),
    ("N.A.A.C.P", "naacp"),
    ("Rights & Justice", "rights and justice"),
    ("  Harbor\u00a0Street\n", "harbor street"),
    ("Nguyễn", "nguyen"),
    ("مُحَمَّد", "محمد"),
    ("Ёлка", "елка"),
    ("１２３", "123"),
    ("soft\u00adware", "software"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_spellings_of_one_word_are_equal(one, other):
    assert search_key(one) == search_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("हिंदी", "हद"),  # Devanagari vowel signs
        ("தமிழ்", "தமழ"),  # Tamil vowel signs and virama
        ("ที่", "ท"),  # Thai vowel and tone mark
        ("ก้า", "กา"),
        ("が", "か"),  # the Japanese voicing mark
    ],
)
def test_marks_that_are_part_of_a_word_are_kept(one, other):
    assert search_key(one) != search_key(other)


def test_hindi_word_stays_one_word():
    assert search_key("हिंदी") == unicodedata.normalize("NFC", "हिंदी")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Sikh Coalition, Inc.", "sikh coalition inc"),
        ("e.g. St. Mary’s", "eg st marys"),
        ("J.R. Smith", "jr smith"),
        ("Ends here. A new one.", "ends here a new one"),
        ("ana.nunez@example.org", "ana nunez example org"),
        ("FB-26-7K4MQ2-X", "fb 26 7k4mq2 x"),
        ("1.2.3", "1 2 3"),
        ("北京", "北 京"),
        ("?!— …", ""),
    ],
)
def test_words_of_a_text(text, words):
    assert search_key(text) == words


@given(st.text())
def test_key_is_idempotent(text):
    assert search_key(search_key(text)) == search_key(text)


@given(st.text())
def test_key_keeps_something_of_every_text_with_letters_or_digits(text):
    said = unicodedata.normalize("NFKC", text)
    if any(unicodedata.category(c)[:2] in {"Lu", "Ll", "Lo", "Nd"} for c in said):
        assert search_key(text)


@given(st.text())
def test_key_is_words_with_single_spaces(text):
    words = search_key(text)

    assert words == " ".join(words.split())
    assert not any(unicodedata.category(c)[0] in "PC" for c in words)


@given(st.text())
def test_key_is_the_same_in_any_case_and_normalization_form(text):
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert search_key(unicodedata.normalize(form, text)) == search_key(text)
    assert search_key(text.casefold()) == search_key(text)


@given(st.text())
def test_text_is_found_by_each_of_its_own_words(text):
    assert set(search_key(text).split()) <= set(index_words(text).split())


def test_parts_of_a_joined_word_are_indexed_too():
    assert index_words("O’Brien") == "obrien o brien"
    assert index_words("N.A.A.C.P.") == "naacp n a c p"
