"""Staff form of a venue and its rooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.admin_forms import StaffModelForm
from engagement_site.text_fields import ProseField
from sessions_app.core.forms.blank_rows import BlankRowsMixin
from sessions_app.core.forms.hidden_fields import VersionedForm
from sessions_app.listening_sessions.models import Room, Venue


class RoomForm(StaffModelForm):
    class Meta(StaffModelForm.Meta):
        model = Room
        fields = ("name", "capacity")


class RoomRows(BlankRowsMixin, forms.BaseInlineFormSet):
    pass


RoomFormSet = forms.inlineformset_factory(
    Venue, Room, form=RoomForm, formset=RoomRows, extra=3, can_delete=False
)


class VenueForm(VersionedForm):
    tell_access = forms.BooleanField(
        label=_("Tell people about the accessibility information"),
        required=False,
        help_text=_(
            "Everyone who is coming here in person and whose address we have will get an e-mail "
            "with it. You can review it first. Leave this unchecked if you only correct a typo."
        ),
    )
    #: Hidden: carries the note of the e-mail.
    note = ProseField(widget=forms.HiddenInput, required=False)

    class Meta(VersionedForm.Meta):
        model = Venue
        fields = ()
        widgets = {"accessibility_notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["tell_access"]
        self.rooms = RoomFormSet(
            self.data if self.is_bound else None, instance=self.instance, prefix="rooms"
        )

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.rooms.is_valid()])

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if data.get("tell_access") and data.get("accessibility_notes") == "":
            self.add_error(
                "accessibility_notes",
                _("Enter the accessibility information, or uncheck the box below."),
            )
        return data

    def has_changed(self) -> bool:
        return super().has_changed() or self.rooms.has_changed()

    def row_texts(self) -> dict[str, str]:
        rows = ((row["name"].value(), row["capacity"].value()) for row in self.rooms)
        return {str(_("Rooms")): "\n".join(f"{name} ({size or 0})" for name, size in rows if name)}

    def changed_rooms(self) -> list[Room]:
        """The rooms of a valid form that are new or changed."""
        return [form.instance for form in self.rooms if form.has_changed()]
