"""Public views for registering an organization without an account."""

from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from engagement_site.rate_limits import whole_minutes
from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.public_guard import PublicGuard, seconds_to_wait
from sessions_app.organizations.errors import DuplicateOrganizationError
from sessions_app.organizations.forms.organizations import OrganizationForm
from sessions_app.organizations.models import Organization
from sessions_app.organizations.selectors.look_alikes import is_almost_certainly_known
from sessions_app.organizations.services import organizations as service

STEPS = (_("Your organization"), _("Check your answers"), _("Done"))
PURPOSE = "organization"
#: Signed, so that the done page shows only references that we issued.
_done_signer = signing.Signer(salt="organization-made-known")


@csrf_exempt  # nobody is signed in, so a forged request uses no authority (docs/adr/0017)
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, OrganizationForm(), PublicGuard.opened(PURPOSE))
    guard = PublicGuard.of(PURPOSE, request.POST)
    is_name_known = "name_known" in request.POST
    form = OrganizationForm(request.POST, is_name_known=is_name_known)
    if not form.is_valid() or request.POST.get("step") == "edit":
        return _form_page(request, form, guard, is_name_known=is_name_known)
    if request.POST.get("step") != "send":
        return _check_page(request, form, guard, is_known=_is_known(request, form, guard))
    return _send(request, form, guard)


def _send(request: HttpRequest, form: OrganizationForm, guard: PublicGuard) -> HttpResponse:
    if refusal := guard.refusal(request):
        return _check_page(request, form, guard, refusal=refusal, status=400)
    if wait := seconds_to_wait(request, form=PURPOSE):
        return _check_page(request, form, guard, wait=wait, status=429)
    try:
        reference = _made_known(form, guard).reference
    except EngagementError as error:
        form.refuse(error)
        if is_duplicate := isinstance(error, DuplicateOrganizationError):
            form.ask_whether_different()
        return _form_page(request, form, guard, is_name_known=is_duplicate)
    done = reverse("sessions_app:organization_register_done")
    return redirect(f"{done}?{urlencode({'number': _done_signer.sign(reference)})}")


@cache_control(private=True, no_store=True)
@require_safe
def register_done(request: HttpRequest) -> HttpResponse:
    try:
        reference = _done_signer.unsign(request.GET.get("number", ""))
    except signing.BadSignature:
        return redirect("sessions_app:organization_register")
    context = {"reference": reference, "steps": STEPS}
    return render(request, "organizations/done.html", context)


def _made_known(form: OrganizationForm, guard: PublicGuard) -> Organization:
    answers = form.cleaned_data
    return service.register_organization(
        name=answers["name"],
        kind=answers["kind"],
        contact_name=answers["contact_name"],
        contact_email=answers["contact_email"],
        contact_phone=str(answers["contact_phone"] or ""),
        role=answers["role"],
        website=answers["website"],
        aliases=answers["aliases"],
        constituencies=answers.get("constituencies", ()),
        jurisdictions=answers["places"],
        languages=answers["languages"],
        email_consent=answers["email_consent"],
        different_organization=answers["different_organization"],
        submission=guard.submission,
    )


def _is_known(request: HttpRequest, form: OrganizationForm, guard: PublicGuard) -> bool:
    """Whether to say that the organization is known; not to bots, nor above the rate limit.

    The rate limit prevents using the form to find out who deals with the office.
    """
    if guard.refusal(request) or seconds_to_wait(request, form="organization-look-alikes"):
        return False
    answers = form.cleaned_data
    names = [answers["name"], *answers["aliases"]]
    return is_almost_certainly_known(names=names, website=answers["website"])


def _form_page(
    request: HttpRequest,
    form: OrganizationForm,
    guard: PublicGuard,
    *,
    is_name_known: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "guard": guard,
        "steps": STEPS,
        "is_name_known": is_name_known,
        "page_has_errors": form.is_bound and bool(form.errors),
    }
    if form.is_bound:
        context["language_step"] = "edit"
    return render(request, "organizations/form.html", context)


def _check_page(
    request: HttpRequest,
    form: OrganizationForm,
    guard: PublicGuard,
    *,
    refusal: str = "",
    wait: int = 0,
    status: int = 200,
    is_known: bool = False,
) -> HttpResponse:
    context = {
        "is_known": is_known,
        "form": form,
        "guard": guard,
        "steps": STEPS,
        "is_name_known": "name_known" in request.POST,
        "refusal": refusal,
        "wait_minutes": whole_minutes(wait),
        "page_has_errors": bool(refusal or wait),
        "language_step": "check",
    }
    response = render(request, "organizations/check.html", context, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response
