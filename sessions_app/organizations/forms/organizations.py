"""Public form with which an organization registers itself."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.text_fields import AddressField, LineField, PhoneField, ProseField
from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.hidden_fields import hidden_inputs
from sessions_app.organizations.enums import OrganizationKind
from sessions_app.organizations.forms.other_names import other_names
from sessions_app.organizations.models import Constituency
from sessions_app.organizations.names import organization_key
from sessions_app.programs.enums import JurisdictionKind
from sessions_app.programs.models import Jurisdiction, Language
from sessions_app.programs.places import ALL_CODES, UnknownPlaceError, parse_places

MOST_ALIASES = 10


class PlacesField(LineField):
    """States and territories as free text: "NJ, New York and Puerto Rico", or "nationwide".

    One text input in place of 56 checkboxes on a small screen.
    """

    def clean(self, value: Any) -> list[Jurisdiction]:
        text = super().clean(value)
        try:
            codes = parse_places(text)
        except UnknownPlaceError as error:
            raise ValidationError(
                _(
                    "“%(name)s” is not a state or territory we recognize. Enter names or "
                    "two-letter abbreviations, separated by commas. For example: NJ, New "
                    "York."
                )
                % {"name": error.name},
                code="unknown_place",
            ) from None
        if not codes:
            return []
        states = Jurisdiction.objects.exclude(kind=JurisdictionKind.COUNTY)
        known = {place.abbreviation: place for place in states}
        return [known[code] for code in codes if code in known]


class OrganizationForm(forms.Form):
    """An organization and its first contact. Verified by staff afterwards."""

    name = LineField(
        label=gettext_lazy("Name of the organization"),
        asks=gettext_lazy("Enter the name of the organization."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    different_organization = forms.BooleanField(
        label=gettext_lazy("This is a different organization with the same name"), required=False
    )
    aliases = ProseField(
        label=gettext_lazy("Other names"),
        help_text=gettext_lazy("Abbreviations or former names. Enter one per line."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of organization"),
        choices=[("", gettext_lazy("Choose one")), *OrganizationKind.choices],
        error_messages={"required": gettext_lazy("Choose the kind of organization.")},
    )
    website = LineField(
        label=gettext_lazy("Website"),
        help_text=gettext_lazy("For example www.example.org"),
        max_length=200,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "url", "inputmode": "url", "autocapitalize": "none"}
        ),
    )
    constituencies = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Communities that you serve or speak for"),
        queryset=Constituency.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    places = PlacesField(
        label=gettext_lazy("States and territories where you work"),
        help_text=gettext_lazy(
            "Names or abbreviations, separated by commas. For example: NJ, New York. If you work "
            "in all of them, write “nationwide”."
        ),
        max_length=1000,
        required=False,
    )
    languages = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Languages that you work in"),
        queryset=Language.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    contact_name = LineField(
        label=gettext_lazy("Your name"),
        asks=gettext_lazy("Enter your name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = LineField(
        label=gettext_lazy("Your role"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    contact_email = AddressField(
        label=gettext_lazy("Your work e-mail address"),
        help_text=gettext_lazy("We will e-mail you here after we check the details."),
        asks=gettext_lazy("Enter your work e-mail address."),
        widget=forms.EmailInput(attrs={"autocomplete": "work email"}),
    )
    contact_phone = PhoneField(label=gettext_lazy("Your work phone number"), required=False)
    email_consent = forms.BooleanField(
        label=gettext_lazy("You may e-mail me about listening sessions and their results"),
        required=False,
    )

    #: Sections of the page in order: title and fields.
    PARTS = (
        (
            gettext_lazy("Organization"),
            ("name", "different_organization", "aliases", "kind", "website"),
        ),
        (gettext_lazy("Who it serves"), ("constituencies", "places", "languages")),
        (
            gettext_lazy("You"),
            ("contact_name", "role", "contact_email", "contact_phone", "email_consent"),
        ),
    )

    def __init__(self, *args: Any, is_name_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_phone"].widget.attrs["autocomplete"] = "work tel"
        if not is_name_known:
            self.ask_whether_different(hidden=True)
        if not Constituency.objects.exists():
            del self.fields["constituencies"]

    def ask_whether_different(self, *, hidden: bool = False) -> None:
        """Show the checkbox only after the name turned out to be known, to avoid confusion."""
        self.fields["different_organization"].widget = (
            forms.HiddenInput() if hidden else forms.CheckboxInput()
        )

    def refuse(self, error: EngagementError) -> None:
        """Report a domain error on the form field that it is about."""
        self.add_error(error.field if error.field in self.fields else None, error.message)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not organization_key(name):
            raise ValidationError(_("Enter a name that has letters or numbers in it."))
        return name

    def clean_aliases(self) -> list[str]:
        names = other_names(self.cleaned_data["aliases"])
        if len(names) > MOST_ALIASES:
            raise ValidationError(_("Enter up to 10 other names, one per line."))
        return names

    def clean_website(self) -> str:
        website = self.cleaned_data["website"]
        if not website:
            return ""
        if "://" not in website:
            website = f"https://{website}"
        try:
            URLValidator(schemes=["http", "https"])(website)
        except ValidationError:
            raise ValidationError(
                _("Enter the web address like this: www.example.org"), code="invalid"
            ) from None
        return website

    def hidden_inputs(self) -> Iterator[SafeString]:
        """Every answer as hidden inputs, with which the check page carries the form."""
        return hidden_inputs([self])

    def answers(self) -> list[tuple[str, list[dict[str, str]]]]:
        """Sections of the check page: question, answer, and the id of its field."""
        return [
            (title, [self._answered(field) for field in fields]) for title, fields in self.parts()
        ]

    def _answered(self, field: forms.BoundField) -> dict[str, str]:
        # A group of checkboxes has no control with the plain id.
        anchor = field.id_for_label or f"{field.auto_id}_0"
        return {"term": str(field.label), "detail": self._answer(field.name), "field": anchor}

    def _answer(self, name: str) -> str:
        value = self.cleaned_data[name]
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if name == "kind":
            return str(OrganizationKind(value).label)
        if name == "places" and len(value) == len(ALL_CODES):
            return _("Nationwide: all states and territories")
        if isinstance(value, str) or not hasattr(value, "__iter__"):
            return str(value or "")
        return "\n".join(str(each) for each in value)

    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Sections of the page with their fields; hidden fields are rendered with the form."""
        return [
            (
                str(title),
                [
                    self[name]
                    for name in names
                    if name in self.fields and not self.fields[name].widget.is_hidden
                ],
            )
            for title, names in self.PARTS
        ]
