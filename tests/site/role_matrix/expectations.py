"""Parses and combines the tables of the role matrix."""

from tests.site.role_matrix.people import Who

#: Name of a URL, with ``@`` and its variant → the roles that it opens to.
Expectations = dict[str, Who]


def opens(*rows: tuple[Who, str]) -> Expectations:
    """Parse rows of roles and names; ``program:`` is the namespace of all names up to the next one.

    Raises ValueError for a duplicate name.
    """
    found: Expectations = {}
    for who, names in rows:
        namespace = ""
        for word in names.split():
            if word.endswith(":"):
                namespace = word if word != ":" else ""
            elif (name := namespace + word) in found:
                raise ValueError(f"{name} is in the table twice")
            else:
                found[name] = who
    return found


def joined(*tables: Expectations) -> Expectations:
    """Return all tables as one. Raises ValueError for a name that is in two of them."""
    found: Expectations = {}
    for table in tables:
        if twice := found.keys() & table.keys():
            raise ValueError(f"in two tables: {', '.join(sorted(twice))}")
        found |= table
    return found
