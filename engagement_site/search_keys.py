"""Normalizes text for searching and comparing: one rule for every search, and for names.

What people type differs from what is stored in case, accents, apostrophes, dashes and spaces. Both
sides go through :func:`search_key`, so that "nunez" finds "Núñez" and "al noor" finds "Al-Noor".
"""

import re
import unicodedata

#: Longest word that is compared. PostgreSQL refuses lexemes over 2 KB.
WORD_LENGTH = 100

#: Most words of one text that are indexed, far above the length of any note.
MAX_WORDS = 10_000

#: Letters that Unicode does not decompose into a letter and a mark (NFKD).
_LETTERS = str.maketrans({
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
    "ŋ": "n", "ŧ": "t", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ə": "e", "ɛ": "e", "ɔ": "o",
})  # fmt: skip

#: Marks that people leave out when they type: accents of Latin, Greek and Cyrillic, vowel points of
#: Hebrew and Arabic. Marks of Devanagari, Tamil, Thai and other scripts are part of the word.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"
)

#: Apostrophes and what is typed for them, among them the ʻokina and modifier letters.
_APOSTROPHES = "'`´‘’‚‛′ʹʻʼʽˈ＇՚׳"
_JOINED = re.compile(f"[{_APOSTROPHES}\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")

#: Letters with a period after each, as in "N.A.A.C.P." and "U.S."
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")

#: Scripts written without spaces between words: each character counts as a word.
_WITHOUT_SPACES = re.compile(
    "([\u0e00-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e80-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6"
    "\u1000-\u102a\u1780-\u17b3\u2e80-\u2fdf\u3041-\u3096\u309d-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\U00020000-\U0003ffff])"
)


def search_key(text: str) -> str:
    """Return the words of a text, without what writers treat differently, with single spaces.

    Case, accents, apostrophes, periods of initials, and punctuation are dropped; "&" becomes
    "and". Marks that are part of a word in its script are kept (UAX #29). Idempotent, and empty
    only if the text has neither letters nor digits.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    plain = _INITIALS.sub(lambda match: match[0].replace(".", ""), _without_marks(plain))
    return _words(_JOINED.sub("", plain))


def index_words(text: str) -> str:
    """Return the words under which a text is found, each once.

    Besides those of :func:`search_key`, the parts of words with an apostrophe and of initials:
    "O'Brien" is found by "obrien", "o brien" and "brien".
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    parts = _words(re.sub(f"[{_APOSTROPHES}]", " ", _without_marks(plain)))
    words = dict.fromkeys([*search_key(text).split(), *parts.split()])
    return " ".join(list(words)[:MAX_WORDS])


def _without_marks(text: str) -> str:
    # Some case foldings and compatibility forms decompose further.
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKD", text))


def _words(text: str) -> str:
    text = _WITHOUT_SPACES.sub(r" \1", text.replace("&", " and "))
    spaced = "".join(c if _is_in_word(c) else " " for c in text)
    words = unicodedata.normalize("NFC", spaced).split()
    return " ".join(word[:WORD_LENGTH] for word in words)


def _is_in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")
