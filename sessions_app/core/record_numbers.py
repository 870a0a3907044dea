"""Parses primary keys in URLs and forms."""

#: The largest primary key of a BigAutoField.
LARGEST = 2**63 - 1


def record_number(text: str) -> int | None:
    """Return the primary key that ``text`` holds in ASCII digits, or None.

    None as well when it is out of range for a BigAutoField. `str.isdigit` is no substitute: it
    accepts ``²``, and numbers that no database can store.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if 0 < number <= LARGEST else None
