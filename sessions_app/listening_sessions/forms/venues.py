"""Staff form of a venue and its rooms."""

from typing import Any

from django import forms

from engagement_site.admin_forms import StaffModelForm
from sessions_app.listening_sessions.models import Room, Venue


class RoomForm(StaffModelForm):
    class Meta(StaffModelForm.Meta):
        model = Room
        fields = ("name", "capacity")


RoomFormSet = forms.inlineformset_factory(Venue, Room, form=RoomForm, extra=3, can_delete=False)


class VenueForm(StaffModelForm):
    class Meta(StaffModelForm.Meta):
        model = Venue
        fields = ()
        widgets = {"accessibility_notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rooms = RoomFormSet(
            self.data if self.is_bound else None, instance=self.instance, prefix="rooms"
        )

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.rooms.is_valid()])

    def has_changed(self) -> bool:
        return super().has_changed() or self.rooms.has_changed()

    def changed_rooms(self) -> list[Room]:
        """The rooms of a valid form that are new or changed."""
        return [form.instance for form in self.rooms if form.has_changed()]
