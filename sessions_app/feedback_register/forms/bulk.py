"""What a bulk change asks for: a form for each operation."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import LineField, ProseField
from sessions_app.actions.enums import LinkRelation
from sessions_app.actions.models import FollowUpAction, FollowUpActionQuerySet
from sessions_app.core.policies import policy_for
from sessions_app.core.selectors.search import matching
from sessions_app.feedback.enums import FEEDBACK_STATES_WITH_REASON, FeedbackState
from sessions_app.feedback.models import Theme
from sessions_app.feedback.selectors.assignees import assignees
from sessions_app.feedback_register.enums import BULK_STATES, BulkOperation
from sessions_app.feedback_register.selectors.bulk import BulkRequest

#: Actions that a search offers.
ACTIONS_OFFERED = 15


class BulkForm(RequiredMessagesMixin, forms.Form):
    #: Version of all items that the preview was made from (optimistic locking).
    expected_version = LineField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, operation: str, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.operation = operation
        self.user = user

    def bulk_request(self) -> BulkRequest:
        """Return what a valid form asks for."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("expected_version", "find")
        }
        return BulkRequest(operation=self.operation, **values)


class BulkThemeForm(BulkForm):
    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.none(),
        error_messages={"required": _("Choose a theme.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.all()
        if self.operation == BulkOperation.ADD_THEME:
            themes = themes.in_use()
        self.fields["theme"].queryset = themes


class BulkAssignForm(BulkForm):
    assignee = forms.ModelChoiceField(
        label=_("Who works on these items"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = assignees()


class BulkMoveForm(BulkForm):
    to_state = forms.ChoiceField(
        label=_("New status"),
        choices=[(state.value, state.label) for state in BULK_STATES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a status.")},
    )
    reason = ProseField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Needed to decline items, and for those outside our authority. The public can read it "
            "once a summary is approved."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        needs_reason = data.get("to_state") in FEEDBACK_STATES_WITH_REASON
        if needs_reason and "reason" not in self.errors and not data.get("reason", "").strip():
            state = FeedbackState(data["to_state"]).label
            self.add_error("reason", _("Enter the reason for “%(state)s”.") % {"state": state})
        return data


class BulkLinkForm(BulkForm):
    find = LineField(
        label=_("Find the action"),
        required=False,
        help_text=_("Words of its title or its reference. Then choose one of the actions found."),
    )
    action = forms.ModelChoiceField(
        label=_("Follow-up action"),
        queryset=FollowUpAction.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Find the follow-up action, then choose it.")},
    )
    relation = forms.ChoiceField(
        label=_("This action"),
        choices=LinkRelation.choices,
        initial=LinkRelation.ADDRESSES,
        widget=forms.RadioSelect,
    )
    note = ProseField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Shown to the public if both the action and an item are public. Leave out names."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["action"]
        visible = cast(FollowUpActionQuerySet, policy_for(FollowUpAction).visible(self.user))
        field.queryset = visible
        field.label_from_instance = lambda action: f"{action.title} · {action.reference}"
        # All are valid, and those found are offered.
        field.choices = [
            (action.pk, field.label_from_instance(action)) for action in self._offered(visible)
        ]

    def _offered(self, visible: FollowUpActionQuerySet) -> list[FollowUpAction]:
        found = visible.open().order_by("-pk")
        if text := str(self.data.get("find", "")).strip():
            found = matching(visible, fields=["title", "reference"], text=text).order_by("-pk")
        offered = list(found[:ACTIONS_OFFERED])
        chosen = str(self.data.get("action", ""))
        if chosen.isascii() and chosen.isdigit() and chosen not in {str(a.pk) for a in offered}:
            offered += list(visible.filter(pk=chosen[:18]))
        return offered

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        declines = data.get("relation") == LinkRelation.DECLINED
        if declines and "note" not in self.errors and not data.get("note", "").strip():
            self.add_error("note", _("Enter the reason it was declined."))
        return data


FORMS: dict[str, type[BulkForm]] = {
    BulkOperation.ADD_THEME: BulkThemeForm,
    BulkOperation.REMOVE_THEME: BulkThemeForm,
    BulkOperation.ASSIGN: BulkAssignForm,
    BulkOperation.MOVE: BulkMoveForm,
    BulkOperation.LINK: BulkLinkForm,
    BulkOperation.APPROVE: BulkForm,
}
