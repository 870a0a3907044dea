"""The registry of the kinds of e-mail, and the placeholders that their texts may use.

The default texts are in ``templates/emails/<kind>.txt``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class MailKind:
    """One kind of e-mail: what staff call it, when it is sent, and its placeholders."""

    label: "StrOrPromise"
    sent: "StrOrPromise"
    placeholders: tuple[str, ...]
    #: Placeholders that the body must contain.
    needed: tuple[str, ...] = ()
    #: Label of its link in a preview, "" if it has none.
    link: "StrOrPromise" = ""
    #: Whether it says something that an earlier e-mail about the same record did not.
    is_news: bool = True
    #: Whether it only repeats an earlier e-mail: then it is not written beyond ``per_hour``.
    is_repeat: bool = False
    #: How many reach one address in an hour, if strangers can cause this e-mail by typing somebody
    #: else's address; see ``emails/queue.py``.
    per_hour: int | None = None
    #: ``void_reason(message, now=…)`` returns the :class:`VoidReason` if a waiting message is out
    #: of date, or "". Called just before it would be sent.
    void_reason: Callable[..., str] | None = None
    #: For e-mails that nobody asked for: ``unsubscribe(message)`` returns the path at which the
    #: recipient leaves the list, with the placeholder of the message's link, or "".
    unsubscribe: Callable[..., str] | None = None


#: What each placeholder means, and a sample value for previews.
PLACEHOLDERS: Mapping[str, tuple["StrOrPromise", "StrOrPromise"]] = {
    "name": (_("Recipient’s name"), _("Ana Example")),
    "registrant": (_("Name of the person who registered them"), "Bo Rivers"),
    "session_title": (_("Session title"), _("An evening in Alder Falls")),
    "when": (
        _("Session date, time and time zone"),
        _("Thursday, March 4, 2027, 6 p.m. to 8 p.m. Central time"),
    ),
    "where": (_("Venue, “Online” or both"), _("Alder Hall, 100 Main Street, Alder Falls, IL")),
    "reference": (_("Registration or record reference"), "RG-27-7K4MQ2-X"),
    "organization": (_("Organization"), _("Alder Falls Legal Aid")),
    "reason": (_("Reason given by staff"), _("The hall is being repaired.")),
    "before": (
        _("Original date, time and place"),
        _("Tuesday, March 2, 2027, 6 p.m. to 8 p.m. Central time; Online"),
    ),
    "note": (_("Note that staff added for this change"), _("The entrance is on Elm Street.")),
    "whom": (_("Invited organization, or “you”"), _("Alder Falls Legal Aid")),
    "summary": (
        _("Session description"),
        _("Tell us how the program works where you live."),
    ),
    "until": (_("When the seat offer expires"), _("Monday, March 1, 2027, 6 p.m. Central time")),
    "seats": (_("“a seat”, or the number of seats"), _("a seat")),
    "standing": (
        _("What the person still has: a seat, an offer or a place on the waitlist"),
        _("You still have your seat."),
    ),
    "title": (_("Action title"), _("Print the notice in five languages")),
    "description": (_("Planned action"), _("Have it translated and put up.")),
    "due": (_("Due date"), _("March 31, 2027")),
}


#: Every kind by name. Each noun declares its own in ``mail_kinds.py``.
MAIL_KINDS: dict[str, MailKind] = {}


def register(kinds: Mapping[str, MailKind]) -> None:
    """Register the kinds of e-mail of a noun. Called when Django starts."""
    MAIL_KINDS.update(kinds)


def kinds_without_news() -> list[str]:
    """Return the kinds that do not supersede an earlier e-mail."""
    return [name for name, kind in MAIL_KINDS.items() if not kind.is_news]


def kind_choices() -> list[tuple[str, "StrOrPromise"]]:
    return [(name, kind.label) for name, kind in MAIL_KINDS.items()]


def kind_label(kind: str) -> str:
    """Return the label of a kind; its name if the kind was removed."""
    return str(MAIL_KINDS[kind].label) if kind in MAIL_KINDS else kind
