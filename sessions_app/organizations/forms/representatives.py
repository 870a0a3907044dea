"""Forms of representatives: requesting a sign-in code, and editing their own details."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm as BaseRequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.forms import AddressMixin, require_turn
from engagement_site.accounts.models import User
from engagement_site.text_fields import LineField, PhoneField
from sessions_app.organizations.models import Contact
from sessions_app.organizations.services import representatives
from sessions_app.programs.models import Language


class RequestLoginCodeForm(AddressMixin, BaseRequestLoginCodeForm):
    """Creates the account of an organization's contact when they first request a code."""

    _user: User | None

    def clean_email(self) -> str:
        # First let allauth apply its rate limit.
        email = super().clean_email()
        if email:
            require_turn("code_here", address=email)
        if email and self._user is None:
            self._user = representatives.account_for(email=email)
        return email


class OwnDetailsForm(forms.Form):
    """Details that contacts may edit. Not the address, which identifies them; staff change it."""

    name = LineField(
        label=_("Your name"),
        asks=_("Enter your name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(label=_("Your work phone number"), required=False)
    preferred_language = forms.ModelChoiceField(
        label=_("Preferred language"),
        queryset=Language.objects.all(),
        required=False,
        empty_label=_("Not given"),
    )
    email_consent = forms.BooleanField(
        label=_("You may e-mail me about listening sessions and their results"),
        required=False,
    )
    phone_consent = forms.BooleanField(label=_("You may call me"), required=False)

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(contact, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        self.contact = contact
        self.fields["phone"].widget.attrs["autocomplete"] = "work tel"

    def filled_contact(self) -> Contact:
        """The contact, filled in from a valid form; not saved."""
        for name, value in self.cleaned_data.items():
            setattr(self.contact, name, value)
        return self.contact
