import json

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.site import database_down


def test_healthz_answers_without_a_database(client):
    assert client.get("/healthz").content == b"ok\n"


def test_readyz_ready(client, db):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {"ready": True, "outbox_oldest_seconds": None},
    )


def test_readyz_migration_pending(client, db):
    MigrationRecorder(connection).record_unapplied("accounts", "0001_initial")

    response = client.get("/readyz")

    assert (response.status_code, response.json()["reason"]) == (503, "migrations are pending")


def test_probes_database_away():
    status, _retry_after, page = database_down.get("/readyz")

    assert (status, json.loads(page)) == (503, {"ready": False, "reason": "the database is away"})
    assert database_down.get("/healthz") == (200, "-", "ok")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probe_post_refused(client, db, path):
    assert client.post(path).status_code == 405
