"""Staff form of an organization, with its first contact if it is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import AddressField, LineField, PhoneField, ProseField
from sessions_app.core.forms.hidden_fields import VersionedForm
from sessions_app.organizations.forms.other_names import other_names
from sessions_app.organizations.models import Constituency, Organization
from sessions_app.organizations.selectors.look_alikes import LookAlike, look_alikes
from sessions_app.programs.models import Jurisdiction, Language


@dataclass(frozen=True, kw_only=True)
class FirstContact:
    name: str
    email: str
    phone: str
    role: str
    email_consent: bool


@dataclass(frozen=True, kw_only=True)
class OrganizationAnswers:
    """Cleaned data of an organization. Its own fields are also set on the record."""

    name: str
    kind: str
    website: str
    aliases: list[str]
    constituencies: Iterable[Constituency]
    jurisdictions: Iterable[Jurisdiction]
    languages: Iterable[Language]
    #: Whether it is a different organization with the same name.
    different_organization: bool
    expected_version: str


class OrganizationForm(VersionedForm):
    aliases = ProseField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Enter one per line."),
    )
    different_organization = forms.BooleanField(
        label=_("This is a different organization with the same name"), required=False
    )
    contact_name = LineField(label=_("Name"), max_length=200, required=False)
    contact_email = AddressField(label=_("Work e-mail"), required=False)
    contact_phone = PhoneField(label=_("Work phone"), required=False)
    role = LineField(label=_("Role"), max_length=120, required=False)
    email_consent = forms.BooleanField(label=_("Agreed to get e-mail"), required=False)

    class Meta(VersionedForm.Meta):
        model = Organization
        fields = ()
        widgets = {
            "constituencies": forms.CheckboxSelectMultiple,
            "jurisdictions": forms.CheckboxSelectMultiple,
            "languages": forms.CheckboxSelectMultiple,
        }

    class Media:
        js = ["django_htmx/htmx-2.min.js"]

    #: Hidden: the possible duplicates that were shown before.
    SEEN = "seen_look_alikes"
    CONTACT_FIELDS = ("contact_name", "contact_email", "contact_phone", "role", "email_consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["jurisdictions"].queryset = Jurisdiction.objects.filter(parent=None)
        if self.instance.pk:
            self.initial["aliases"] = "\n".join(
                self.instance.aliases.values_list("name", flat=True)
            )
            parents = Organization.objects.current().exclude(pk=self.instance.pk)
            self.fields["parent"].queryset = parents
            for name in self.CONTACT_FIELDS:
                del self.fields[name]
        else:
            del self.fields["parent"]
        if "parent" in self.fields:
            self.fields["parent"].label_from_instance = lambda parent: parent.name
        if not self._twins():
            del self.fields["different_organization"]
        #: Possible duplicates, shown with the returned form.
        self.look_alikes: list[LookAlike] = []

    def _twins(self) -> list[Organization]:
        """Return the organizations with the name in the form."""
        name = self["name"].value() or ""
        if not name.strip() or "name" not in self.changed_data:
            return []
        return list(
            Organization.objects.known_as(name).exclude(pk=self.instance.pk).order_by("pk")[:3]
        )

    def _show_look_alikes(self) -> None:
        """Show possible duplicates once; the form is accepted when sent again."""
        if not {"name", "aliases", "website", "contact_email"} & set(self.changed_data):
            return
        self.look_alikes = look_alikes(
            names=[self.cleaned_data.get("name", ""), *self.cleaned_data.get("aliases", [])],
            website=self.cleaned_data.get("website", ""),
            email=self.cleaned_data.get("contact_email", ""),
            besides=self.instance.pk,
        )
        if "different_organization" in self.fields:
            return  # that checkbox asks already
        seen = set(cast(QueryDict, self.data).getlist(self.SEEN))
        if any(str(each.organization.pk) not in seen for each in self.look_alikes):
            self.add_error(
                "name",
                _(
                    "Check the organizations below. If none of them is the same "
                    "organization, save again."
                ),
            )

    def clean_aliases(self) -> list[str]:
        return other_names(self.cleaned_data["aliases"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if self.instance.pk or "name" in data:
            self._show_look_alikes()
        if "different_organization" in self.fields and not data.get("different_organization"):
            references = ", ".join(str(twin) for twin in self._twins())
            self.add_error(
                "name",
                _(
                    "An organization with this name already exists: %(references)s. If this "
                    "is a different one, check the box below."
                )
                % {"references": references},
            )
        if data.get("contact_name") and not data.get("contact_email"):
            self.add_error("contact_email", _("Enter the contact’s work e-mail address."))
        if data.get("contact_email") and not data.get("contact_name"):
            self.add_error("contact_name", _("Enter the contact’s name."))
        return data

    def first_contact(self) -> FirstContact | None:
        """Return the contact of a valid form for a new organization, or None."""
        data = self.cleaned_data
        if self.instance.pk or not data["contact_email"]:
            return None
        return FirstContact(
            name=data["contact_name"],
            email=data["contact_email"],
            phone=data["contact_phone"],
            role=data["role"],
            email_consent=data["email_consent"],
        )

    def answers(self) -> OrganizationAnswers:
        """Cleaned data that is not a field of the organization itself."""
        data = self.cleaned_data
        return OrganizationAnswers(
            name=data["name"],
            kind=data["kind"],
            website=data["website"],
            aliases=data["aliases"],
            constituencies=data["constituencies"],
            jurisdictions=data["jurisdictions"],
            languages=data["languages"],
            different_organization=data.get("different_organization", False),
            expected_version=data["expected_version"],
        )
