"""Content lines of iCalendar (RFC 5545, 3.1): property values, escaped and folded."""

import datetime
import re

from icalendar import vCalAddress, vText
from icalendar.parser import Contentline

from engagement_site.email_addresses import mailto
from engagement_site.plain_text import clean_line, clean_text

_BREAK = b"\r\n"
#: Octets per line before folding, one short of RFC 5545's 75, like icalendar.
_WIDTH = 74
_QUOTED = re.compile('"([^"]*)"')


def content_line(name: bytes, value: bytes) -> bytes:
    """Return one content line, folded between characters and never after a backslash."""
    line = name + value
    if len(line) <= _WIDTH:
        return line + _BREAK
    parts, start = [], 0
    while len(line) - start > _WIDTH:
        cut = start + _WIDTH
        while line[cut] & 0xC0 == 0x80:  # inside a multi-octet character
            cut -= 1
        if line[cut - 1] in b"\\^":
            cut -= 1
        parts.append(line[start:cut])
        start = cut
    parts.append(line[start:])
    return b"\r\n ".join(parts) + _BREAK


def text_value(text: str) -> bytes:
    """Escape text (RFC 5545, 3.3.11). icalendar would treat a typed ``\\N`` as a line break."""
    return rb"\\N".join(vText(part).to_ical() for part in clean_text(text).split("\\N"))


def utc_value(moment: datetime.datetime) -> bytes:
    """Return a date with UTC time (RFC 5545, 3.3.5)."""
    return f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}".encode()


def address_line(name: str, address: str, **parameters: str) -> bytes:
    """Return a property whose value is an e-mail address, such as ATTENDEE."""
    value = vCalAddress(mailto(address))
    for parameter, words in parameters.items():
        value.params[parameter] = vText(words)
    return Contentline.from_parts(name, value.params, value).to_ical() + _BREAK


def common_name(name: str) -> str:
    """Return a person's name for the parameter CN (RFC 5545, 3.2.2), legible in every reader.

    vobject and node-ical show the ``^'`` that encodes a quotation mark (RFC 6868), so quotation
    marks become typographic. node-ical ends a quoted value at a semicolon, which becomes a comma.
    """
    name = _QUOTED.sub("“\\1”", clean_line(name))
    return name.replace('"', "”").replace(";", ",")
