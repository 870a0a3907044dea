"""Public registration form, in parts that the registration and the change page share."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.hidden_fields import hidden_inputs
from sessions_app.listening_sessions.models import ListeningSession, SeatPool
from sessions_app.registrations.enums import AccommodationKind
from sessions_app.registrations.errors import GroupTooLargeError
from sessions_app.registrations.forms.accommodations import NeedsForm
from sessions_app.registrations.forms.attendees import (
    AttendeeForm,
    AttendeeFormSet,
    PeopleFormSet,
)
from sessions_app.registrations.forms.modes import ModeForm
from sessions_app.registrations.forms.questions import AnswersForm
from sessions_app.registrations.forms.registrants import LANGUAGE_NAMES, RegistrantForm
from sessions_app.registrations.forms.registration_answers import (
    RegistrantAnswers,
    RegistrationAnswers,
)
from sessions_app.registrations.models import Registration
from sessions_app.registrations.selectors.seat_outlook import SeatOutlook, seat_outlook
from sessions_app.registrations.services.registrations import AttendeeInput

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RegistrationFormGroup:
    """All parts of a registration, handled as one form.

    Created empty, from submitted data (``data``), or from submitted data without validation
    (``typed``, for "add another person" and "change": an incomplete form is not wrong). ``known``
    prefills an invited guest.
    """

    #: Staff may leave out what they were not told.
    answers_are_required = True
    #: Left out when a registration is changed. Another e-mail address has a page of its own.
    asked_once: tuple[str, ...] = ("email", "is_coming")
    held_words: "StrOrPromise" = gettext_lazy("%(mode)s: your seats are here")
    #: Empty rows, in addition to the attendees who are known.
    spare_rows = 0

    def __init__(
        self,
        *,
        listening_session: ListeningSession,
        pools: Sequence[SeatPool],
        data: QueryDict | None = None,
        typed: QueryDict | None = None,
        registration: Registration | None = None,
        known: Mapping[str, Any] | None = None,
        more_people: int = 0,
    ) -> None:
        self.registration = registration
        self.listening_session, self.pools = listening_session, pools
        held = registration.seats if registration else 0
        #: Most people whom the form takes; a group that staff registered may be larger.
        self.most_people = max(self._most_people(), held)
        holds = registration.mode if registration and registration.position is None else ""
        start = _start(registration) if registration else dict(known or {})
        self.mode = ModeForm(
            data,
            listening_session=listening_session,
            pools=pools,
            holds=holds,
            held_words=self.held_words,
            initial=_typed(ModeForm.base_fields, typed, start),
        )
        self.needs = NeedsForm(
            data,
            listening_session=listening_session,
            initial=_typed(NeedsForm.base_fields, typed, start),
        )
        self.questions = AnswersForm(
            data,
            listening_session=listening_session,
            typed=typed,
            registration=registration,
            is_required=self.answers_are_required,
        )
        self.you: forms.Form = self._you_form(data, typed, start)
        if registration is not None:
            for name in self.asked_once:
                del self.you.fields[name]
        rows = start.get("people", [{}]) + [{}] * self.spare_rows
        if typed is not None:
            rows = _typed_rows(typed, self.most_people) + [{}] * more_people
        self.people = cast(
            PeopleFormSet,
            AttendeeFormSet(
                data,
                prefix="people",
                initial=rows[: self.most_people],
                most=self.most_people,  # type: ignore[call-arg]
            ),
        )
        if more_people and self.people.forms:
            self.people.forms[-1].fields["name"].widget.attrs["autofocus"] = True

    def _most_people(self) -> int:
        return self.listening_session.people_per_registration

    def _you_form(
        self, data: QueryDict | None, typed: QueryDict | None, start: Mapping[str, Any]
    ) -> forms.Form:
        return RegistrantForm(data, initial=_typed(RegistrantForm.base_fields, typed, start))

    @property
    def parts(self) -> list[forms.BaseForm | forms.BaseFormSet]:
        """The parts in page order."""
        return [self.you, self.mode, self.people, self.needs, self.questions]

    @property
    def asks_for_needs(self) -> bool:
        """Whether the form includes accommodation requests."""
        return True

    @property
    def can_add_people(self) -> bool:
        return len(self.people.forms) < self.most_people

    @property
    def too_many_words(self) -> str:
        return GroupTooLargeError(self.most_people).message

    def is_valid(self) -> bool:
        if self.has_errors:
            return False
        if not self.attendees():
            self._first_row_error(_("Enter the name of at least one person who is coming."))
        elif len(self.attendees()) > self.most_people:
            self._first_row_error(self.too_many_words)
        return not self.has_errors

    @property
    def chosen_pool(self) -> SeatPool | None:
        """The seats of the chosen way of attending, in a valid form."""
        mode = self.mode.cleaned_data["mode"]
        return next((pool for pool in self.pools if pool.mode == mode), None)

    @property
    def seat_outlook(self) -> SeatOutlook:
        """What a valid form for a new registration would get if it were sent now."""
        return seat_outlook(self.listening_session, self.chosen_pool, len(self.attendees()))

    @property
    def has_errors(self) -> bool:
        # A list, not a generator: every part is validated, so that all errors show at once.
        return any([part.is_bound and not part.is_valid() for part in self.parts])  # noqa: C419

    def attendees(self) -> list[AttendeeInput]:
        """The attendees, the registrant first if they attend."""
        people = self.people.people()
        if self.you.cleaned_data.get("is_coming"):
            myself = AttendeeInput(
                name=self.you.cleaned_data["name"], email=self.you.cleaned_data["email"]
            )
            return [myself, *people]
        return people

    def registrant(self) -> RegistrantAnswers:
        """The registrant, from a valid form; ``email`` is empty if it was not asked for."""
        you = self.you.cleaned_data
        return RegistrantAnswers(
            name=you["name"],
            email=you.get("email", ""),
            organization_name=you["organization_name"],
        )

    def answers(self) -> RegistrationAnswers:
        """The rest of the cleaned data."""
        you, way = self.you.cleaned_data, self.mode.cleaned_data
        return RegistrationAnswers(
            attendees=self.attendees(),
            phone=str(you["phone"] or ""),
            language=you["language"],
            mode=way["mode"],
            may_wait=way.get("may_wait", False),
            accommodations=self.needs.needs() if self.asks_for_needs else None,
            answers=self.questions.given(),
        )

    def refuse(self, error: EngagementError) -> None:
        """Report a domain error on the form field that it is about."""
        for part in (self.you, self.mode, self.needs, self.questions):
            if error.field in part.fields and not part.fields[error.field].widget.is_hidden:
                part.add_error(error.field, error.message)
                return
        self.you.add_error(None, error.message)

    def hidden_inputs(self) -> Iterator[SafeString]:
        """Every answer as hidden inputs, with which the check page carries the form."""
        people = [self.people.management_form, *self.people.forms]
        return hidden_inputs([self.you, self.mode, self.needs, self.questions, *people])

    @property
    def mode_answer(self) -> str:
        return self.mode.answers[self.mode.cleaned_data["mode"]]

    @property
    def language_answer(self) -> str:
        return dict(LANGUAGE_NAMES)[self.you.cleaned_data["language"]]

    @property
    def people_answer(self) -> str:
        """The attendees with their addresses, one per line."""
        return "\n".join(
            f"{person.name} ({person.email})" if person.email else person.name
            for person in self.attendees()
        )

    @property
    def needs_answer(self) -> str:
        labels = dict(AccommodationKind.choices)
        return "\n".join(
            f"{labels[need.kind]}: {need.language}" if need.language else str(labels[need.kind])
            for need in self.needs.needs()
        ) or _("None")

    def _first_row_error(self, message: str) -> None:
        if self.people.forms:
            self.people.forms[0].add_error("name", message)
        else:
            self.you.add_error(None, message)


def _start(registration: Registration) -> dict[str, Any]:
    """Return the current registration as initial data of every part."""
    requests = list(registration.accommodation_requests.open())
    return {
        "name": registration.name,
        "email": registration.email,
        "organization_name": registration.organization_name,
        "phone": registration.phone,
        "language": registration.language,
        "mode": registration.mode,
        "people": [
            {"id": person.pk, "name": person.name, "email": person.email}
            for person in registration.attendees.coming()
        ],
        "kinds": [request.kind for request in requests],
        "interpreter_language": next((r.language for r in requests if r.language), ""),
        "detail": next((r.detail for r in requests if r.detail), ""),
    }


def _typed(
    fields: Mapping[str, forms.Field], typed: QueryDict | None, start: Mapping[str, Any]
) -> dict[str, Any]:
    if typed is None:
        return {name: start[name] for name in fields if name in start}
    return {
        name: field.widget.value_from_datadict(typed, {}, name) for name, field in fields.items()
    }


def _typed_rows(typed: QueryDict, most: int) -> list[dict[str, Any]]:
    try:
        count = int(typed.get("people-TOTAL_FORMS", ""))
    except ValueError:
        count = 1
    return [
        {
            name: field.widget.value_from_datadict(typed, {}, f"people-{row}-{name}")
            for name, field in AttendeeForm.base_fields.items()
        }
        for row in range(min(max(count, 0), most))
    ]
