"""Form of the session's own questions."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from engagement_site.text_fields import LineField, ProseField
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import QuestionKind, YesNo
from sessions_app.registrations.models import Registration, RegistrationQuestion

#: With more options a dropdown is easier to scan than radio buttons.
MOST_RADIOS = 7


class AnswersForm(forms.Form):
    """One field for each current question of the session."""

    #: Names the question, which "Choose an answer." would not.
    errors_name_fields = True

    def __init__(
        self,
        data: Any = None,
        *,
        listening_session: ListeningSession,
        typed: QueryDict | None = None,
        registration: Registration | None = None,
        is_required: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.questions = list(listening_session.questions.asked())
        known = registration.answers if registration else {}
        for question in self.questions:
            before = known.get(str(question.pk), {}).get("answer", "")
            name = question.field_name
            self.fields[name] = field = _field(question, before, is_required)
            self.initial[name] = (
                before if typed is None else field.widget.value_from_datadict(typed, {}, name)
            )

    def given(self) -> dict[int, str]:
        """The answers, in the form that the services expect."""
        return {question.pk: self.cleaned_data[question.field_name] for question in self.questions}

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """For the check page: question, answer in words, and the id of its field."""
        rows = []
        for question in self.questions:
            field = self[question.field_name]
            answer = self.cleaned_data[question.field_name]
            if answer and question.kind == QuestionKind.YES_NO:
                answer = dict(YesNo.choices).get(answer, answer)
            rows.append((question.label, answer, field.id_for_label or f"{field.auto_id}_0"))
        return rows


def _field(question: RegistrationQuestion, before: str, is_required: bool) -> forms.Field:
    shared: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help_text,
        "required": question.is_required and is_required,
    }
    if question.kind == QuestionKind.SHORT_TEXT:
        return LineField(asks=_("Answer this question."), **shared)
    if question.kind == QuestionKind.LONG_TEXT:
        widget = forms.Textarea(attrs={"rows": 4})
        return ProseField(max_length=2000, asks=_("Answer this question."), widget=widget, **shared)
    offered = list(
        YesNo.choices
        if question.kind == QuestionKind.YES_NO
        else [(option, option) for option in question.options]
    )
    if before and before not in dict(offered):
        offered.append((before, before))  # removed since; an answer that was given stays valid
    if not shared["required"] or len(offered) > MOST_RADIOS:
        # Radio buttons cannot be cleared without a script.
        nothing = _("Choose an answer") if shared["required"] else _("No answer")
        offered.insert(0, ("", nothing))
    return forms.ChoiceField(
        choices=offered,
        widget=forms.Select if len(offered) > MOST_RADIOS else forms.RadioSelect,
        error_messages={
            "required": _("Choose an answer."),
            "invalid_choice": _("Choose one of the answers listed."),
        },
        **shared,
    )
