"""Overrides of allauth's forms."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.core import context, ratelimit
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy

from engagement_site.accounts.emails import mark_verified
from engagement_site.accounts.known_devices import source_of
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


def require_turn(action: str, *, address: str) -> None:
    """Count an e-mail to an address that the same browser or network asks for.

    Raises ``ValidationError`` if there were too many. Counting by address alone would let anybody
    keep the owner from asking.
    """
    source = source_of(context.request, address=address)
    key = f"{address.lower()} {source}"
    if not ratelimit.consume(context.request, action=action, key=key):
        raise get_adapter().validation_error("too_many_login_attempts")


class LoginForm(AddressMixin, allauth_forms.LoginForm):
    pass


class AddEmailForm(AddressMixin, allauth_forms.AddEmailForm):
    pass


class RequestResetForm(AddressMixin, allauth_forms.ResetPasswordForm):
    def clean_email(self) -> str:
        email = super().clean_email()
        require_turn("reset_here", address=email)
        return email


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
