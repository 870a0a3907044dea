"""Sends the evidence of an action update to those who may have it."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions_app.actions.models import ActionEvidence
from sessions_app.core.policies import require


@require_safe
@never_cache
def action_evidence(request: HttpRequest, reference: str, pk: int) -> FileResponse:
    """Send one file as a download; 404 to others, who do not learn that it exists.

    Never cached, because an action that was public can be made private.
    """
    evidence = get_object_or_404(
        ActionEvidence.objects.select_related("update__action"),
        pk=pk,
        update__action__reference=reference,
    )
    require(request.user, "view", evidence)
    if not evidence.file.name or not evidence.file.storage.exists(evidence.file.name):
        raise Http404
    return FileResponse(
        evidence.file.open(),
        as_attachment=True,
        filename=evidence.name,
        content_type=evidence.content_type,
    )
