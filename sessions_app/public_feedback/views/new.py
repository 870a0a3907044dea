"""The public form with which people tell us something, without an account; docs/adr/0050."""

from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from engagement_site.public_forms import is_from_this_site
from engagement_site.rate_limits import whole_minutes
from sessions_app.core.forms.public_guard import PublicGuard, seconds_to_wait
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.programs.models import Program
from sessions_app.public_feedback.services import drafts
from sessions_app.public_feedback.services.drafts import Draft
from sessions_app.public_feedback.views import draft_cookie, pages

PURPOSE = "feedback"
#: Added to the address after a page was saved: then there has to be a cookie.
SAVED = "saved"


def draft_page(view):  # type: ignore[no-untyped-def]
    """Decorate a view of a draft. No token against forgery: without the cookie, which browsers do
    not send along from other sites, a forged form opens no draft (docs/adr/0050).
    """
    view = cache_control(private=True, no_store=True)(view)
    return csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(view))


@draft_page
def about(request: HttpRequest) -> HttpResponse:
    return _page(request, "about")


@draft_page
def words(request: HttpRequest) -> HttpResponse:
    return _page(request, "words")


@draft_page
def who(request: HttpRequest) -> HttpResponse:
    return _page(request, "who")


@draft_page
def details(request: HttpRequest) -> HttpResponse:
    return _page(request, "details")


def _page(request: HttpRequest, page: str) -> HttpResponse:
    draft = draft_cookie.draft_in(request)
    if draft and draft.reference:
        return redirect(pages.url_of_page("done"))
    if request.method == "POST":
        return _post(request, page, draft)
    if draft is None and SAVED in request.GET:
        return _render_page(request, page, pages.form_of(page, Draft()), is_lost=True)
    draft = draft or Draft()
    # A page whose earlier ones are not filled in yet is no place to begin.
    order = pages.pages_of(draft)
    first = pages.next_page(draft)
    if page not in order or (first in order and order.index(first) < order.index(page)):
        return redirect(pages.url_of_page(first))
    form = pages.form_of(page, draft)
    if page == "about" and not draft.answers:
        chosen = Program.objects.filter(slug=request.GET.get("program", "")).first()
        form.initial["program"] = chosen and chosen.pk
    return _render_page(request, page, form, is_saved=bool(draft.answers))


def _post(request: HttpRequest, page: str, draft: Draft | None) -> HttpResponse:
    code = draft_cookie.code_in(request)
    if request.POST.get("step") == "delete":
        return discarded(request, code)
    form = pages.form_of(page, draft or Draft(), request.POST)
    if is_from_this_site(request) is False:
        form.add_error(
            None, _("This form was sent from another site. Fill it in here, then send it.")
        )
    if not form.is_valid():
        return _render_page(request, page, form)
    if draft is None and (wait := seconds_to_wait(request, form="feedback-draft")):
        return _render_page(request, page, form, wait=wait)
    try:
        code = drafts.save(code=code, page=page, answers=pages.typed_in(form, request.POST))
    except ReadsLikeAllegationError as error:
        return _stopped(request, page, form, error)
    if request.POST.get("step") == "later":
        drafts.keep(code=code)
        response = redirect(pages.url_of_page("later"))
    else:
        saved = drafts.draft_of(code=code) or Draft()
        onward = _page_after(page, saved)
        response = redirect(f"{pages.url_of_page(onward)}?{SAVED}=1")
    draft_cookie.remember(response, code)
    return response


def _page_after(page: str, draft: Draft) -> str:
    """Return the next page; once all are filled in, the one on which they are checked."""
    first = pages.next_page(draft)
    order = pages.pages_of(draft)
    # The choice before decides what these ask.
    if page == "who" and "details" in order:
        return "details" if first == "check" else first
    return first


def _stopped(
    request: HttpRequest, page: str, form: forms.Form, error: ReadsLikeAllegationError
) -> HttpResponse:
    """Show the complaint routes, and what was typed, which is stored nowhere."""
    form.add_error(error.field, pages.stopped_words(error))
    return _render_page(request, page, form, is_stopped=True)


def _render_page(
    request: HttpRequest,
    page: str,
    form: forms.Form,
    *,
    is_saved: bool = False,
    is_stopped: bool = False,
    is_lost: bool = False,
    wait: int = 0,
) -> HttpResponse:
    context = {
        "form": form,
        "page_name": page,
        "page_url": pages.url_of_page(page),
        "steps": pages.STEPS,
        "current": pages.STEP_OF[page],
        "is_saved": is_saved,
        "is_stopped": is_stopped,
        "is_lost": is_lost,
        "is_deleted": "deleted" in request.GET,
        "is_left": "left" in request.GET,
        "wait_minutes": whole_minutes(wait),
        "page_has_errors": bool((form.is_bound and form.errors) or wait or is_lost),
    }
    response = render(request, f"public_feedback/{page}.html", context, status=429 if wait else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@draft_page
def check(request: HttpRequest) -> HttpResponse:
    code, draft = draft_cookie.code_in(request), draft_cookie.draft_in(request)
    if code is None or draft is None:
        return redirect(f"{pages.url_of_page('about')}?{SAVED}=1")
    missing = "done" if draft.reference else pages.next_page(draft)
    if missing != "check" and request.POST.get("step") != "delete":
        return redirect(pages.url_of_page(missing))
    if request.method == "POST":
        return _post_check(request, code, draft)
    return _check_page(request, draft, PublicGuard.opened(PURPOSE))


def _post_check(request: HttpRequest, code: str, draft: Draft) -> HttpResponse:
    step = request.POST.get("step")
    if step == "delete":
        return discarded(request, code)
    if step == "later":
        drafts.keep(code=code)
        return redirect(pages.url_of_page("later"))
    return _send(request, code, draft)


def _send(request: HttpRequest, code: str, draft: Draft) -> HttpResponse:
    guard = PublicGuard.of(PURPOSE, request.POST)
    if refusal := guard.refusal(request):
        return _check_page(request, draft, guard, refusal=refusal)
    if wait := seconds_to_wait(request, form=PURPOSE):
        return _check_page(request, draft, guard, wait=wait)
    try:
        drafts.send(code=code, sent=pages.answers_of(draft), language=get_language() or "en")
    except ReadsLikeAllegationError as error:
        # It was a commendation when it was saved.
        page = "words" if error.field == "words" else "details"
        typed = draft.answers[page]
        drafts.drop(code=code, page=page)
        return _stopped(request, page, pages.form_of(page, draft, typed), error)
    response = redirect(pages.url_of_page("done"))
    draft_cookie.remember(response, code)
    return response


def _check_page(
    request: HttpRequest, draft: Draft, guard: PublicGuard, *, refusal: str = "", wait: int = 0
) -> HttpResponse:
    context = {
        "rows": pages.rows_of(draft),
        "guard": guard,
        "steps": pages.STEPS,
        "current": pages.STEP_OF["check"],
        "refusal": refusal,
        "wait_minutes": whole_minutes(wait),
        "page_has_errors": bool(refusal or wait),
    }
    status = 400 if refusal else 429 if wait else 200
    response = render(request, "public_feedback/check.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def discarded(request: HttpRequest, code: str | None, *, leads_to: str = "about") -> HttpResponse:
    """Delete the draft of a browser, and forget it there."""
    if code is not None and is_from_this_site(request) is not False:
        drafts.discard(code=code)
    response = redirect(f"{pages.url_of_page(leads_to)}?{urlencode({'deleted': 1})}")
    draft_cookie.forget(response)
    return response
