"""Page editor form of responses: offers only public records of one program."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from sessions_app.core.record_numbers import record_number
from sessions_app.models import FeedbackItem, FollowUpAction

#: Newest records of a program that the editor offers, in addition to those already selected.
CHOICES_SHOWN = 200


class FeedbackChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, item: FeedbackItem) -> str:
        return f"{item.reference} · {item.public_summary}"


class ActionChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, action: FollowUpAction) -> str:
        return f"{action.reference} · {action.title} ({action.get_state_display()})"


class ResponsePageForm(WagtailAdminPageForm):
    """Links a response to public actions and approved feedback of its own program.

    Checkboxes, because a chooser would show any record's title to any staff member who knows its
    primary key.
    """

    feedback_items = FeedbackChoices(
        FeedbackItem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Concerns and suggestions answered"),
        help_text=_("Choose the program and save the draft to see its approved summaries here."),
    )
    actions = ActionChoices(
        FollowUpAction.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Follow-up actions covered"),
        help_text=_("Choose the program and save the draft to see its public actions here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        program = self._program_id()
        for name, public in (
            ("feedback_items", FeedbackItem.objects.public()),
            ("actions", FollowUpAction.objects.public()),
        ):
            if program is None or name not in self.fields:
                continue
            offered = public.filter(program=program).order_by("-pk")
            newest = list(offered.values_list("pk", flat=True)[:CHOICES_SHOWN])
            chosen = [record.pk for record in getattr(self.instance, name).all()]
            self.fields[name].queryset = offered.filter(pk__in=[*newest, *chosen])

    def _program_id(self) -> int | None:
        value = self.data.get(self.add_prefix("program")) if self.is_bound else None
        if value is None:
            return self.instance.program_id
        return record_number(str(value))
