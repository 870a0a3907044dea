"""Staff screen of the questions that a session asks at registration."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.edit_conflicts import compared
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import take_version
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.forms.staff_questions import (
    QuestionFormSet,
    QuestionRows,
    kept_and_removed,
)
from sessions_app.registrations.services.questions import save_questions


class SessionQuestionsView(RecordScreenView[ListeningSession]):
    """Adds, rewords and retires questions. Saving shows two more empty rows."""

    model = ListeningSession
    form_class = QuestionFormSet
    template_name = "backoffice/registrations/questions.html"
    page_title = _("Registration questions")
    prefix = "questions"

    def is_offered(self) -> bool:
        return self.object.is_to_come()

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs = super().get_form_kwargs()
        del kwargs["initial"]
        return {**kwargs, "instance": self.object}

    def form_valid(self, form: QuestionRows) -> HttpResponse:
        kept, removed = kept_and_removed(form)
        by = user_of(self.request)
        try:
            save_questions(
                listening_session=self.object,
                questions=kept,
                removed=removed,
                by=by,
                expected_version=form.version["expected_version"].value() or "",
            )
        except EngagementError as error:
            take_version(form.version, error)
            messages.error(self.request, error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Questions saved. The registration form now asks them."))
        return redirect(reverse("listeningsession:questions", args=[self.object.pk]))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(
            **kwargs, retired=list(self.object.questions.filter(retired_at__isnull=False))
        )
        version = cast(QuestionRows, context["form"]).version
        if version.has_conflict:
            saved = cast(QuestionRows, QuestionFormSet(instance=self.object, prefix=self.prefix))
            context["edit_conflict"] = compared(version, saved.version, record=self.object)
        return context
