"""Every service that changes a record writes the audit log, with it or not at all.

A new service fails `test_every_public_service_is_known` until the module of its noun in this folder
has a call of it, or the reason why it writes no log (docs/invariants.md, 4 and 12).
"""

import inspect
from contextlib import nullcontext

import pytest
from django.db import OperationalError, connection, transaction

from sessions_app.models import AuditEntry, OutboxMessage
from tests.builders import build_user
from tests.sessions_app.audit import (  # noqa: F401  each adds its calls to the catalog
    actions,
    feedback,
    feedback_register,
    mail,
    organizations,
    people,
    public_feedback,
    read_back,
    registrations,
    sessions,
)
from tests.sessions_app.audit.catalog import CATALOG, name_of, public_services
from tests.whole_database import rows_by_table

# Noon in Chicago, where the sessions take place: nothing crosses midnight.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_in_2026")]

#: Names in the code of a function that writes the log.
WRITES_LOG = {"record", "record_day", "transition"}


def each(calls):
    return pytest.mark.parametrize("call", [pytest.param(call, id=call.label) for call in calls])


class Writes:
    """Counts the statements that write, and fails in place of the one with this number."""

    def __init__(self, failing: int = 0) -> None:
        self.count = 0
        self.failing = failing

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.count += 1
            if self.count == self.failing:
                raise OperationalError("disk full")
        return execute(sql, params, many, context)


def run(call, arguments, writes=None):
    with (
        transaction.atomic() if call.is_part else nullcontext(),
        connection.execute_wrapper(writes or Writes()),
    ):
        call.service(**arguments)


def test_every_public_service_is_known():
    called = {call.service for call in CATALOG.calls}

    unknown = public_services() - called - set(CATALOG.silent)

    assert sorted(map(name_of, unknown)) == [], "add a call of it, or why it writes no log"
    assert sorted(map(name_of, called & set(CATALOG.silent))) == []


def test_service_without_log_calls_nothing_that_writes_it():
    logging = [
        name_of(service)
        for service in CATALOG.silent
        if WRITES_LOG & set(inspect.unwrap(service).__code__.co_names)
    ]

    assert logging == []


@each(CATALOG.calls)
def test_service_writes_its_log_entries_and_queues_its_mail(call):
    by = build_user()
    arguments = call.arguments(by)
    last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    queued = set(OutboxMessage.objects.values_list("pk", flat=True))

    run(call, arguments)

    entries = AuditEntry.objects.filter(pk__gt=last).order_by("pk")
    assert [entry.action for entry in entries] == list(call.logs)
    user = arguments.get(call.on_behalf_of)
    assert {entry.user for entry in entries} <= {user}
    mails = OutboxMessage.objects.exclude(pk__in=queued).order_by("pk")
    assert [message.kind for message in mails] == list(call.mails)


@each([call for call in CATALOG.calls if call.logs and not call.is_part])
def test_service_that_fails_at_its_last_write_changes_nothing(call):
    by = build_user()
    every = Writes()
    with transaction.atomic():
        run(call, call.arguments(by), every)
        transaction.set_rollback(True)
    arguments = call.arguments(by)
    before = rows_by_table()

    with pytest.raises(OperationalError, match="disk full"):
        run(call, arguments, Writes(failing=every.count))

    assert rows_by_table() == before
