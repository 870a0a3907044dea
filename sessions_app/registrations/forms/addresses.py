"""Form of a registration's new e-mail address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import AddressField


class NewAddressForm(forms.Form):
    email = AddressField(
        label=_("New e-mail address"),
        help_text=_(
            "We will send a link to it. Open the link to confirm that the address is yours."
        ),
        asks=_("Enter the new e-mail address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
