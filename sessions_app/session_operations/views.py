"""Public page of one listening session, with its published notes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sessions_app.listening_sessions.models import ListeningSession, SessionMaterial
from sessions_app.listening_sessions.selectors import sessions as selectors
from sessions_app.listening_sessions.views.sessions import session_or_404
from sessions_app.listening_sessions.views.structured_data import session_as_json_ld
from sessions_app.session_operations.selectors.documents import is_closed
from sessions_app.session_operations.selectors.results import results_of


@require_safe
def session_detail(request: HttpRequest, slug: str) -> HttpResponse:
    session = session_or_404(slug)
    languages = list(session.languages.all())
    context = {
        "session": session,
        "program": session.program,
        "status": selectors.registration_status(listening_session=session),
        "languages": languages,
        "agenda": session.agenda_items.all(),
        "materials": _public_materials(session),
        "results": results_of(session),
        "json_ld": session_as_json_ld(session, languages),
    }
    return render(request, "session_operations/session_detail.html", context)


def _public_materials(session: ListeningSession) -> list[SessionMaterial]:
    """Return the materials without view restrictions on their collection."""
    materials = session.materials.select_related("document")
    return list(materials.exclude(is_closed("document__collection__path")))
