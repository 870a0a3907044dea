"""Template databases: built once per test run, and copied for each use.

All workers of a run share one directory. The first worker that needs a template builds it, under a
file lock. A copy is a file on SQLite, and CREATE DATABASE … TEMPLATE on PostgreSQL. Other processes
can connect to it.
"""

import fcntl
import hashlib
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection


class TemplateDatabase:
    """A template database for the whole run. One of the workers calls `make(name)` to build it.

    If `base` is given, it is copied first.
    """

    def __init__(
        self,
        folder: Path,
        make: Callable[[str], None],
        base: "TemplateDatabase | None" = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._make = make
        self._base = base
        self._is_made = folder / "made"

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Build the template unless another worker has; drop it when the last worker is done."""
        user = self._folder / f"user-{uuid.uuid4().hex}"
        with self._locked():
            if not self._is_made.exists():
                # Unique names, because another run may be using the same server.
                self._name = self._new_name()
                if self._base:
                    self._base.copy_to(self._name)
                self._make(self._name)
                self._is_made.write_text(self._name)
            self._name = self._is_made.read_text()
            user.touch()
        yield
        with self._locked():
            user.unlink()
            if not any(self._folder.glob("user-*")):
                _drop(self._name)
                self._is_made.unlink()

    @property
    def made_at(self) -> float:
        """Return the Unix timestamp of the build."""
        return self._is_made.stat().st_mtime

    def copy_to(self, name: str) -> None:
        """Copy this database to `name`. An existing database with that name is dropped."""
        with self._locked():  # PostgreSQL cannot make two copies of a template at once
            _drop(name)
            _copy(self._name, name)

    @contextmanager
    def copied(self) -> Iterator[None]:
        """Switch all threads of this process to a new copy, and drop the copy afterwards."""
        name = self._new_name()
        self.copy_to(name)
        try:
            with connected_to(name):
                yield
        finally:
            _drop(name)

    def _new_name(self) -> str:
        name = f"test_{uuid.uuid4().hex[:16]}"
        return str(self._folder / f"{name}.sqlite3") if connection.vendor == "sqlite" else name

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self._folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Switch the default connection, in all threads, to the database `name`."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def migrate(name: str) -> None:
    """Create the database `name` as Django creates a test database, and keep it.

    Outside CI an SQLite database is kept in pytest's cache until a migration or a pinned package
    changes. The caller's own `migrate` then only syncs what follows the code, such as permissions.
    """
    cached = _cached_file() if connection.vendor == "sqlite" and "CI" not in os.environ else None
    if cached is not None and cached.exists():
        _copy(str(cached), name)
        return
    before = connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"], connection.settings_dict["TEST"]["NAME"] = before
    if cached is not None:
        cached.parent.mkdir(parents=True, exist_ok=True)
        for outdated in cached.parent.iterdir():
            outdated.unlink()
        part = cached.with_suffix(".part")
        _copy(name, str(part))
        part.rename(cached)


def _cached_file() -> Path:
    """Return where the migrated database is kept, named by a hash of what it depends on."""
    sources = [settings.BASE_DIR / "requirements-dev.txt"]
    for app in apps.get_app_configs():
        if Path(app.path).is_relative_to(settings.BASE_DIR) and ".venv" not in app.path:
            sources += sorted(Path(app.path).glob("migrations/*.py"))
    told = hashlib.sha256()
    for source in sources:
        told.update(f"{source.name}\0".encode() + source.read_bytes())
    return settings.BASE_DIR / ".pytest_cache" / "migrated" / f"{told.hexdigest()}.sqlite3"


def _copy(source: str, target: str) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    else:
        quote = connection.ops.quote_name
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {quote(target)} TEMPLATE {quote(source)}")


def _drop(name: str) -> None:
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
    else:
        with connection.creation._nodb_cursor() as cursor:
            # A live server may not have closed its connection yet.
            cursor.execute(
                f"DROP DATABASE IF EXISTS {connection.ops.quote_name(name)} WITH (FORCE)"
            )
