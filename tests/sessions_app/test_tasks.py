"""The worker's periodic tasks."""

import pytest
from django.db import OperationalError

from sessions_app import tasks
from sessions_app.models import OutboxMessage
from tests.builders import build_registration

pytestmark = pytest.mark.django_db


def broken():
    raise RuntimeError("a reminder that cannot be written")


def test_step_that_fails_holds_up_no_mail(smtp_server, monkeypatch, caplog):
    build_registration()
    monkeypatch.setattr(tasks, "STEPS", (broken, *tasks.STEPS))

    assert tasks.sweep() == 1

    assert OutboxMessage.objects.get().sent_at is not None
    assert "broken failed; everything else goes on." in caplog.text


def test_database_that_is_away_ends_the_sweep(monkeypatch):
    def away():
        raise OperationalError("no connection")

    monkeypatch.setattr(tasks, "STEPS", (away,))

    with pytest.raises(OperationalError):
        tasks.sweep()
