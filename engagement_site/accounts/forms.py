"""Overrides of allauth's forms."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy

from engagement_site.accounts.emails import mark_verified
from engagement_site.text_fields import AddressField, LineField


class AccountAddressField(AddressField):
    """The address of an account, in lower case as allauth stores it."""

    def clean(self, value: Any) -> Any:
        return super().clean(value).lower()


class AddressMixin(forms.Form):
    """Finds an account by any spelling of its address, and labels the field as other pages do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & {"email", "login"}:
            self.fields[name] = AccountAddressField(
                label=gettext_lazy("E-mail address"),
                widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            )


class LoginForm(AddressMixin, allauth_forms.LoginForm):
    pass


class AddEmailForm(AddressMixin, allauth_forms.AddEmailForm):
    pass


class RequestResetForm(AddressMixin, allauth_forms.ResetPasswordForm):
    pass


class ResetPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """Verifies the address: following the e-mailed link proves that the user owns it.

    Otherwise new staff would be e-mailed a confirmation at their first sign-in.
    """

    def save(self) -> None:
        super().save()
        mark_verified(self.user)


class AddKeyForm(AddWebAuthnForm):
    name = LineField(label=gettext_lazy("Name"), required=False)
    passwordless = forms.BooleanField(
        label=gettext_lazy("Sign in with it alone, without a password"),
        help_text=gettext_lazy("Your device then asks for a fingerprint, your face or a PIN."),
        required=False,
    )


class EditKeyForm(EditWebAuthnForm):
    name = LineField(label=gettext_lazy("Name"))
