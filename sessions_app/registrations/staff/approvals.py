"""Staff screen that approves or declines several registrations at once."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.hidden_fields import hidden_inputs
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.readers import language_hints
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.registrations.emails import registrations as emails
from sessions_app.registrations.emails import rendering
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.forms.approvals import APPROVE, ApprovalsForm
from sessions_app.registrations.models import Registration
from sessions_app.registrations.selectors.approvals import expected_states
from sessions_app.registrations.services import transitions


class ApprovalsView(RecordScreenView[ListeningSession]):
    """Asks for the registrations and the decision, then previews the e-mails before saving."""

    model = ListeningSession
    form_class = ApprovalsForm
    template_name = "backoffice/registrations/approvals.html"
    page_title = _("Review registrations")
    select_related = ("program", "venue", "room")

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "listening_session": self.object}

    def form_valid(self, form: ApprovalsForm) -> HttpResponse:
        chosen = list(form.cleaned_data["registrations"])
        if "confirm" not in self.request.POST:
            return self.render_to_response(
                self.get_context_data(
                    form=form, preview=self._preview(form, chosen), carried=hidden_inputs([form])
                )
            )
        by = user_of(self.request)
        try:
            if form.cleaned_data["decision"] == APPROVE:
                transitions.approve_all(registrations=chosen, by=by)
            else:
                transitions.decline_all(
                    registrations=chosen, reason=form.cleaned_data["reason"], by=by
                )
        except EngagementError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        words = ngettext(
            "Decision saved for %(count)d registration.",
            "Decision saved for %(count)d registrations.",
            len(chosen),
        )
        messages.success(self.request, words % {"count": len(chosen)})
        return redirect(url_of(self.object))

    def _preview(self, form: ApprovalsForm, chosen: list[Registration]) -> dict[str, object]:
        """Return the resulting state of each, and one e-mail of each kind."""
        outcomes = [(each, RegistrationState.DECLINED.value) for each in chosen]
        if form.cleaned_data["decision"] == APPROVE:
            outcomes = expected_states(listening_session=self.object, registrations=chosen)
        labels = dict(RegistrationState.choices)
        samples: dict[str, RenderedEmail] = {}
        for registration, state in outcomes:
            registration.listening_session = self.object
            if state and registration.email and state not in samples:
                samples[state] = rendering.render(
                    kind=emails.KIND_OF_STATE[RegistrationState(state)],
                    registration=registration,
                    token=None,
                    reason=form.cleaned_data["reason"],
                )
        return {
            "rows": [
                {
                    "registration": registration,
                    "state": labels[state] if state else _("Not enough seats, and no waitlist"),
                }
                for registration, state in outcomes
            ],
            "emails": list(samples.values()),
            "hints": language_hints(
                each.language for each in chosen if form.cleaned_data["reason"] and each.email
            ),
            "is_possible": all(state for _each, state in outcomes),
        }
