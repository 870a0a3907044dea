"""The staff forms of programs, themes and venues."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from sessions_app.forms.wall_clock import DateField
from sessions_app.models import Program, Room, Theme, Venue
from sessions_app.services import programs, themes, venues


class ProgramForm(WagtailAdminModelForm):
    started_on = DateField(label=_("Started on"), required=False)
    ended_on = DateField(label=_("Ended on"), required=False)

    class Meta:
        model = Program
        fields = ()
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}

    def save(self, commit: bool = True) -> Program:
        return programs.save_program(program=self.instance, by=self.for_user)


class ThemeForm(WagtailAdminModelForm):
    retired_on = DateField(label=_("Retired on"), required=False, help_text=_("Empty: in use."))

    class Meta:
        model = Theme
        fields = ()
        widgets = {"definition": forms.Textarea(attrs={"rows": 4})}

    def save(self, commit: bool = True) -> Theme:
        return themes.save_theme(theme=self.instance, by=self.for_user)


RoomFormSet = forms.inlineformset_factory(
    Venue, Room, fields=["name", "capacity"], extra=3, can_delete=False
)


class VenueForm(WagtailAdminModelForm):
    class Meta:
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

    def save(self, commit: bool = True) -> Venue:
        rooms = [form.instance for form in self.rooms if form.has_changed()]
        return venues.save_venue(venue=self.instance, rooms=rooms, by=self.for_user)
