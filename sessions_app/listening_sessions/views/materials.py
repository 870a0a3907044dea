"""Keeps the materials of a session private until its page is public."""

from django.http import Http404, HttpRequest
from wagtail.documents.models import Document
from wagtail.documents.permissions import permission_policy
from wagtail.models import ReferenceIndex

from sessions_app.core.policies import policy_for
from sessions_app.listening_sessions.models import ListeningSession


def check_material(document: Document, request: HttpRequest) -> None:
    """Raise 404 for the material of a draft or of a session by invitation, before it is served.

    Except to those who may see the session or work with the document, and unless a session that
    anyone may see, or a page, shows the document as well.
    """
    sessions = ListeningSession.objects.filter(materials__document=document)
    if not sessions.exists() or sessions.reachable().exists():
        return
    if ReferenceIndex.get_references_to(document).exists():
        return
    seen = policy_for(ListeningSession).visible(request.user)
    if not sessions.filter(pk__in=seen.values("pk")).exists() and not (
        permission_policy.user_has_any_permission_for_instance(
            request.user, ["add", "change", "choose"], document
        )
    ):
        raise Http404
