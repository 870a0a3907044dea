"""The page on which the answer of an agency is recorded."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.actions import services as actions
from sessions_app.actions.enums import ActionState
from sessions_app.actions.forms.agency_answers import AgencyAnswerForm
from sessions_app.actions.models import FollowUpAction
from sessions_app.actions.selectors import AgencyPart, agency_parts
from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.repeats import IdempotentPostMixin
from sessions_app.core.staff.scoped import user_of
from sessions_app.programs.models import Agency
from sessions_app.programs.selectors import agency_of


class AgencyAnswerView(IdempotentPostMixin, RecordScreenView[FollowUpAction]):
    """For somebody of the agency, or for staff who were told its answer."""

    model = FollowUpAction
    permission_required = "answer"
    form_class = AgencyAnswerForm
    template_name = "backoffice/actions/answer.html"
    page_title = _("Record the answer of an agency")
    select_related = ("lead_agency",)

    def is_offered(self) -> bool:
        return self.object.is_open or self.object.state == ActionState.DECLINED

    @cached_property
    def own(self) -> Agency | None:
        return agency_of(user_of(self.request))

    @cached_property
    def parts(self) -> list[AgencyPart]:
        """Return the parts that the user may answer: of every agency, or of the user's own."""
        parts = agency_parts(self.object)
        if self.allows("change"):
            return parts
        return [part for part in parts if part.agency == self.own]

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "parts": self.parts, "own": self.own}

    def form_valid(self, form: AgencyAnswerForm) -> HttpResponse:
        given = form.given()
        try:
            actions.record_answer(
                action=self.object,
                agency=given.agency,
                answer=given.answer,
                reason=given.reason,
                answered_on=given.answered_on,
                channel=given.channel,
                by=user_of(self.request),
            )
        except EngagementError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Answer recorded."))
        return redirect(url_of(self.object))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return {**super().get_context_data(**kwargs), "parts": self.parts}
