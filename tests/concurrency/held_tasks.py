"""A background task that runs until a test lets it end."""

import time
from pathlib import Path

from django_tasks import task


@task()
def hold(folder: str) -> None:
    """Create the file "begun" in the directory, and wait for the file "released"."""
    (Path(folder) / "begun").touch()
    while not (Path(folder) / "released").exists():
        time.sleep(0.05)
