"""Idempotency keys under concurrency, on SQLite and PostgreSQL."""

import pytest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def test_form_sent_by_four_at_once_is_handled_once(crowd):
    job = {"do": "save_once", "times": 10, "key": "form {number}"}

    assert crowd(job, job, job, job) == {"saved": 10, "led to /saved/": 30}
