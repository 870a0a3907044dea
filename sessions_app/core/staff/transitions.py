"""Declares the transitions that staff screens offer. ``transition_view`` performs them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import LineField, ProseField
from sessions_app.core.services.transitions import AllowedTransitions
from sessions_app.core.staff.wagtail_types import Record

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Cleaned data of a transition's form.
Answers = Mapping[str, Any]


class ConfirmForm(RequiredMessagesMixin, forms.Form):
    """A form without fields: submitting it confirms."""


class PreviewedForm(ConfirmForm):
    """For a transition with a notification preview: carries the version that was previewed."""

    expected_version = LineField(widget=forms.HiddenInput, required=False)


class ReasonForm(ConfirmForm):
    reason = ProseField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write this for the people affected. They will read it."),
        error_messages={"required": _("Enter the reason.")},
    )


class PreviewedReasonForm(PreviewedForm, ReasonForm):
    pass


class NoteForm(PreviewedForm):
    """The note is entered on the preview page."""

    note = ProseField(widget=forms.HiddenInput, required=False)


class NoticeShown(Protocol):
    """The parts of a notice that staff views need; the template uses more."""

    @property
    def version(self) -> str:
        """The saved state of the record that the notice was made from."""

    @property
    def total(self) -> int:
        """E-mails that would go out."""


@dataclass(frozen=True, kw_only=True)
class Transition(Generic[Record]):
    """A transition that an inspect page offers."""

    slug: str
    #: Label of the button.
    label: "StrOrPromise"
    #: One or two sentences on what will happen.
    explanation: "StrOrPromise"
    #: Calls the service with the record, the user and the cleaned data.
    run: Callable[[Record, User, Answers], object]
    #: Success message.
    done: "StrOrPromise"
    to_state: str = ""
    #: The state machine; empty for a change that keeps the state.
    allowed: AllowedTransitions = field(default_factory=dict)
    state_field: str = "state"
    verb: str = "change"
    form_class: type[ConfirmForm] = ConfirmForm
    style: str = "button-secondary"
    #: Returns the sentences about who will be e-mailed.
    tells: Callable[[Record], Iterable[str]] | None = None
    #: Returns rows of conflicts: warnings, never refusals.
    warns: Callable[[Record], Sequence[Mapping[str, object]]] | None = None
    #: Returns sentences about what will be erased, and what has to be checked by hand.
    erases: Callable[[Record], Iterable[str]] | None = None
    #: Returns the notice to preview before anything is saved; None if nobody is notified, in which
    #: case it is saved at once. The form must be a :class:`PreviewedForm`.
    notice: Callable[[Record, Answers], NoticeShown | None] | None = None
    #: Returns the initial data of the form.
    initial: Callable[[Record], dict[str, object]] | None = None
    #: An additional condition, besides the state machine.
    condition: Callable[[Record], bool] | None = None

    def is_open_to(self, record: Record) -> bool:
        """Whether the record's state allows it."""
        if self.allowed:
            state = getattr(record, self.state_field)
            if self.to_state not in self.allowed.get(state, ()):
                return False
        return self.condition is None or self.condition(record)
