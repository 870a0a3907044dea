"""Forms that split and merge feedback items, and undo it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import LineField, ProseField
from sessions_app.core.forms.blank_rows import BlankRowsMixin
from sessions_app.core.forms.hidden_fields import expected_version_of
from sessions_app.feedback.enums import FeedbackKind
from sessions_app.feedback.forms.feedback import ThemeChoices
from sessions_app.feedback.models import FeedbackItem, Theme

#: Rows of the page that splits an item.
ROWS = 5


@dataclass(frozen=True, kw_only=True)
class PartAnswer:
    """One point of an item, with the keys of the actions that answer it."""

    kind: str
    private_note: str
    public_summary: str
    themes: Sequence[Theme]
    actions: frozenset[int]


class PartForm(RequiredMessagesMixin, forms.Form):
    private_note = ProseField(
        label=_("What was said"), asks=_("Enter what was said."), widget=forms.Textarea({"rows": 3})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=FeedbackKind.choices)
    public_summary = ProseField(
        label=_("Public summary"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("You can write it later. Shown only after approval."),
    )
    themes = ThemeChoices(
        label=_("Themes"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    actions = forms.MultipleChoiceField(
        label=_("Follow-up actions that answer this point"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, item: FeedbackItem, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = item.kind
        self.fields["themes"].queryset = themes
        links = item.action_links.all()
        self.fields["actions"].choices = [
            (link.action_id, f"{link.action} · {link.action.title}") for link in links
        ]
        if not links:
            del self.fields["actions"]


class PartRows(
    BlankRowsMixin,
    forms.formset_factory(PartForm, extra=ROWS, max_num=ROWS),  # type: ignore[misc]
):
    def filled(self) -> Iterator[PartForm]:
        return (form for form in self.forms if form.has_changed())


class SplitForm(RequiredMessagesMixin, forms.Form):
    """The parts of an item, in ``rows``."""

    expected_version = LineField(widget=forms.HiddenInput, required=False)
    is_no_allegation = forms.BooleanField(
        label=_("No. I read it again. It is not about what an identifiable person did."),
        required=False,
        help_text=_("It is saved as you typed it, and the history says that you decided so."),
    )

    #: Set once the complaint firewall has stopped what was typed.
    is_stopped = False

    def __init__(self, *args: Any, item: FeedbackItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["expected_version"] = expected_version_of(item)
        themes = Theme.objects.in_use().select_related("parent")
        self.rows = PartRows(
            self.data if self.is_bound else None,
            prefix="parts",
            form_kwargs={"item": item, "themes": themes},
        )
        self.is_stopped = bool(self.data.get("is_no_allegation"))

    def clean(self) -> None:
        if self.rows.is_valid() and len(list(self.rows.filled())) < 2:
            blank = next(form for form in self.rows.forms if not form.has_changed())
            blank.add_error(
                "private_note", _("Write at least two points. Each gets an item of its own.")
            )

    def is_valid(self) -> bool:
        # In this order: cleaning this form can find an error in a row.
        return super().is_valid() and self.rows.is_valid()

    def answers(self) -> list[PartAnswer]:
        return [
            PartAnswer(
                kind=data["kind"],
                private_note=data["private_note"],
                public_summary=data["public_summary"],
                themes=list(data["themes"]),
                actions=frozenset(map(int, data.get("actions", ()))),
            )
            for data in (form.cleaned_data for form in self.rows.filled())
        ]


class MergeForm(RequiredMessagesMixin, forms.Form):
    """Which of several items is kept."""

    expected_version = LineField(widget=forms.HiddenInput, required=False)
    survivor = forms.TypedChoiceField(
        label=_("Which one do you want to keep?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the item to keep.")},
    )

    def __init__(self, *args: Any, offered: Sequence[FeedbackItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survivor"].choices = [(item.pk, item.reference) for item in offered]


class UndoForm(RequiredMessagesMixin, forms.Form):
    reason = ProseField(
        label=_("Reason"),
        asks=_("Enter the reason."),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Staff can read it on the pages of the items. The public cannot."),
    )
