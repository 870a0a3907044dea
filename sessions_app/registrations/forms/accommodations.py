"""Form of accommodation requests."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.text_fields import LineField, ProseField
from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import IN_THE_ROOM, AccommodationKind
from sessions_app.registrations.services.accommodations import AccommodationInput


class NeedsForm(forms.Form):
    """Accommodations that somebody needs."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Select everything that anyone in your group needs"),
        choices=AccommodationKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interpreter_language = LineField(
        label=gettext_lazy("Language needed"), max_length=80, required=False
    )
    detail = ProseField(
        label=gettext_lazy("Details that will help us arrange it"),
        help_text=gettext_lazy("For example, where you need to sit. Leave out medical details."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        listening_session: ListeningSession,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        if AttendanceMode.IN_PERSON in listening_session.modes:
            return
        known = self.initial.get("kinds") or ()
        kinds = cast(forms.MultipleChoiceField, self.fields["kinds"])
        kinds.choices = [
            (kind, label)
            for kind, label in AccommodationKind.choices
            if kind not in IN_THE_ROOM or kind in known
        ]
        self.fields["detail"].help_text = _(
            "For example, the device you use. Leave out medical details."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kinds = list(cleaned.get("kinds") or [])
        # Filling in the text implies the checkbox; do not reject the form for it.
        if cleaned.get("interpreter_language") and AccommodationKind.INTERPRETER not in kinds:
            kinds.append(AccommodationKind.INTERPRETER.value)
        if cleaned.get("detail") and not kinds:
            kinds.append(AccommodationKind.OTHER.value)
        needs_language = AccommodationKind.INTERPRETER in kinds
        if needs_language and not (
            cleaned.get("interpreter_language") or "interpreter_language" in self.errors
        ):
            self.add_error("interpreter_language", _("Enter the language needed."))
        if AccommodationKind.OTHER in kinds and not (
            cleaned.get("detail") or "detail" in self.errors
        ):
            self.add_error("detail", _("Enter what you need, in a few words."))
        cleaned["kinds"] = kinds
        return cleaned

    def needs(self) -> list[AccommodationInput]:
        return [
            AccommodationInput(
                kind=kind,
                language=(
                    self.cleaned_data["interpreter_language"]
                    if kind == AccommodationKind.INTERPRETER
                    else ""
                ),
                detail=self.cleaned_data["detail"],
            )
            for kind in self.cleaned_data["kinds"]
        ]
