"""No access token reaches a log, whatever goes wrong at the URL that holds it."""

import io
import logging

import pytest
from django.conf import settings
from django.urls import reverse

from engagement_site.log_filters import SecretPathFilter, without_secrets
from sessions_app.registrations.services import personal_links
from tests.builders import build_registration
from tests.site.secret_paths import SECRET, path_of, secret_names


@pytest.fixture
def log():
    """Return what our log handler has written; every logger of the settings uses it."""
    handlers = {
        handler
        for name in (None, *settings.LOGGING["loggers"])
        for handler in logging.getLogger(name).handlers
        if any(isinstance(each, SecretPathFilter) for each in handler.filters)
    }
    assert handlers
    written = io.StringIO()
    streams = [(handler, handler.setStream(written)) for handler in handlers]
    yield written
    for handler, stream in streams:
        handler.setStream(stream)


def test_every_secret_path_is_known():
    paths = [path_of(name) for name in secret_names()]

    assert len(paths) >= 10
    for path in paths:
        assert SECRET not in without_secrets(f"Not Found: {path}"), path
        assert SECRET not in without_secrets(f"Not Found: /es{path}"), path


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete", "post"])
def test_errors_at_secret_paths_are_logged_without_the_secret(client, db, log, method):
    client.handler.enforce_csrf_checks = True
    for path in map(path_of, secret_names()):
        for address in (path, f"/es{path}", f"{path}more/", path.rstrip("/")):
            getattr(client, method)(address)

    assert SECRET not in log.getvalue()
    assert "[secret]" in log.getvalue()


def test_valid_tokens_are_not_logged(client, db, log):
    token = personal_links.raw_token_for(registration=build_registration())
    for view in ("registration_cancel", "registration_change", "registration_calendar"):
        address = reverse(f"sessions_app:{view}", args=[token])
        assert client.put(address).status_code == 405

    assert token not in log.getvalue()
    assert "/registrations/[secret]/cancel/" in log.getvalue()


def test_traceback_is_cleaned_as_well(log):
    try:
        raise ValueError(f"no page /invitations/{SECRET}/ here")
    except ValueError:
        logging.getLogger("django.request").exception("Failed: %s", f"/calendar/{SECRET}.ics")

    assert SECRET not in log.getvalue()
    assert "no page /invitations/[secret]/ here" in log.getvalue()


def test_staff_paths_with_the_same_words_are_kept(log):
    logging.getLogger("django.request").warning("Not Found: %s", "/admin/registrations/inspect/5/")

    assert "/admin/registrations/inspect/5/" in log.getvalue()


def test_arguments_that_do_not_fit_break_no_request(log):
    log_request = logging.getLogger("django.request").warning
    log_request("Only %s and %s", f"/calendar/{SECRET}.ics")

    assert "Only %s and %s" in log.getvalue()
    assert SECRET not in log.getvalue()
