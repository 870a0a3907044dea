"""A representative's workspace."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from engagement_site.accounts.models import User
from sessions_app.calendars import services as calendar_feeds
from sessions_app.organization_operations.selectors import workspace as selectors
from sessions_app.organizations.forms.representatives import OwnDetailsForm
from sessions_app.organizations.models import Contact, Organization
from sessions_app.organizations.selectors import representatives
from sessions_app.organizations.services.representatives import change_own_details
from sessions_app.read_back.views.trails import TrailPage, saved_at
from sessions_app.registrations.services.personal_links import raw_token_for

View = Callable[..., HttpResponse]


def for_representatives(view: View) -> View:
    """Require a representative; other signed-in users are told what to do."""

    @cache_control(private=True, no_store=True)
    @wraps(view)
    def opened(request: HttpRequest, *args: str, **captured: str) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("account_request_login_code")
        contact = representatives.contact_of(user=request.user)
        organizations = representatives.organizations_of(contact=contact) if contact else []
        if contact is None or not organizations:
            return render(request, "organization_operations/workspace_none.html")
        return view(request, contact, organizations, *args, **captured)

    return opened


@require_http_methods(["GET", "HEAD"])
@for_representatives
def workspace(
    request: HttpRequest, contact: Contact, organizations: list[Organization]
) -> HttpResponse:
    return _workspace_page(request, contact, organizations, TrailPage(organizations))


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def workspace_trail(
    request: HttpRequest, contact: Contact, organizations: list[Organization]
) -> HttpResponse:
    """Say whether what came of a statement is told right."""
    if request.method != "POST":  # after signing in again
        return redirect("sessions_app:workspace")
    page = TrailPage(organizations)
    page.take(request)
    if page.saved:
        return saved_at(reverse("sessions_app:workspace"), page.saved)
    return _workspace_page(request, contact, organizations, page)


def _workspace_page(
    request: HttpRequest, contact: Contact, organizations: list[Organization], page: TrailPage
) -> HttpResponse:
    user = cast(User, request.user)
    context = page.context(request) | {
        "workspace": selectors.workspace(contact=contact, organizations=organizations, user=user),
        "feed": calendar_feeds.feed_address(user=user),
    }
    return render(request, "organization_operations/workspace.html", context, status=page.status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_representatives
def own_details(
    request: HttpRequest, contact: Contact, organizations: list[Organization]
) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = OwnDetailsForm(data, contact=contact)
    if form.is_bound and form.is_valid():
        change_own_details(contact=form.filled_contact(), by=cast(User, request.user))
        messages.success(request, _("Your details are saved."))
        return redirect("sessions_app:workspace")
    return render(request, "organization_operations/workspace_details.html", {"form": form})


@require_POST
@for_representatives
def new_calendar_address(
    request: HttpRequest, contact: Contact, organizations: list[Organization]
) -> HttpResponse:
    calendar_feeds.rotate(user=cast(User, request.user))
    messages.success(request, _("Your calendar has a new address. The old one no longer works."))
    return redirect("sessions_app:workspace")


@require_POST
@for_representatives
def open_registration(
    request: HttpRequest, contact: Contact, organizations: list[Organization], reference: str
) -> HttpResponse:
    """Redirect to the personal link of an own registration, to change or cancel it there."""
    registration = selectors.own_registration(
        contact=contact, user=cast(User, request.user), reference=reference
    )
    if registration is None:
        raise Http404
    return redirect("sessions_app:registration_detail", raw_token_for(registration=registration))
