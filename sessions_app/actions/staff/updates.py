"""The page on which staff post an update to an action."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.actions import services as actions
from sessions_app.actions.forms.updates import ActionUpdateForm
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.repeats import IdempotentPostMixin
from sessions_app.core.staff.scoped import user_of


class ActionUpdateView(IdempotentPostMixin, RecordScreenView[FollowUpAction]):
    """Posts an update to an action."""

    model = FollowUpAction
    permission_required = "post_update"
    form_class = ActionUpdateForm
    template_name = "backoffice/actions/update.html"
    page_title = _("Post an update")

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "action": self.object, "by": self.request.user}

    def get_initial(self) -> dict[str, object]:
        # The step that was chosen on the board.
        return {**super().get_initial(), "to_state": self.request.GET.get("to_state", "")}

    def form_valid(self, form: ActionUpdateForm) -> HttpResponse:
        answers = form.answers()
        try:
            actions.post_update(
                action=self.object,
                text=answers.text,
                by=user_of(self.request),
                to_state=answers.to_state,
                reason=answers.reason,
                revised_due_on=answers.revised_due_on,
                due_reason=answers.due_reason,
                is_public=answers.is_public,
                outcome=answers.outcome,
                evidence=answers.evidence,
            )
        except EngagementError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Update posted."))
        return redirect(url_of(self.object))

    def form_invalid(self, form: ActionUpdateForm) -> HttpResponse:
        form.ask_for_files_again()
        return super().form_invalid(form)
