"""Form that decides several registrations awaiting approval."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement_site.text_fields import ProseField
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Registration

APPROVE, DECLINE = "approve", "decline"


class _PendingField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Registration) -> str:
        seats = ngettext("%(count)d seat", "%(count)d seats", obj.seats) % {"count": obj.seats}
        parts = [obj.name, obj.organization_name, seats, obj.get_mode_display()]
        return ", ".join(filter(None, parts))


class ApprovalsForm(forms.Form):
    registrations = _PendingField(
        label=gettext_lazy("Registrations"),
        help_text=gettext_lazy("Listed in the order received."),
        queryset=Registration.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one registration."),
            "invalid_choice": gettext_lazy(
                "One of these registrations has since been decided or cancelled. Check the "
                "list again."
            ),
        },
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(APPROVE, gettext_lazy("Approve")), (DECLINE, gettext_lazy("Decline"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a decision.")},
    )
    reason = ProseField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Required if you decline. Each person’s e-mail includes it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, listening_session: ListeningSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["registrations"]
        field.queryset = listening_session.registrations.filter(
            state=RegistrationState.PENDING_APPROVAL
        ).order_by("created_at", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == DECLINE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Enter the reason."))
        return cleaned
