"""Searches every column of every table for a word."""

from django.contrib.sessions.models import Session
from django.db import connection


def tables_with(word: str) -> set[str]:
    """Return the tables in which any column contains the word, search indexes included.

    Sessions are stored encoded, so they are decoded first.
    """
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(table)
            cursor.execute(f"SELECT * FROM {quoted}")
            if any(_is_in(value, word) for row in cursor.fetchall() for value in row):
                found.add(table)
    if any(word in str(session.get_decoded()) for session in Session.objects.all()):
        found.add(Session._meta.db_table)
    return found


def _is_in(value: object, word: str) -> bool:
    if isinstance(value, (bytes, memoryview)):
        value = bytes(value).decode("utf-8", "replace")
    # Search indexes store words in lower case.
    return word in str(value).lower()


def rows_by_table() -> dict[str, list[str]]:
    """Return every row of every table, to compare the database before and after."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found
