import pytest
from django.core.management import call_command


@pytest.fixture
def synced_roles(db) -> None:
    """Run sync_roles: create the groups, their permissions, and the workflows."""
    call_command("sync_roles", verbosity=0)
