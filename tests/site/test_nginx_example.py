"""The nginx example in docs/operations.md adds the site's headers to what nginx serves itself."""

import re
from pathlib import Path

import pytest

from tests.site.secret_paths import path_of, secret_names
from tests.site.security_headers import faults, policy

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
HEADERS_FILE, SERVER, LOGS = re.findall(r"```nginx\n(.*?)```", PAGE, re.DOTALL)
HEADERS = dict(re.findall(r'^add_header (\S+) "(.*)" always;$', HEADERS_FILE, re.MULTILINE))
LOCATIONS = dict(re.findall(r"^location (?:\^~ )?(\S+) \{([^}]*)\}", SERVER, re.MULTILINE))


@pytest.mark.django_db
def test_example_has_the_headers_that_the_site_sends(client):
    response = client.get("/static/site.css", secure=True)
    response.close()

    assert faults("/static/site.css", HEADERS) == []
    assert policy(response.headers) == policy(HEADERS)
    for name in set(HEADERS) - {"Content-Security-Policy"}:
        assert response.headers[name] == HEADERS[name]


def test_every_location_that_nginx_serves_includes_the_headers():
    # nginx drops the add_header lines of the levels above from a location with one of its own.
    assert "add_header" not in SERVER
    included = {path for path, body in LOCATIONS.items() if "engagement-headers.conf" in body}
    assert set(LOCATIONS) == {"/", "/media/", "/media/documents/", "/static/"}
    assert included == set(LOCATIONS) - {"/"}


@pytest.mark.parametrize("name", sorted(secret_names()))
def test_paths_with_access_tokens_are_not_logged(name):
    (pattern,) = re.findall(r'"~(.*)" 0;', LOGS)

    assert re.search(pattern, path_of(name))
    assert re.search(pattern, f"/es{path_of(name)}")


@pytest.mark.parametrize("path", ["/", "/sessions/calendar/", "/calendar.ics", "/registrations"])
def test_other_paths_are_logged(path):
    (pattern,) = re.findall(r'"~(.*)" 0;', LOGS)

    assert not re.search(pattern, path)
