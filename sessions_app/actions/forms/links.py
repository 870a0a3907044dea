"""Forms of the screen that links actions and feedback items."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import LineField, ProseField
from sessions_app.actions.enums import LinkRelation
from sessions_app.core.errors import EngagementError


class LinkForm(RequiredMessagesMixin, forms.Form):
    """How an action answers a feedback item."""

    relation = forms.ChoiceField(
        label=_("The action"), choices=LinkRelation, initial=LinkRelation.ADDRESSES
    )
    note = ProseField(
        label=_("Note"),
        required=False,
        help_text=_(
            "Required if the action declines the item. Shown to the public if both the action and "
            "the item are public. Leave out names."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("relation") == LinkRelation.DECLINED and not data.get("note"):
            self.add_error("note", _("Enter the reason it was declined."))
        return data

    def refuse(self, error: EngagementError) -> None:
        """Report a domain error on the form field that it is about."""
        self.add_error(error.field if error.field in self.fields else None, error.message)


class ChosenForm(LinkForm):
    """Links what was ticked among the search results."""

    chosen = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what you want to link.")},
    )
    field_order = ["chosen", "relation", "note"]

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["chosen"]
        chosen.choices = choices
        chosen.error_messages["invalid_choice"] = _(
            "One of these is linked already, or not in the results any more. Search again."
        )


class ChangeLinkForm(LinkForm):
    """Changes a link, by optimistic locking."""

    expected_version = LineField(widget=forms.HiddenInput, required=False)


class SummaryForm(RequiredMessagesMixin, forms.Form):
    """Writes the public summary of an item that has none."""

    public_summary = ProseField(
        label=_("Public summary"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "In our own words. Leave out anything that could identify a person. The owner of the "
            "action can read it at once, the public once it is approved."
        ),
        error_messages={"required": _("Enter the summary.")},
    )
    is_no_allegation = forms.BooleanField(
        label=_("I have read it again: it is no allegation about an identifiable person."),
        required=False,
    )
    expected_version = LineField(widget=forms.HiddenInput, required=False)

    #: Whether the complaint firewall has stopped what was typed.
    is_stopped = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hide_question()

    def hide_question(self) -> None:
        """Ask whether it is an allegation only once the firewall has stopped the text."""
        if not self.is_stopped and "is_no_allegation" not in self.data:
            self.fields["is_no_allegation"].widget = forms.HiddenInput()
        else:
            self.fields["is_no_allegation"].widget = forms.CheckboxInput()

    def refuse(self, error: EngagementError, *, is_stopped: bool) -> None:
        self.is_stopped = is_stopped
        self.hide_question()
        self.add_error(error.field if error.field in self.fields else None, error.message)
