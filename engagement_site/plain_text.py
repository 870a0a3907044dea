"""The text rule: what a text is, whoever typed it and wherever it is sent.

Form fields apply it to what comes in, and every export, feed and e-mail to what goes out, because
a stored text may be older than the rule.
"""

import re
import unicodedata

#: Line breaks of any system or program (UAX #14, class BK, CR, LF, NL). Word pastes a soft line
#: break as U+000B.
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

#: Never part of a text: control characters (XML 1.0, 2.2 allows none of C0 but the tab and line
#: breaks), surrogates, the byte order mark, noncharacters, and the characters that reverse text
#: (UAX #9, 2.1 to 2.4), with which a name can be made to look like another.
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff"
    "\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)

#: No width and no meaning in a name, an address or a reference: soft hyphen, zero width space, word
#: joiner. The joiners U+200C and U+200D stay: Persian, Hindi and emoji need them.
_NO_WIDTH = re.compile("[\xad\u200b\u2060]")

#: What a reader does not see: white space, Default_Ignorable_Code_Point (UAX #44) and the empty
#: Braille pattern.
_INVISIBLE = re.compile(
    r"[\s\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]*"
)


def clean_text(text: str) -> str:
    """Return the text in NFC with ``\\n`` line breaks, and without what is never part of a text.

    Any string may be given, and the result can be written to XML, iCalendar, CSV and e-mail.
    Idempotent. Returns "" if nothing of the text can be seen.
    """
    text = _REMOVED.sub("", _LINE_BREAKS.sub("\n", text))
    return "" if _INVISIBLE.fullmatch(text) else unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """Return the text as one line: `clean_text` with single spaces, without zero-width spaces."""
    return " ".join(_NO_WIDTH.sub("", clean_text(text)).split())
