"""Answers for the machinery that starts, stops and watches this process."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions_app.mail import selectors as outbox


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers. Asks nothing of the database: a restart would not mend it."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether requests can be served here: 200, or 503 with the reason.

    `outbox_oldest_seconds` tells how long the oldest message that is due has waited. A stopped
    worker shows in it; it never makes the answer 503, since the web process is not at fault.
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
