"""No organization stands above itself."""

import pytest

from sessions_app.core.errors import EngagementError
from sessions_app.organizations.services.organizations import save_organization
from tests.builders import build_organization, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.mark.parametrize("distance", [0, 1, 3])
def test_parent_below_the_organization_is_refused(distance):
    top = below = build_organization(name="Top")
    for number in range(distance):
        below = build_organization(name=f"Below {number}", parent=below)
    top.parent = below

    with pytest.raises(EngagementError, match="cannot be its parent") as raised:
        save_organization(organization=top, by=build_user())

    assert raised.value.field == "parent"
    top.refresh_from_db()
    assert top.parent is None


def test_parent_beside_the_organization_is_saved():
    top = build_organization()
    one, other = build_organization(parent=top), build_organization(parent=top)
    other.parent = one

    save_organization(organization=other, by=build_user())

    other.refresh_from_db()
    assert other.parent == one
