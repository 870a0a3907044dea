"""The trail of an organization, behind a link or for a representative who is signed in."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from engagement_site.rate_limits import whole_minutes
from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.public_guard import PublicGuard, seconds_to_wait
from sessions_app.core.views.link_pages import opened_by
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.organizations.models import Contact, Organization
from sessions_app.organizations.selectors.representatives import organizations_of
from sessions_app.read_back.forms.trails import TrailAnswerForm, TrailLinkForm
from sessions_app.read_back.selectors.trails import trail_of
from sessions_app.read_back.services import trails

PURPOSE = "trail-link"

by_trail_link = opened_by(
    lambda token: trails.contact_for(raw=token), stale="read_back/trail_stale.html"
)


@dataclass
class TrailPage:
    """The trail with a form at each entry; ``saved`` once an answer is stored."""

    organizations: Collection[Organization]
    form: TrailAnswerForm | None = None
    saved: str = ""
    is_allegation: bool = False

    def take(self, request: HttpRequest) -> None:
        """Store the answer that was sent, or keep the form with what is wrong."""
        reference = request.POST.get("reference", "")[:20]
        self.form = form = TrailAnswerForm(request.POST, reference=reference)
        if not form.is_valid():
            return
        given = form.cleaned_data
        try:
            trails.answer(
                organizations=self.organizations,
                reference=given["reference"],
                is_right=given["right"] == "yes",
                remark=given["remark"] if given["right"] == "no" else "",
            )
        except EngagementError as error:
            self.is_allegation = isinstance(error, ReadsLikeAllegationError)
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            self.saved = given["reference"]

    @property
    def status(self) -> int:
        return 400 if self.form and self.form.errors else 200

    def context(self, request: HttpRequest) -> dict[str, object]:
        trail = trail_of(self.organizations)
        sent = self.form.data["reference"] if self.form else ""
        return {
            "trail": trail,
            "rows": [
                {
                    "entry": entry,
                    "form": self.form
                    if entry.item.reference == sent
                    else TrailAnswerForm(reference=entry.item.reference),
                }
                for entry in trail.entries
            ],
            "form": self.form,
            "saved": request.GET.get("saved", "")[:20],
            "is_allegation": self.is_allegation,
            "page_has_errors": bool(self.form and self.form.errors),
        }


def saved_at(url: str, reference: str) -> HttpResponse:
    """Redirect to the entry whose answer was saved."""
    return redirect(f"{url}?saved={reference}#{reference}")


@by_trail_link
def trail(request: HttpRequest, contact: Contact, token: str) -> HttpResponse:
    organizations = organizations_of(contact=contact)
    page = TrailPage(organizations)
    if request.method == "POST":
        page.take(request)
        if page.saved:
            return saved_at(reverse("sessions_app:trail", args=[token]), page.saved)
    context = page.context(request) | {"organizations": organizations}
    return render(request, "read_back/trail.html", context, status=page.status)


@csrf_exempt  # nobody is signed in, so a forged request uses no authority (docs/adr/0017)
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def trail_request(request: HttpRequest) -> HttpResponse:
    """Ask for the link. The answer is the same for every address (docs/adr/0041)."""
    if request.method != "POST":
        return _request_page(request, TrailLinkForm(), PublicGuard.opened(PURPOSE))
    guard, form = PublicGuard.of(PURPOSE, request.POST), TrailLinkForm(request.POST)
    if not form.is_valid():
        return _request_page(request, form, guard)
    if refusal := guard.refusal(request):
        return _request_page(request, form, guard, refusal=refusal, status=400)
    if wait := seconds_to_wait(request, form=PURPOSE):
        response = _request_page(request, form, guard, wait=wait, status=429)
        response.headers["Retry-After"] = str(wait)
        return response
    trails.request_link(email=form.cleaned_data["email"], submission=guard.submission)
    return render(request, "read_back/trail_requested.html")


def _request_page(
    request: HttpRequest,
    form: TrailLinkForm,
    guard: PublicGuard,
    *,
    refusal: str = "",
    wait: int = 0,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "guard": guard,
        "refusal": refusal,
        "wait_minutes": whole_minutes(wait),
        "page_has_errors": bool(form.errors or refusal or wait),
    }
    return render(request, "read_back/trail_request.html", context, status=status)
