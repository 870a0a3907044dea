"""Staff form of the questions that a session asks at registration."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagement_site.admin_forms import StaffModelForm
from sessions_app.core.forms.blank_rows import BlankRowsMixin
from sessions_app.core.forms.hidden_fields import Versioned, expected_version_of_all
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

    def has_changed(self) -> bool:
        # The position that a blank row starts with rises as others add questions.
        is_blank = self.instance.pk is None and self.changed_data == ["position"]
        return super().has_changed() and not is_blank

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == QuestionKind.CHOICE:
            self.instance.choices = cleaned.get("choices", "")
            if len(self.instance.options) < 2:
                self.add_error("choices", _("Enter at least two answers, one per line."))
        return cleaned


class QuestionsVersion(Versioned):
    """The version of all questions together."""

    rows: "QuestionRows"

    def row_texts(self) -> dict[str, str]:
        labels = (row["label"].value() for row in self.rows)
        return {str(_("Questions")): "\n".join(label for label in labels if label)}


class QuestionRows(BlankRowsMixin, forms.BaseInlineFormSet):
    def __init__(
        self,
        data: QueryDict | None = None,
        *args: Any,
        instance: ListeningSession,
        **kwargs: Any,
    ) -> None:
        asked = instance.questions.asked()
        last = max((question.position for question in asked), default=0)
        initial = [{"position": last + number} for number in range(1, EMPTY_ROWS + 1)]
        kwargs.update(instance=instance, queryset=asked, initial=initial)
        super().__init__(data and self._without_removed(data, asked), *args, **kwargs)
        self.version = QuestionsVersion(
            data, initial={"expected_version": expected_version_of_all(asked)}
        )
        self.version.rows = self

    @staticmethod
    def _without_removed(data: QueryDict, asked: Iterable[RegistrationQuestion]) -> QueryDict:
        """Make new questions of those that somebody else removed while they were being edited."""
        known = {str(question.pk) for question in asked}
        kept = data.copy()
        for name, value in data.items():
            if name.endswith("-id") and value not in known:
                kept[name] = ""
        return kept

    def add_fields(self, form: forms.ModelForm[RegistrationQuestion], index: Any) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Stop asking this question")

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.fields["id"].required = False  # see _without_removed
        return form


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
