"""Makes the test's database connection refuse writes, as a standby or a read-only file does."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

STATEMENTS = {
    "sqlite": "PRAGMA query_only = {}",
    "postgresql": "SET default_transaction_read_only = {}",
}


@contextmanager
def read_only_database() -> Iterator[None]:
    """Use it outside a transaction, as in `django_db(transaction=True)`."""
    statement = STATEMENTS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement.format("on"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(statement.format("off"))
