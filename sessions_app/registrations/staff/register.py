"""The staff screen on which somebody is registered who phoned, wrote or came by."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import url_of
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.forms.staff_registrations import StaffRegistrationFormGroup


class RegisterSomebodyView(RecordScreenView):
    """Registers within the seats that there are; nobody is added above the capacity."""

    model: Any = ListeningSession
    template_name = "backoffice/registrations/register.html"
    page_title = _("Register someone")

    def get_form(self, form_class: Any = None) -> Any:
        posted = self.request.POST if self.request.method == "POST" else None
        pools = list(self.object.seat_pools.order_by("mode"))
        return StaffRegistrationFormGroup(listening_session=self.object, pools=pools, data=posted)

    def form_valid(self, form: StaffRegistrationFormGroup) -> HttpResponse:
        by: Any = self.request.user
        try:
            registration = form.register(by=by)
        except EngagementError as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Registered. State: %(state)s.") % {"state": registration.get_state_display()},
        )
        return redirect(url_of(registration))
