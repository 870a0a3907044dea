"""Every kind of e-mail that the outbox sends, and the placeholders that its words may use.

The words themselves are in ``templates/emails/<kind>.txt``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class MailKind:
    """One kind of e-mail: what staff call it, when it goes out, and what its words may name."""

    label: "StrOrPromise"
    sent: "StrOrPromise"
    placeholders: tuple[str, ...]
    #: Without these the e-mail would hide what it is for.
    needed: tuple[str, ...] = ()


_REGISTRANT = (
    "name",
    "session_title",
    "when",
    "where",
    "reference",
    "organization",
)
_CONTACT = ("name", "organization", "reference")
_OWNER = ("title", "description", "due", "reference")

#: What stands for a placeholder while nobody is written to: a preview of the words alone.
PLACEHOLDERS: Mapping[str, tuple["StrOrPromise", "StrOrPromise"]] = {
    "name": (_("The name of the person who is written to"), _("Ana Example")),
    "session_title": (_("The title of the session"), _("An evening in Alder Falls")),
    "when": (
        _("Day, time and zone of the session"),
        _("Thursday, March 4, 2027, 6 p.m. to 8 p.m. Central time"),
    ),
    "where": (_("The place, online, or both"), _("Alder Hall, 100 Main Street, Alder Falls, IL")),
    "reference": (_("The number of the registration or record"), "RG-27-7K4MQ2-X"),
    "organization": (_("The organization"), _("Alder Falls Legal Aid")),
    "reason": (_("The reason that staff gave"), _("The hall is being repaired.")),
    "before": (
        _("When and where it would have been"),
        _("Tuesday, March 2, 2027, 6 p.m. to 8 p.m. Central time; Online"),
    ),
    "note": (_("What staff added for this one change"), _("The entrance is on Elm Street.")),
    "whom": (_("The organization that is invited, or “you”"), _("Alder Falls Legal Aid")),
    "summary": (
        _("What the session is about"),
        _("Tell us how the program works where you live."),
    ),
    "until": (_("Until when an offered seat is kept"), _("March 1, 2027, 6 p.m.")),
    "title": (_("The title of the action"), _("Print the notice in five languages")),
    "description": (_("What is to be done"), _("Have it translated and put up.")),
    "due": (_("By when"), _("March 31, 2027")),
}

MAIL_KINDS: Mapping[str, MailKind] = {
    "registration_confirmed": MailKind(
        _("Seat confirmed"), _("When somebody gets a seat."), _REGISTRANT
    ),
    "registration_waitlisted": MailKind(
        _("On the waitlist"), _("When somebody joins the waitlist."), _REGISTRANT
    ),
    "registration_pending": MailKind(
        _("Waiting for approval"), _("When staff have to look at a registration."), _REGISTRANT
    ),
    "registration_offered": MailKind(
        _("Seat offered"),
        _("When a seat is kept for somebody on the waitlist."),
        (*_REGISTRANT, "until"),
        ("until",),
    ),
    "registration_declined": MailKind(
        _("Registration declined"),
        _("When staff decline a registration."),
        (*_REGISTRANT, "reason"),
        ("reason",),
    ),
    "registration_cancelled": MailKind(
        _("Registration cancelled"),
        _("When the registrant or staff cancel a registration."),
        (*_REGISTRANT, "reason"),
        ("reason",),
    ),
    "registration_expired": MailKind(
        _("Offer expired"), _("When nobody answered an offered seat."), _REGISTRANT
    ),
    "registration_changed": MailKind(
        _("Registration changed"), _("When somebody changes their registration."), _REGISTRANT
    ),
    "registration_known": MailKind(
        _("Registered already"), _("When an address tries to register again."), _REGISTRANT
    ),
    "registration_link": MailKind(
        _("New personal link"),
        _("When staff close the link of a registration because it came into the wrong hands."),
        _REGISTRANT,
    ),
    "session_changed": MailKind(
        _("New time or place"),
        _("When a session moves."),
        (*_REGISTRANT, "before", "note"),
        ("before", "note"),
    ),
    "session_resumed": MailKind(
        _("New date after a postponement"),
        _("When a session that was postponed is published again."),
        (*_REGISTRANT, "note"),
        ("note",),
    ),
    "session_postponed": MailKind(
        _("Session postponed"),
        _("When a session is postponed."),
        (*_REGISTRANT, "reason"),
        ("reason",),
    ),
    "session_cancelled": MailKind(
        _("Session cancelled"),
        _("When a session is cancelled."),
        (*_REGISTRANT, "reason"),
        ("reason",),
    ),
    "session_reminder": MailKind(
        _("Reminder"), _("Some days before a session, to everybody with a seat."), _REGISTRANT
    ),
    "session_follow_up": MailKind(
        _("Thanks after a session"), _("The day after a session was held."), _REGISTRANT
    ),
    "invitation": MailKind(
        _("Invitation"),
        _("When staff invite somebody to a session."),
        (*_REGISTRANT, "whom", "summary"),
    ),
    "invitation_changed": MailKind(
        _("New time or place, to guests"),
        _("When a session moves, to guests who have not answered."),
        (*_REGISTRANT, "whom", "before", "note"),
    ),
    "invitation_postponed": MailKind(
        _("Postponed, to guests"),
        _("When a session is postponed, to guests who have not answered."),
        (*_REGISTRANT, "whom", "reason"),
    ),
    "invitation_cancelled": MailKind(
        _("Cancelled, to guests"),
        _("When a session is cancelled, to guests who have not answered."),
        (*_REGISTRANT, "whom", "reason"),
    ),
    "organization_received": MailKind(
        _("Organization received"), _("When an organization registers."), _CONTACT
    ),
    "organization_verified": MailKind(
        _("Organization verified"), _("When staff verify an organization."), _CONTACT
    ),
    "organization_declined": MailKind(
        _("Organization declined"),
        _("When staff decline to verify an organization."),
        (*_CONTACT, "reason"),
        ("reason",),
    ),
    "organization_lapsing": MailKind(
        _("Organization to be verified again"),
        _("A month before a verification runs out."),
        (*_CONTACT, "due"),
        ("due",),
    ),
    "action_assigned": MailKind(
        _("Action assigned"), _("When staff with an account become owner of an action."), _OWNER
    ),
    "action_assigned_outside": MailKind(
        _("Action assigned, no account"),
        _("When somebody without an account becomes owner of an action."),
        _OWNER,
    ),
}


def kind_choices() -> list[tuple[str, "StrOrPromise"]]:
    return [(name, kind.label) for name, kind in MAIL_KINDS.items()]


def kind_label(kind: str) -> str:
    """Return what staff call a kind; its bare name where the code no longer knows it."""
    return str(MAIL_KINDS[kind].label) if kind in MAIL_KINDS else kind
