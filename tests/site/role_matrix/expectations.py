"""Parse and combine the tables of the role matrix."""

from tests.site.role_matrix.people import Who

#: URL name, optionally with ``@`` and a variant → the roles with access.
Expectations = dict[str, Who]


def opens(*rows: tuple[Who, str]) -> Expectations:
    """Parse rows of roles and URL names. A word such as ``program:`` sets the namespace.

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
    """Merge tables. Raises ValueError for a name in more than one."""
    found: Expectations = {}
    for table in tables:
        if twice := found.keys() & table.keys():
            raise ValueError(f"in two tables: {', '.join(sorted(twice))}")
        found |= table
    return found
