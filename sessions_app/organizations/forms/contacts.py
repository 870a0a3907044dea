"""Staff forms of contacts: add to an organization, edit, and end the membership."""

import datetime
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import AddressField, LineField, PhoneField
from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.hidden_fields import Versioned, expected_version_of
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.organizations.errors import ContactKnownError
from sessions_app.organizations.models import Contact, Membership
from sessions_app.programs.models import Language


@dataclass(frozen=True, kw_only=True)
class ContactAnswers:
    #: Filled in from the form; not saved.
    contact: Contact
    role: str
    since: datetime.date
    #: Whether to add the known contact with this address, unchanged.
    take_known: bool


class ContactForm(RequiredMessagesMixin, Versioned):
    """A person's work details, with their role and time at one organization."""

    name = LineField(label=_("Name"), asks=_("Enter the contact’s name."))
    email = AddressField(label=_("Work e-mail"), required=False)
    take_known = forms.BooleanField(label=_("Add this existing contact"), required=False)
    phone = PhoneField(label=_("Work phone"), required=False)
    role = LineField(label=_("Role"), max_length=120, required=False)
    since = DateField(label=_("Since"), initial=timezone.localdate)
    preferred_language = forms.ModelChoiceField(
        label=_("Preferred language"),
        queryset=Language.objects.all(),
        required=False,
        empty_label=_("Not given"),
    )
    email_consent = forms.BooleanField(
        label=_("Agreed to get e-mail"),
        required=False,
        help_text=_("About sessions and their results. Check this only if the person agreed."),
    )
    phone_consent = forms.BooleanField(label=_("Agreed to get calls"), required=False)
    account = AddressField(
        label=_("Account"),
        required=False,
        help_text=_("Enter this only if they sign in with a different e-mail address."),
    )

    #: Fields that are saved as entered.
    OF_CONTACT = (
        "name",
        "email",
        "phone",
        "preferred_language",
        "email_consent",
        "phone_consent",
    )

    def __init__(
        self,
        *args: Any,
        membership: Membership | None = None,
        **kwargs: Any,
    ) -> None:
        self.membership = membership
        if membership:
            kwargs["initial"] = self._known(membership)
        super().__init__(*args, **kwargs)
        # Shown only after the address turned out to be a known contact's, to avoid confusion.
        if "take_known" not in self.data:
            self.fields["take_known"].widget = forms.HiddenInput()

    def _known(self, membership: Membership) -> dict[str, Any]:
        contact = membership.contact
        known = {name: getattr(contact, name) for name in self.OF_CONTACT}
        account = contact.user.email if contact.user else ""
        return known | {
            "expected_version": expected_version_of(contact),
            "role": membership.role,
            "since": membership.started_on,
            "account": "" if account.casefold() == contact.email.casefold() else account,
        }

    def clean_account(self) -> User | None:
        address = self.cleaned_data["account"]
        if not address:
            return self.membership.contact.user if self.membership else None
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            raise forms.ValidationError(
                _(
                    "No account has this e-mail address. Leave this blank to create an "
                    "account when they first sign in."
                )
            )
        return user

    def answers(self) -> ContactAnswers:
        """The cleaned data of a valid form."""
        data = self.cleaned_data
        contact = self.membership.contact if self.membership else Contact()
        for name in self.OF_CONTACT:
            setattr(contact, name, data[name])
        contact.user = data["account"]
        return ContactAnswers(
            contact=contact, role=data["role"], since=data["since"], take_known=data["take_known"]
        )

    def refuse(self, error: EngagementError) -> None:
        """Report a domain error on the form field that it is about."""
        self.add_error(error.field if error.field in self.fields else None, error.message)
        if isinstance(error, ContactKnownError):
            self.fields["take_known"].widget = forms.CheckboxInput()


class MembershipEndForm(RequiredMessagesMixin, forms.Form):
    """The date on which a contact left."""

    on = DateField(label=_("Date left"), initial=timezone.localdate)

    def day(self) -> datetime.date:
        """The date from a valid form."""
        day: datetime.date = self.cleaned_data["on"]
        return day

    def refuse(self, error: EngagementError) -> None:
        """Report a domain error on the form field that it is about."""
        self.add_error(error.field if error.field in self.fields else None, error.message)
