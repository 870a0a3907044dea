"""Liveness and readiness probes."""

from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions_app.mail import selectors as outbox


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Liveness: the process responds. No database query, because a restart would not fix that."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Readiness: 200 if pages can be served, or 503 with the reason.

    The other values are for alerts and never cause a 503: undelivered messages are no fault of the
    web process, and pages are served while the database is read-only.
    """
    try:
        if not _is_migrated():
            return JsonResponse({"ready": False, "reason": "migrations are pending"}, status=503)
        mail = outbox.outbox_health()
        writes = _database_writes()
    except DatabaseError:
        return JsonResponse({"ready": False, "reason": "the database is away"}, status=503)
    return JsonResponse(
        {
            "ready": True,
            "database_writes": writes,
            "outbox_oldest_seconds": mail.oldest_seconds,
            "outbox_waiting": mail.waiting,
            "outbox_failed": mail.failed,
        }
    )


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _database_writes() -> bool:
    """Whether the database accepts writes, and is no standby or read-only file.

    An UPDATE that matches no row is refused like any other, and changes nothing.
    """
    try:
        with transaction.atomic():
            MigrationRecorder(connection).migration_qs.filter(pk=0).update(name="")
    except DatabaseError:
        return False
    return True
