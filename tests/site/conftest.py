import pytest
from django.contrib.auth.models import Permission

from engagement_site.accounts.emails import mark_verified
from engagement_site.accounts.models import User

PASSWORD = "a-long-enough-passphrase"


@pytest.fixture
def person(db) -> User:
    """Create a user who is not staff."""
    user = User.objects.create_user(
        "rosa@example.org", PASSWORD, first_name="Rosa", last_name="Lopez"
    )
    mark_verified(user)
    return user


@pytest.fixture
def staff_member(db) -> User:
    """Create a user with access to the admin and no other permission."""
    user = User.objects.create_user("ada@crcl.example", PASSWORD, first_name="Ada", last_name="Oh")
    user.user_permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    mark_verified(user)
    return user
