"""Staff screen that changes a registration for somebody who phones or writes."""

from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.policies import policy_for
from sessions_app.core.staff.edit_conflicts import compared
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import take_version, url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.registrations.forms.staff_registrations import (
    StaffChangeForm,
    StaffRegistrationFormGroup,
)
from sessions_app.registrations.models import AccommodationRequest, Registration
from sessions_app.registrations.services import addresses, changes


def can_be_changed(registration: Registration) -> bool:
    """Whether staff may change it: the deadline of its personal link does not apply to them."""
    return registration.is_changeable and not registration.listening_session.is_over()


class ChangeRegistrationView(RecordScreenView[Registration]):
    """Changes attendees, attendance mode and accommodations, within the capacity."""

    model = Registration
    template_name = "backoffice/registrations/change.html"
    page_title = gettext_lazy("Change registration")
    select_related = ("listening_session",)

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not can_be_changed(self.object):
            messages.error(
                request, _("You can no longer do that. This page shows the current status.")
            )
            return redirect(url_of(self.object))
        return super().dispatch(request, *args, **kwargs)

    def get_form(self, form_class: type | None = None) -> StaffRegistrationFormGroup:
        return self._form_of(
            self.object, data=self.request.POST if self.request.method == "POST" else None
        )

    def _form_of(
        self, registration: Registration, *, data: QueryDict | None = None
    ) -> StaffRegistrationFormGroup:
        session = registration.listening_session
        return StaffRegistrationFormGroup(
            listening_session=session,
            pools=list(session.seat_pools.order_by("mode")),
            data=data,
            registration=registration,
            may_read_needs=self._may_read_needs(),
        )

    def _may_read_needs(self) -> bool:
        """Whether the user may read every request of this registration; otherwise none is shown."""
        requests = AccommodationRequest.objects.filter(registration=self.object)
        readable = policy_for(AccommodationRequest).visible(self.request.user)
        return not requests.exclude(pk__in=readable).exists()

    def form_valid(self, form: StaffRegistrationFormGroup) -> HttpResponse:
        by, who, answers = user_of(self.request), form.registrant(), form.answers()
        is_new_address = bool(who.email) and who.email.lower() != self.object.email.lower()
        try:
            changes.change(
                registration=self.object,
                attendees=answers.attendees,
                name=who.name,
                organization_name=who.organization_name,
                phone=answers.phone,
                language=answers.language,
                accommodations=answers.accommodations,
                answers=answers.answers,
                mode=answers.mode,
                may_wait=answers.may_wait,
                by=by,
                expected_version=form.you.cleaned_data["expected_version"],
            )
            if is_new_address:
                addresses.request_address(registration=self.object, email=who.email, by=by)
        except EngagementError as error:
            take_version(form.you, error)
            form.refuse(error)
            self.object = self.get_object()
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Saved. %(address)s will get an e-mail.") % {"address": self.object.email}
            if self.object.email
            else _("Saved. There is no e-mail address, so no e-mail was sent. Call them."),
        )
        if is_new_address:
            messages.warning(
                self.request,
                _(
                    "We are sending a link to %(address)s. The new address is used once that "
                    "person opens the link."
                )
                % {"address": who.email},
            )
        return redirect(url_of(self.object))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        form = cast(StaffRegistrationFormGroup, context["form"])
        if isinstance(form.you, StaffChangeForm) and form.you.has_conflict:
            saved = self._form_of(self.get_object())
            context["edit_conflict"] = compared(
                form.you,
                cast(StaffChangeForm, saved.you),
                record=self.object,
                parts=[
                    (form.mode, saved.mode),
                    (form.needs, saved.needs),
                    (form.questions, saved.questions),
                ],
            )
        return context
