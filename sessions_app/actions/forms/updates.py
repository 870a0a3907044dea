"""The staff form of an action update."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import ProseField
from sessions_app.actions import services as actions
from sessions_app.actions.enums import ACTION_TRANSITIONS, ActionState
from sessions_app.actions.forms.evidence import CHOOSE_AGAIN, EvidenceField
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.forms.local_datetime_fields import DateField


@dataclass(frozen=True, kw_only=True)
class UpdateAnswers:
    text: str
    #: None keeps the current state.
    to_state: str | None
    reason: str
    revised_due_on: datetime.date | None
    due_reason: str
    is_public: bool
    outcome: str
    evidence: list["UploadedFile[bytes]"]


class ActionUpdateForm(forms.Form):
    """An action update. The form says that an update can never be edited."""

    text = ProseField(
        label=_("What happened"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Enter what happened.")},
    )
    to_state = forms.ChoiceField(label=_("New status"), required=False, widget=forms.RadioSelect)
    reason = ProseField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Required if you decline the action. The public can read it."),
    )
    outcome = ProseField(
        label=_("Outcome"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "The result. Required if you complete the action: the public can read it then."
        ),
    )
    revised_due_on = DateField(
        label=_("New due date"),
        required=False,
        help_text=_("Leave blank to keep the current date."),
    )
    due_reason = ProseField(
        label=_("Reason for the new date"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_public = forms.BooleanField(
        label=_("Show this update to the public"),
        required=False,
        help_text=_("The date, the change of status and the new due date are shown too."),
    )
    evidence = EvidenceField(
        label=_("Evidence"),
        required=False,
        help_text=_(
            "Files that show what was done: up to 10, and 20 MB together. If you show this "
            "update to the public, the public can open them."
        ),
    )

    def __init__(self, *args: Any, action: FollowUpAction, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action, self.by = action, by
        labels = dict(ActionState.choices)
        # In the order of the states, so that the usual next state comes first.
        steps = [state for state in ActionState.values if state in ACTION_TRANSITIONS[action.state]]
        own_steps = [state for state in steps if actions.may_move_to(state, action=action, by=by)]
        to_state: Any = self.fields["to_state"]
        to_state.choices = [
            (
                "",
                _("No change (%(state)s)") % {"state": action.get_state_display()},
            ),
            *((state, labels[state]) for state in own_steps),
        ]
        for state in set(steps) - set(own_steps):
            to_state.help_text = actions.WHY_NOT[state]
        if ActionState.DECLINED not in steps:
            del self.fields["reason"]
        if ActionState.COMPLETED in steps:
            self.fields["outcome"].initial = action.outcome
        else:
            del self.fields["outcome"]

    def answers(self) -> UpdateAnswers:
        """The cleaned data of a valid form."""
        data = self.cleaned_data
        return UpdateAnswers(
            text=data["text"],
            to_state=data["to_state"] or None,
            reason=data.get("reason", ""),
            revised_due_on=data["revised_due_on"],
            due_reason=data["due_reason"],
            is_public=data["is_public"],
            outcome=data.get("outcome", "") if data["to_state"] == ActionState.COMPLETED else "",
            evidence=data["evidence"],
        )

    def ask_for_files_again(self) -> None:
        """Say beside the field that the files of an invalid form have to be chosen again."""
        if self.files.getlist("evidence") and "evidence" not in self.errors:
            self.add_error("evidence", CHOOSE_AGAIN)
