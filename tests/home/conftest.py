import pytest
from django.core.management import call_command


@pytest.fixture
def synced_roles(db) -> None:
    """Run sync_roles: groups, permissions on records, pages and files, and workflows."""
    call_command("sync_roles", verbosity=0)
