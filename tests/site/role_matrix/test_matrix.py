"""Role matrix: checks access to every URL of the site for every role.

The tables list the roles with access; all others must be denied. A URL that is in no table fails
the test, so a new view, ours or Wagtail's, cannot be added without deciding who has access.
"""

import pytest
from django.urls import resolve

from home.admin_permissions import CHECKED_BY_WAGTAIL
from tests.site.role_matrix.expectations import joined
from tests.site.role_matrix.people import ADMINISTRATOR, EVERYBODY, NOBODY, Who
from tests.site.role_matrix.resolver import every_url
from tests.site.role_matrix.table_public import ACCOUNTS, PUBLIC, SHADOWED
from tests.site.role_matrix.table_records import EXPORTS, RECORDS
from tests.site.role_matrix.table_wagtail import ADMIN, FILES, PAGES, REPORTS
from tests.site.role_matrix.world import World, is_open

pytestmark = [
    pytest.mark.django_db,
    # Wagtail does not close the files of new image renditions.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]

#: Rows of views that Wagtail itself protects, for `make test-nightly`. Every run still checks that
#: the tables list all URLs.
NIGHTLY = {name for name in FILES | REPORTS | ADMIN if name.partition("@")[0] in CHECKED_BY_WAGTAIL}
TABLE = joined(PUBLIC, ACCOUNTS, RECORDS, EXPORTS, PAGES, FILES, REPORTS, ADMIN)
URLS = every_url()


def test_tables_name_every_address_and_no_other(world: World):
    new = sorted(str(url) for url in URLS if url.key not in TABLE)
    assert not new, f"say in a table for whom these open: {new}"

    names = {url.key for url in URLS}
    names |= {f"{url.key}@{variant}" for url in URLS for variant in world.variants_of(url)}
    assert sorted(names - TABLE.keys()) == [], "try these in a table as well"
    assert sorted(TABLE.keys() - names) == [], "there is no such address any more"


def test_addresses_lead_to_the_patterns_that_they_stand_for(world: World):
    shadowed = set()
    for url in URLS:
        match = resolve(world.address(url).partition("?")[0])
        if (match.route, match.func) != (url.route, url.view):
            shadowed.add(url.key)

    assert shadowed == SHADOWED


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.nightly] if name in NIGHTLY else [])
        for name in sorted(TABLE)
    ],
)
def test_address_opens_to_those_in_the_table(world: World, name: str):
    key, _, variant = name.partition("@")
    expected = TABLE[name]
    # If no role has access, check that the URL works for an administrator.
    asked = EVERYBODY if expected & EVERYBODY else EVERYBODY | ADMINISTRATOR
    for url in [url for url in URLS if url.key == key]:
        got_in = NOBODY
        for who in asked:
            if is_open(url.key, world.request(who, url, variant)):
                got_in |= who
        assert got_in == expected, _difference(got_in, expected)


def _difference(got_in: Who, expected: Who) -> str:
    return f"opens to {got_in & ~expected}, and stays closed to {expected & ~got_in}"
