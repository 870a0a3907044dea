"""Form that registers a walk-in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import AddressField, LineField
from sessions_app.core.forms.hidden_fields import SubmissionField


class WalkInForm(forms.Form):
    name = LineField(
        label=_("Name"),
        asks=_("Enter the person’s name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organization_name = LineField(
        label=_("Organization (optional)"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = AddressField(
        label=_("E-mail address (optional)"),
        required=False,
        help_text=_("We will send a confirmation with a link to the registration."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    #: Idempotency key: submitting the form twice adds one person.
    submission = SubmissionField()
