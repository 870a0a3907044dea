"""The pages that show a return code, and the one that opens a draft with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site import rate_limits
from engagement_site.public_forms import is_from_this_site
from sessions_app.feedback.tokens import spaced
from sessions_app.public_feedback.forms.codes import ResumeForm
from sessions_app.public_feedback.services import drafts
from sessions_app.public_feedback.views import draft_cookie, pages
from sessions_app.public_feedback.views.new import discarded, draft_page

#: Return codes that one network may try in an hour.
TRIES_PER_HOUR = 20


@draft_page
def later(request: HttpRequest) -> HttpResponse:
    """Show the code of a draft that is kept. The button makes this browser forget it."""
    code, draft = draft_cookie.code_in(request), draft_cookie.draft_in(request)
    if code is None or draft is None or not draft.is_kept or draft.reference:
        return redirect(pages.url_of_page("about"))
    if request.method == "POST":
        response = redirect(f"{pages.url_of_page('about')}?left=1")
        draft_cookie.forget(response)
        return response
    context = {"code": spaced(code), "until": timezone.localdate() + drafts.KEPT_FOR}
    return render(request, "public_feedback/later.html", context)


@draft_page
def resume(request: HttpRequest) -> HttpResponse:
    """Open a draft with its code, which comes in the form and never in an address."""
    form = ResumeForm(request.POST if request.method == "POST" else None)
    wait = 0
    if form.is_bound and form.is_valid() and is_from_this_site(request) is not False:
        wait = rate_limits.seconds_to_wait(request, form="feedback-code", limit=TRIES_PER_HOUR)
        draft = None if wait else drafts.draft_of(code=form.cleaned_data["code"])
        if draft is not None:
            onward = "done" if draft.reference else pages.next_page(draft)
            response = redirect(pages.url_of_page(onward))
            draft_cookie.remember(response, form.cleaned_data["code"])
            return response
        if not wait:
            form.add_error(
                "code",
                _("Nothing is saved under this code. It may have been deleted, or sent already."),
            )
    return code_page(request, "public_feedback/resume.html", {"form": form}, wait=wait)


@draft_page
def done(request: HttpRequest) -> HttpResponse:
    """Show the reference and the code. The button makes this browser forget them."""
    code, draft = draft_cookie.code_in(request), draft_cookie.draft_in(request)
    if request.method == "POST":
        return discarded(request, code, leads_to="track")
    if code is None or draft is None or not draft.reference:
        return redirect(pages.url_of_page("about"))
    context = {
        "reference": draft.reference,
        "code": spaced(code),
        "steps": pages.STEPS,
        "current": pages.STEP_OF["done"],
        "minutes": int(drafts.SHOWN_FOR.total_seconds() // 60),
    }
    return render(request, "public_feedback/done.html", context)


def code_page(
    request: HttpRequest, template: str, context: dict[str, object], *, wait: int
) -> HttpResponse:
    """Render a page that asks for a code; with ``wait``, it was tried too often."""
    form = context["form"]
    context["wait_minutes"] = rate_limits.whole_minutes(wait)
    context["page_has_errors"] = bool(wait or form.errors)  # type: ignore[attr-defined]
    response = render(request, template, context, status=429 if wait else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
