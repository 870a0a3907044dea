"""Numbers of records, as addresses and forms bring them."""

#: The largest number of a record in the database: a BigAutoField's.
LARGEST = 2**63 - 1


def record_number(text: str) -> int | None:
    """Return the number of a record that ``text`` writes in plain digits, or None.

    None as well where no record can have that number. `str.isdigit` is no such question: it
    says yes to ``²``, which is no number, and to numbers that no database takes.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if 0 < number <= LARGEST else None
