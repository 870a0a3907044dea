"""The public list of listening sessions, and the page of one."""

import hashlib

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions_app.enums import SessionState
from sessions_app.exports import calendar
from sessions_app.forms.listening_sessions import SessionFilterForm
from sessions_app.models import (
    FeedbackItem,
    FollowUpAction,
    ListeningSession,
    SessionMaterial,
)
from sessions_app.selectors import listening_sessions as selectors
from sessions_app.views.documents import is_closed
from sessions_app.views.paging import page_of
from sessions_app.views.structured_data import session_as_json_ld

#: What was heard, shown on the session's page before it points to the rest.
HEARD_SHOWN = 20


def session_or_404(slug: str) -> ListeningSession:
    """Return the session that this address opens for anyone, or answer 404."""
    try:
        return selectors.public_session(slug=slug)
    except ObjectDoesNotExist:
        raise Http404(_("No listening session has this address.")) from None


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    form = SessionFilterForm(request.GET or None)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    sessions = selectors.public_sessions(
        when=chosen.get("when") or "upcoming",
        program=chosen.get("program"),
        state=chosen.get("state"),
        format=chosen.get("format"),
        language=chosen.get("language"),
        q=chosen.get("q", ""),
    ).prefetch_related("languages")
    page = page_of(request, sessions)
    context = {
        "form": form,
        "page": page,
        "entries": [
            (session, selectors.registration_status(listening_session=session))
            for session in page.object_list
        ],
        "is_past": chosen.get("when") == "past",
        "is_filtered": any(value for name, value in chosen.items() if name != "when"),
        "page_has_errors": bool(form.errors),
    }
    return render(request, "sessions_app/session_list.html", context)


@require_safe
def session_detail(request: HttpRequest, slug: str) -> HttpResponse:
    session = session_or_404(slug)
    languages = list(session.languages.all())
    heard: list[FeedbackItem] = []
    done: list[FollowUpAction] = []
    if session.state == SessionState.PUBLISHED:
        items = session.feedback_items.public()
        heard = list(items.select_related("organization")[: HEARD_SHOWN + 1])
        done = list(
            FollowUpAction.objects.public()
            .filter(feedback_items__in=items)
            .select_related("lead_agency")
            .distinct()
        )
    context = {
        "session": session,
        "status": selectors.registration_status(listening_session=session),
        "languages": languages,
        "agenda": session.agenda_items.all(),
        "materials": _public_materials(session),
        "heard": heard[:HEARD_SHOWN],
        "heard_has_more": len(heard) > HEARD_SHOWN,
        "done": done,
        "json_ld": session_as_json_ld(session, languages),
    }
    return render(request, "sessions_app/session_detail.html", context)


@require_safe
def session_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The session as a calendar file. Asked for again and unchanged, it is not sent again."""
    session = session_or_404(slug)
    body = calendar.session_calendar(listening_session=session)
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    # A venue is saved with its rooms, and is in the entry as well.
    saved = [session.updated_at, *([session.venue.updated_at] if session.venue else [])]
    changed_at = int(max(saved).timestamp())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{session.slug}.ics"'
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed_at)
    patch_cache_control(response, public=True, no_cache=True)
    return get_conditional_response(request, etag, changed_at, response) or response


def _public_materials(session: ListeningSession) -> list[SessionMaterial]:
    """The materials that anyone may open: none from a collection that is closed to the public."""
    materials = session.materials.select_related("document")
    return list(materials.exclude(is_closed("document__collection__path")))
