"""Staff screen that registers somebody who calls, writes or stops by."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import RegistrationSource
from sessions_app.registrations.forms.staff_registrations import StaffRegistrationFormGroup
from sessions_app.registrations.services import registrations


class RegisterSomebodyView(RecordScreenView[ListeningSession]):
    """Registers within the capacity; nobody is added above it."""

    model = ListeningSession
    template_name = "backoffice/registrations/register.html"
    page_title = _("Register someone")

    def is_offered(self) -> bool:
        return self.object.state == SessionState.SCHEDULED

    def get_form(self, form_class: type | None = None) -> StaffRegistrationFormGroup:
        posted = self.request.POST if self.request.method == "POST" else None
        pools = list(self.object.seat_pools.order_by("mode"))
        return StaffRegistrationFormGroup(listening_session=self.object, pools=pools, data=posted)

    def form_valid(self, form: StaffRegistrationFormGroup) -> HttpResponse:
        who, answers = form.registrant(), form.answers()
        try:
            registration = registrations.register(
                listening_session=self.object,
                name=who.name,
                email=who.email,
                phone=answers.phone,
                organization_name=who.organization_name,
                mode=answers.mode,
                attendees=answers.attendees,
                accommodations=answers.accommodations or (),
                answers=answers.answers,
                language=answers.language,
                submission=form.submission,
                source=RegistrationSource.STAFF,
                by=user_of(self.request),
            )
        except EngagementError as error:
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Registered. Status: %(state)s.") % {"state": registration.get_state_display()},
        )
        return redirect(url_of(registration))
