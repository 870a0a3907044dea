"""Staff forms of invitations: whom to invite, and which to send."""

import re
from email.utils import parseaddr
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engagement_site.email_addresses import canonical_address
from engagement_site.text_fields import ProseField
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Organization
from sessions_app.registrations.models import Invitation
from sessions_app.registrations.selectors.invitations import (
    current_members,
    language_of,
    organizations_to_invite,
)
from sessions_app.registrations.services.invitations import Guest

#: Most addresses typed at once. A longer list should be reviewed in parts.
MOST_TYPED = 200


class OrganizationsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Organization) -> str:
        count = obj.contacts_count  # type: ignore[attr-defined]
        words = ngettext("%(count)d contact", "%(count)d contacts", count) % {"count": count}
        return f"{obj.name} ({words})"


class GuestsField(ProseField):
    """One guest per line: an address, or a name followed by the address in brackets."""

    def clean(self, value: Any) -> list[Guest]:
        lines = [line.strip(" \t,;") for line in super().clean(value).split("\n")]
        guests, problems = [], []
        for number, line in enumerate(lines, start=1):
            if not line:
                continue
            name, address = parseaddr(line)
            try:
                if not re.fullmatch(r"[^<>]*(<[^<>]+>)?", line):
                    raise ValidationError("")
                validate_email(address)
            except ValidationError:
                problems.append(
                    _("Line %(number)d: “%(line)s” is not an e-mail address.")
                    % {"number": number, "line": line[:80]}
                )
            else:
                guests.append(Guest(email=canonical_address(address), name=name[:200]))
        if problems:
            raise ValidationError(problems)
        if len(guests) > MOST_TYPED:
            raise ValidationError(
                _("Invite up to %(most)d addresses at a time.") % {"most": MOST_TYPED}
            )
        return guests


class InviteForm(forms.Form):
    organizations = OrganizationsField(
        label=gettext_lazy("Organizations"),
        help_text=gettext_lazy(
            "Each current contact who agreed to get e-mail will get an invitation."
        ),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    typed = GuestsField(
        label=gettext_lazy("Other people"),
        help_text=gettext_lazy(
            "Enter one address per line, with or without a name. For example: Ana Cruz "
            "<ana@example.org>"
        ),
        max_length=40_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organizations"]
        field.queryset = organizations_to_invite()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned["organizations"] and not cleaned["typed"]:
            raise ValidationError(_("Choose an organization or enter an e-mail address."))
        return cleaned

    def guests(self) -> list[Guest]:
        members = current_members(organizations=self.cleaned_data["organizations"])
        return [
            *(
                Guest(
                    email=member.contact.email,
                    name=member.contact.name,
                    organization=member.organization,
                    contact=member.contact,
                    language=language_of(member),
                )
                for member in members
            ),
            *self.cleaned_data["typed"],
        ]


class _PreparedField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Invitation) -> str:
        who = f"{obj.name} <{obj.email}>" if obj.name else obj.email
        parts = [who, obj.organization.name if obj.organization else ""]
        return ", ".join(filter(None, parts))


class SendInvitationsForm(forms.Form):
    """Who is e-mailed: every prepared invitation that stays selected."""

    invitations = _PreparedField(
        label=gettext_lazy("Recipients"),
        queryset=Invitation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one person."),
            "invalid_choice": gettext_lazy(
                "One of these invitations has since been sent or withdrawn. Check the list again."
            ),
        },
    )

    def __init__(self, *args: Any, listening_session: ListeningSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepared = listening_session.invitations.prepared().select_related("organization")
        field: Any = self.fields["invitations"]
        field.queryset = prepared.order_by("organization__name", "name", "pk")
        field.initial = prepared
