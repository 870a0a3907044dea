"""Staff form of the questions that a session asks at registration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.admin_forms import StaffModelForm
from sessions_app.core.forms.blank_rows import BlankRowsMixin
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import QuestionKind
from sessions_app.registrations.models import RegistrationQuestion

#: Empty rows at the end. Saving adds more.
EMPTY_ROWS = 2


class QuestionForm(StaffModelForm):
    """One question. A row without a question is ignored."""

    mark_optional = False

    class Meta(StaffModelForm.Meta):
        model = RegistrationQuestion
        fields = ("label", "help_text", "kind", "choices", "is_required", "position")
        widgets = {
            "kind": forms.RadioSelect,
            "choices": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].error_messages["required"] = _("Enter the question.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == QuestionKind.CHOICE:
            self.instance.choices = cleaned.get("choices", "")
            if len(self.instance.options) < 2:
                self.add_error("choices", _("Enter at least two answers, one per line."))
        return cleaned


class QuestionRows(BlankRowsMixin, forms.BaseInlineFormSet):
    def __init__(self, *args: Any, instance: ListeningSession, **kwargs: Any) -> None:
        asked = instance.questions.asked()
        last = max((question.position for question in asked), default=0)
        initial = [{"position": last + number} for number in range(1, EMPTY_ROWS + 1)]
        kwargs.update(instance=instance, queryset=asked, initial=initial)
        super().__init__(*args, **kwargs)

    def add_fields(self, form: forms.ModelForm[RegistrationQuestion], index: Any) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Stop asking this question")


QuestionFormSet = forms.inlineformset_factory(
    ListeningSession,
    RegistrationQuestion,
    form=QuestionForm,
    formset=QuestionRows,
    extra=EMPTY_ROWS,
)


def kept_and_removed(
    rows: Any,
) -> tuple[list[RegistrationQuestion], list[RegistrationQuestion]]:
    """Return the questions of a valid formset: those to save, and those to remove."""
    removed = [row.instance for row in rows.deleted_forms if row.instance.pk]
    kept = [row.instance for row in rows if row.has_changed() and row.instance not in removed]
    return [question for question in kept if question.label], removed
