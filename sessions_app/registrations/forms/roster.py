"""Filters of the roster."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import LineField
from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.registrations.enums import RegistrationState


class RosterFilterForm(forms.Form):
    """Filters in the query string. Invalid values are ignored."""

    q = LineField(
        label=_("Name, organization or reference"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    state = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("Everyone registered")), *RegistrationState.choices],
        required=False,
    )
    mode = forms.ChoiceField(
        label=_("In person or online"),
        choices=[("", _("All")), *AttendanceMode.choices],
        required=False,
    )
