"""Staff form of a registration, or of changing one, for somebody who calls, writes or stops by.

The public form with fewer required fields.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import AddressField, LineField
from sessions_app.core.forms.hidden_fields import SubmissionField, Versioned, expected_version_of
from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.listening_sessions.models import ListeningSession, SeatPool
from sessions_app.listening_sessions.models.sessions import MOST_PEOPLE
from sessions_app.registrations.forms.attendees import PeopleFormSet
from sessions_app.registrations.forms.registrants import RegistrantForm
from sessions_app.registrations.forms.registrations import RegistrationFormGroup
from sessions_app.registrations.models import Registration


class StaffRegistrantForm(RegistrantForm):
    name = LineField(
        label=_("Name"),
        asks=_("Enter the name of the person who is registering."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = AddressField(
        label=_("E-mail address"),
        help_text=_(
            "We will send a confirmation with a link to change or cancel. Without an e-mail "
            "address, the person has to call to make changes."
        ),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    organization_name = LineField(
        label=_("Organization"),
        help_text=_("Leave this blank for someone attending on their own."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("E-mail language"), choices=settings.LANGUAGES)
    is_coming = forms.BooleanField(
        label=_("This person is also attending"), required=False, initial=True
    )
    #: Idempotency key: submitting the form twice registers once.
    submission = SubmissionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Phone number")
        self.fields["phone"].widget.attrs["autocomplete"] = "off"


class StaffChangeForm(StaffRegistrantForm, Versioned):
    """The registrant of a registration that is changed."""

    submission = None  # type: ignore[assignment]
    people: PeopleFormSet

    def row_texts(self) -> dict[str, str]:
        names = [
            f"{row['name'].value()} ({row['email'].value()})"
            if row["email"].value()
            else str(row["name"].value())
            for row in self.people.forms
            if row["name"].value()
        ]
        return {str(_("People who are coming")): "\n".join(names)}


class StaffRegistrationFormGroup(RegistrationFormGroup):
    """All parts of a registration entered by staff, handled as one form."""

    answers_are_required = False
    asked_once = ("is_coming",)
    held_words = _("%(mode)s: their seats are here")
    spare_rows = 2

    def __init__(
        self,
        *,
        listening_session: ListeningSession,
        pools: Sequence[SeatPool],
        data: QueryDict | None = None,
        registration: Registration | None = None,
        may_read_needs: bool = True,
    ) -> None:
        self.is_bound = data is not None
        self.may_read_needs = may_read_needs
        super().__init__(
            listening_session=listening_session,
            pools=pools,
            data=data,
            registration=registration,
        )
        # The labels of the public form address the registrant; here staff write about them.
        self.mode.fields["mode"].label = _("How they will take part")
        if registration is not None and "may_wait" in self.mode.fields:
            self.mode.fields["may_wait"].label = _(
                "If there aren’t enough seats, give up theirs and put them on the waitlist"
            )
            self.mode.fields["may_wait"].help_text = _(
                "If you leave this unchecked, they keep the seats they have."
            )
        if isinstance(self.you, StaffChangeForm):
            self.you.people = self.people
        self.needs.fields["kinds"].label = _("Accommodations for the group")
        if AttendanceMode.IN_PERSON in listening_session.modes:
            self.needs.fields["detail"].help_text = _(
                "For example, where they need to sit. Leave out medical details."
            )
        else:
            self.needs.fields["detail"].help_text = _(
                "For example, the device they use. Leave out medical details."
            )

    def _you_form(
        self, data: QueryDict | None, typed: QueryDict | None, start: Mapping[str, Any]
    ) -> forms.Form:
        if self.registration is None:
            return StaffRegistrantForm(data, initial=start)
        version = expected_version_of(self.registration)
        return StaffChangeForm(data, initial={**start, "expected_version": version})

    def _most_people(self) -> int:
        return MOST_PEOPLE

    @property
    def asks_for_needs(self) -> bool:
        return self.may_read_needs

    @property
    def parts(self) -> list[forms.BaseForm | forms.BaseFormSet]:
        return [part for part in super().parts if part is not self.needs or self.asks_for_needs]

    @property
    def media(self) -> forms.Media:
        return self.you.media

    @property
    def submission(self) -> str:
        """The idempotency key of a valid form for a new registration."""
        return str(self.you.cleaned_data["submission"])
