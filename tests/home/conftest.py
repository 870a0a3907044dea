import pytest
from django.core.management import call_command


@pytest.fixture
def synced_roles(db) -> None:
    """Every group, with its permissions on records, pages and files, and the workflows."""
    call_command("sync_roles", verbosity=0)
