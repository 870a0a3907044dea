"""The staff form of a follow-up action and of the feedback items that it answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import LineField, ProseField
from sessions_app.actions.enums import ActionState, LinkRelation
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.blank_rows import BlankRowsMixin
from sessions_app.core.forms.hidden_fields import VersionedForm
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.core.references import normalize_reference
from sessions_app.feedback.models import FeedbackItem
from sessions_app.organizations.enums import OrganizationKind
from sessions_app.organizations.models import Contact
from sessions_app.programs.models import Agency

#: Empty rows in the formset. Saving adds more.
EMPTY_ROWS = 2


class FeedbackReferenceField(LineField):
    """A feedback item, entered by its reference."""

    def clean(self, value: Any) -> FeedbackItem | None:
        text = super().clean(value)
        if not text:
            return None
        reference = normalize_reference(text)
        item = FeedbackItem.objects.filter(reference=reference).first()
        if item is None:
            raise ValidationError(
                _("No feedback item has this reference. Enter a reference like FB-26-7K4MQ2-X.")
            )
        return item


@dataclass(frozen=True, kw_only=True)
class LinkAnswer:
    """One formset row: how the action answers one feedback item."""

    #: The linked item that the row was rendered with, if any.
    known: FeedbackItem | None
    #: The item to link; None removes the existing link.
    item: FeedbackItem | None
    relation: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ActionAnswers:
    """Cleaned data that is not a field of the action itself."""

    supporting_agencies: Iterable[Agency]
    expected_version: str
    #: In the order of the formset's rows.
    links: list[LinkAnswer]


class FeedbackLinkForm(RequiredMessagesMixin, forms.Form):
    item = FeedbackReferenceField(label=_("Reference"), required=False)
    #: The item that the row was rendered with, because rows may have been added or removed since.
    known = FeedbackReferenceField(required=False, widget=forms.HiddenInput)
    relation = forms.ChoiceField(
        label=_("This action"), choices=LinkRelation, initial=LinkRelation.ADDRESSES
    )
    note = ProseField(
        label=_("Note"),
        required=False,
        help_text=_(
            "Shown to the public if both the action and the item are public. Leave out names."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (
            data.get("item")
            and data.get("relation") == LinkRelation.DECLINED
            and not data.get("note", "").strip()
        ):
            self.add_error("note", _("Enter the reason it was declined."))
        return data

    def answer(self) -> LinkAnswer:
        data = self.cleaned_data
        return LinkAnswer(
            known=data.get("known"),
            item=None if data.get("DELETE") else data.get("item"),
            relation=data.get("relation", ""),
            note=data.get("note", ""),
        )

    def refuse(self, error: EngagementError) -> None:
        """Report a domain error on the form field that it is about."""
        self.add_error(error.field if error.field in self.fields else "note", error.message)


class FeedbackLinkFormSet(
    BlankRowsMixin,
    forms.formset_factory(FeedbackLinkForm, extra=EMPTY_ROWS, can_delete=True),  # type: ignore[misc]
):
    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this link")

    def clean(self) -> None:
        seen = set()
        for form in self.forms:
            item = form.cleaned_data.get("item") if form.is_valid() else None
            if item is not None and item in seen:
                form.add_error("item", _("This item is already in the list above."))
            seen.add(item)


class FollowUpActionForm(VersionedForm):
    due_on = DateField(
        label=_("Due date"),
        required=False,
        help_text=_("Not shown to the public until the action is accepted."),
    )

    class Meta(VersionedForm.Meta):
        model = FollowUpAction
        fields = ()
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "outcome": forms.Textarea(attrs={"rows": 3}),
            "supporting_agencies": forms.CheckboxSelectMultiple,
            "priority": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        action = self.instance
        self.fields["owner"].queryset = (
            get_user_model()
            .objects.filter(
                Q(pk=action.owner_id)
                | Q(is_active=True)
                & Q(
                    groups__permissions__codename__in=[
                        "update_own_action",
                        "change_followupaction",
                    ]
                )
            )
            .distinct()
        )
        self.fields["owner_contact"].queryset = Contact.objects.filter(
            Q(pk=action.owner_contact_id)
            | Q(organizations__kind=OrganizationKind.FEDERAL_COMPONENT)
        ).distinct()
        self.fields["owner_contact"].label_from_instance = lambda contact: contact.name
        if action.pk and action.state != ActionState.PROPOSED:
            # The due date is changed by posting an update, which asks for the reason.
            self.fields["due_on"].disabled = True
            self.fields["due_on"].help_text = _(
                "This due date is a commitment. To change it, post an update."
            )
        self.links = FeedbackLinkFormSet(
            self.data if self.is_bound else None, prefix="links", initial=self._linked()
        )

    def _linked(self) -> list[dict[str, Any]]:
        if self.instance.pk:
            return [
                {
                    "item": link.feedback_item.reference,
                    "known": link.feedback_item.reference,
                    "relation": link.relation,
                    "note": link.note,
                }
                for link in self.instance.feedback_links.select_related("feedback_item")
            ]
        return [{"item": reference} for reference in self.initial.get("feedback", ())]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.links.is_valid()])

    def has_changed(self) -> bool:
        return super().has_changed() or self.links.has_changed()

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("owner") and self.cleaned_data.get("owner_contact"):
            self.add_error(
                "owner_contact", _("Choose an owner with an account or one without, not both.")
            )
        return self.cleaned_data

    def row_texts(self) -> dict[str, str]:
        relations = dict(LinkRelation.choices)
        rows = (
            (row["item"].value(), relations.get(row["relation"].value()), row["note"].value())
            for row in self.links
            if row["item"].value() and not row["DELETE"].value()
        )
        texts = (" · ".join(str(part) for part in row if part) for row in rows)
        return {str(_("Feedback this action answers")): "\n".join(texts)}

    def answers(self) -> ActionAnswers:
        """Cleaned data that is not a field of the action itself."""
        return ActionAnswers(
            supporting_agencies=self.cleaned_data["supporting_agencies"],
            expected_version=self.cleaned_data["expected_version"],
            links=[row.answer() for row in self.links],
        )
