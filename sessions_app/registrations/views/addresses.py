"""Views that give a registration another e-mail address: ask for it, and confirm it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from engagement_site.rate_limits import whole_minutes
from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.public_guard import seconds_to_wait
from sessions_app.core.views.link_pages import opened_by
from sessions_app.registrations.forms.addresses import NewAddressForm
from sessions_app.registrations.models import Registration
from sessions_app.registrations.services import addresses, personal_links
from sessions_app.registrations.views.personal_links import by_personal_link

by_confirmation_link = opened_by(
    lambda token: personal_links.new_address_for(raw=token),
    stale="registrations/personal_link_stale.html",
)


@by_personal_link
def registration_address(
    request: HttpRequest, registration: Registration, token: str
) -> HttpResponse:
    if request.method != "POST" and not registration.takes_changes():
        return redirect("sessions_app:registration_detail", token)
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    wait = 0
    if form.is_bound and form.is_valid():
        wait = seconds_to_wait(request, form="new-address")
        if not wait:
            try:
                addresses.request_address(
                    registration=registration, email=form.cleaned_data["email"]
                )
            except EngagementError as error:
                form.add_error("email" if error.field else None, error.message)
            else:
                return redirect("sessions_app:registration_detail", token)
    context = {
        "registration": registration,
        "session": registration.listening_session,
        "token": token,
        "form": form,
        "wait_minutes": whole_minutes(wait),
        "page_has_errors": bool(form.errors or wait),
    }
    response = render(request, "registrations/address.html", context, status=429 if wait else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@by_confirmation_link
def registration_confirm_address(
    request: HttpRequest, registration: Registration, token: str
) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            current = addresses.confirm_address(raw=token)
        except EngagementError as error:
            problem = error.message
        else:
            link = personal_links.raw_token_for(registration=current)
            return redirect("sessions_app:registration_detail", link)
    context = {
        "registration": registration,
        "session": registration.listening_session,
        "problem": problem,
        "page_has_errors": bool(problem),
    }
    status = 409 if problem else 200
    return render(request, "registrations/confirm_address.html", context, status=status)
