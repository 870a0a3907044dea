"""The public list of listening sessions."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions_app.core.views.paging import page_of
from sessions_app.listening_sessions.forms.filters import SessionFilterForm
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.selectors import sessions as selectors


def session_or_404(slug: str) -> ListeningSession:
    """Return the session if anyone with the URL may see it, or raise Http404."""
    try:
        return selectors.public_session(slug=slug)
    except ObjectDoesNotExist:
        raise Http404(_("There is no listening session at this address.")) from None


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
        "entries": selectors.with_status(page.object_list),
        "is_past": chosen.get("when") == "past",
        "is_filtered": any(value for name, value in chosen.items() if name != "when"),
        "page_has_errors": bool(form.errors),
    }
    return render(request, "listening_sessions/list.html", context)
