"""The default cache: a database table, shared by all processes (docs/adr/0005)."""

from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import DatabaseError, OperationalError
from django.utils.crypto import salted_hmac

from engagement_site.database_errors import is_read_only


def keyed_hash(key: str, prefix: str, version: int) -> str:
    """Return the key under which an entry is stored: a keyed hash (``KEY_FUNCTION``).

    allauth's rate limits have IP addresses in their keys, and plain hashes of e-mail addresses,
    which can be guessed. Nobody who reads the table learns either.
    """
    name = f"{prefix}:{version}:{key}"
    return salted_hmac("engagement_site.cache", name, algorithm="sha256").hexdigest()


class StrictDatabaseCache(DatabaseCache):
    """Django's cache table, for rate limits: ours and allauth's count with `add`.

    Django's own `add` returns False also when the table cannot be written, so that a limiter takes
    every request for one too many.
    """

    def add(
        self, key: str, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: Any = None
    ) -> bool:
        """Store an entry and return True, or return False if there is one already.

        Raises ``OperationalError`` if it cannot be stored.
        """
        if super().add(key, value, timeout, version):
            return True
        if self.has_key(key, version):
            return False
        raise OperationalError("The cache table does not take a new entry.")

    def get_many(self, keys: Iterable[str], version: Any = None) -> dict[str, Any]:
        """Return the entries that there are; none if the database is read-only and one expired."""
        try:
            return super().get_many(keys, version)
        except DatabaseError as error:
            # Django deletes the expired entries that it comes across.
            if is_read_only(error):
                return {}
            raise
