"""What a database error means, on both engines."""

import sqlite3

#: PostgreSQL's `read_only_sql_transaction`, which Django reports as an InternalError.
_READ_ONLY_SQLSTATE = "25006"
#: The primary code of a SQLite error is its lowest byte.
_PRIMARY_CODE = 0xFF


def is_read_only(error: BaseException) -> bool:
    """Whether the database refused a write, as a standby and a read-only file do."""
    cause = error.__cause__
    return (
        getattr(cause, "sqlstate", None) == _READ_ONLY_SQLSTATE
        or getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE == sqlite3.SQLITE_READONLY
    )
