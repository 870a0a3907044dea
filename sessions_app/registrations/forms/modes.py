"""Form field for the way of attending, with the seats available."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sessions_app.listening_sessions.enums import AttendanceMode, WaitlistMode
from sessions_app.listening_sessions.models import ListeningSession, SeatPool

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MODE_HINTS: Mapping[str, "StrOrPromise"] = {
    AttendanceMode.IN_PERSON: gettext_lazy("In person"),
    AttendanceMode.VIRTUAL: gettext_lazy("Online, by video or phone"),
}


class ModeForm(forms.Form):
    """The way of attending; hidden if the session has only one."""

    mode = forms.ChoiceField(
        label=gettext_lazy("How will you take part?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how you will take part."),
            "invalid_choice": gettext_lazy("Choose one of the ways to take part."),
        },
    )

    may_wait = forms.BooleanField(
        label=gettext_lazy("If there aren’t enough seats, give up mine and put me on the waitlist"),
        help_text=gettext_lazy("Leave this unchecked to keep the seats you have."),
        required=False,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        listening_session: ListeningSession,
        pools: Sequence[SeatPool],
        holds: str = "",
        held_words: "StrOrPromise" = "",
        initial: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}), **kwargs)
        waits = listening_session.waitlist_mode != WaitlistMode.NONE
        by_mode = {pool.mode: pool for pool in pools}
        choices = [
            (
                mode,
                held_words % {"mode": MODE_HINTS[mode]}
                if mode == holds
                else mode_words(mode, by_mode.get(mode), waits=waits and not holds),
            )
            for mode in listening_session.modes
        ]
        field = cast(forms.ChoiceField, self.fields["mode"])
        field.choices = choices
        #: For the check page: the way of attending, and whether it means the waitlist, without seat
        #: counts.
        self.answers = {
            mode: words if mode in by_mode and by_mode[mode].is_full else str(MODE_HINTS[mode])
            for mode, words in choices
        }
        self.only = choices[0][1] if len(choices) == 1 else ""
        if self.only:
            field.widget = forms.HiddenInput()
            self.initial["mode"] = choices[0][0]
        if self.only or not holds or not waits:
            # There is no seat to give up, or no waitlist to join.
            del self.fields["may_wait"]


def mode_words(mode: str, pool: SeatPool | None, *, waits: bool) -> str:
    """Return a way of attending with its seats: "In person: 12 seats left"."""
    words = str(MODE_HINTS[mode])
    if pool is None or (pool.free is None and not pool.waiting):
        return words
    if not pool.is_full and pool.free is not None:
        seats = ngettext("%(count)d seat left", "%(count)d seats left", pool.free)
        return f"{words}: {seats % {'count': pool.free}}"
    if waits:
        return _("%(mode)s: full, you would join the waitlist") % {"mode": words}
    return _("%(mode)s: full") % {"mode": words}
