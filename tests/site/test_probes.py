import datetime
import json

import pytest
import time_machine
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from sessions_app.mail.services import outbox
from sessions_app.models import OutboxMessage
from tests.builders import build_registration
from tests.read_only_database import read_only_database
from tests.site import database_down


def test_healthz_answers_without_a_database(client):
    assert client.get("/healthz").content == b"ok\n"


def test_readyz_ready(client, db):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (
        200,
        {
            "ready": True,
            "database_writes": True,
            "outbox_oldest_seconds": None,
            "outbox_waiting": 0,
            "outbox_failed": 0,
        },
    )


@pytest.mark.database
@pytest.mark.django_db
def test_readyz_counts_undelivered_mail_while_the_mail_server_is_down(client, smtp_server):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        build_registration()
        outbox.deliver_due()  # sent
    smtp_server.stop()
    for minutes in (10, 20, 30):
        with time_machine.travel(start + datetime.timedelta(minutes=minutes), tick=False):
            build_registration()
            if minutes == 10:
                OutboxMessage.objects.waiting().update(attempts=len(outbox.BACK_OFF))
            outbox.deliver_due()
    assert not OutboxMessage.objects.due(now=start + datetime.timedelta(minutes=30)).exists()

    with time_machine.travel(start + datetime.timedelta(minutes=30, seconds=5), tick=False):
        answer = client.get("/readyz").json()

    assert (answer["ready"], answer["outbox_waiting"], answer["outbox_failed"]) == (True, 2, 1)
    # From the creation of the message of minute 20: the one of minute 10 was given up.
    assert answer["outbox_oldest_seconds"] == 605


@pytest.mark.database
@pytest.mark.django_db
def test_readyz_message_held_back_by_an_hourly_cap_is_not_late(client, smtp_server):
    start = timezone.now()
    hour = datetime.timedelta(hours=1)
    with time_machine.travel(start, tick=False):
        build_registration()
        OutboxMessage.objects.update(next_attempt_at=start + hour)

    def oldest(after):
        with time_machine.travel(start + after, tick=False):
            answer = client.get("/readyz").json()
        return answer["outbox_waiting"], answer["outbox_oldest_seconds"]

    assert oldest(after=hour / 2) == (1, None)
    # Its hour has come, and no worker has.
    assert oldest(after=hour + datetime.timedelta(seconds=7)) == (1, 7)
    # It was tried, and waits for another attempt.
    smtp_server.stop()
    with time_machine.travel(start + hour, tick=False):
        outbox.deliver_due()
    assert oldest(after=hour + datetime.timedelta(seconds=7)) == (1, 3607)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_readyz_read_only_database(client):
    with read_only_database():
        response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "database_writes": False,
        "outbox_oldest_seconds": None,
        "outbox_waiting": 0,
        "outbox_failed": 0,
    }


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
