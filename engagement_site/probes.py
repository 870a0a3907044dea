"""Liveness and readiness probes."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
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
    """Readiness: 200 if requests can be served, or 503 with the reason.

    `outbox_oldest_seconds` is how long the oldest due message has waited. It shows a stopped
    worker, but never causes a 503, because the web process works.
    """
    try:
        if not _is_migrated():
            return JsonResponse({"ready": False, "reason": "migrations are pending"}, status=503)
        waiting = outbox.oldest_waiting_seconds()
    except DatabaseError:
        return JsonResponse({"ready": False, "reason": "the database is away"}, status=503)
    return JsonResponse({"ready": True, "outbox_oldest_seconds": waiting})


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
