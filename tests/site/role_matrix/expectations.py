"""How the tables of the matrix are written and read."""

from tests.site.role_matrix.people import Who

#: Name of an address, with its variant behind an ``@`` → for whom it opens.
Expectations = dict[str, Who]


def opens(*rows: tuple[Who, str]) -> Expectations:
    """Read rows of roles and names: ``program:`` stands before all names up to the next such.

    Raises ValueError for a name that is there twice.
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
