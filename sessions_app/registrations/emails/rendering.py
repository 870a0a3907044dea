"""Renders the e-mails to registrants. Nothing is stored here."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions_app.core.models import AccessToken
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.enums import AttendanceMode, Visibility
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.rendering import RenderedEmail, render_email
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES, RegistrationState
from sessions_app.registrations.models import Registration

#: Kinds after which the registrant can still come to this session by registering again.
_TO_RETURN = (
    "registration_cancelled",
    "registration_left_waitlist",
    "registration_offer_ended",
    "registration_expired",
)
#: Kinds to a mailbox that is not, or no longer, the registrant's: without what only they may know.
_TO_OTHERS = ("registration_new_address", "registration_address_changed")
#: Kinds after which only other sessions are left.
_TO_LOOK_ELSEWHERE = ("registration_declined", "session_cancelled")


def render(
    *,
    kind: str,
    registration: Registration,
    token: AccessToken | None,
    reason: str = "",
    before: ListeningSession | None = None,
    note: str = "",
    attendee_name: str = "",
    tells_access: bool = False,
) -> RenderedEmail:
    """Render an e-mail in the registrant's language; nothing is stored.

    ``attendee_name`` is given for an e-mail to another attendee, who has one seat and no personal
    link. The place is the one where this registrant takes part, and ``before`` is told only if it
    differs for them. Without a ``token``, as in a preview, the personal link does not work.
    """
    session, mode = registration.listening_session, registration.mode
    with translation.override(registration.language):
        now = wording.when_and_where(session, mode=mode)
        earlier = wording.when_and_where(before, mode=mode) if before else ""
        if kind == "session_changed" and earlier == now and _has_new_link(registration, before):
            kind = "session_link_changed"
        when, where = wording.when(session), wording.where_to_go(session, mode=mode)
        expires = registration.offer_expires_at
        until = wording.deadline(expires, session) if expires else ""
        return render_email(
            kind=kind,
            values={
                "name": attendee_name or registration.name,
                "registrant": registration.name,
                "session_title": session.title,
                "when": when,
                "where": where,
                "reference": registration.reference,
                "organization": registration.organization_name,
                "reason": reason,
                "before": earlier if earlier != now else "",
                "note": note,
                "until": until,
                "seats": _seats(registration),
                "standing": _standing(registration, until),
            },
            facts=[
                (_("Session"), session.title),
                (_("When"), when),
                (_("Where"), where),
                (_("Accessibility at the venue"), _access(registration) if tells_access else ""),
                *_own_facts(kind, registration, is_alone=bool(attendee_name)),
                (_("Reference"), "" if kind in _TO_OTHERS else registration.reference),
            ],
            link=_session_page(session) if attendee_name else _link(kind, registration, token),
            language=registration.language,
        )


def _seats(registration: Registration) -> str:
    count = registration.seats
    return ngettext("a seat", "%(count)d seats", count) % {"count": count}


def _standing(registration: Registration, until: str) -> str:
    """Return what the registrant still has, as a sentence; "" if that is nothing."""
    count = registration.seats
    match registration.state:
        case RegistrationState.CONFIRMED:
            return ngettext(
                "You still have your seat.", "You still have your %(count)d seats.", count
            ) % {"count": count}
        case RegistrationState.OFFERED:
            return ngettext(
                "We are still holding a seat for you until %(until)s.",
                "We are still holding %(count)d seats for you until %(until)s.",
                count,
            ) % {"count": count, "until": until}
        case RegistrationState.WAITLISTED:
            return _("You are still on the waitlist.")
        case RegistrationState.PENDING_APPROVAL:
            return _("We still have your registration, and have not reviewed it yet.")
    return ""


def _own_facts(kind: str, registration: Registration, *, is_alone: bool) -> list[tuple[str, str]]:
    """Return how to join and who is coming, as long as somebody is.

    ``is_alone`` for one attendee, who is not told the names of the others.
    """
    if (
        kind in ("session_follow_up", *_TO_OTHERS)
        or registration.state not in ACTIVE_REGISTRATION_STATES
    ):
        return []
    if is_alone:
        gone = kind in ("attendee_removed", "attendee_session_cancelled")
        return [] if gone else [(_("Join online"), _join_link(registration))]
    return [
        (_("Join online"), _join_link(registration)),
        (_("Who is coming"), ", ".join(person.name for person in registration.people_coming)),
    ]


def _access(registration: Registration) -> str:
    """Return the accessibility notes of the venue to somebody who goes there, otherwise ""."""
    venue = registration.listening_session.venue
    if venue is None or registration.mode != AttendanceMode.IN_PERSON:
        return ""
    return " ".join(venue.accessibility_notes.split())


def _has_new_link(registration: Registration, before: ListeningSession | None) -> bool:
    link = _join_link(registration)
    return bool(link) and before is not None and before.join_link != link


def _join_link(registration: Registration) -> str:
    """Return the join link if the seat is confirmed and online, otherwise ""."""
    if registration.has_seat and registration.mode == AttendanceMode.VIRTUAL:
        return registration.listening_session.join_link
    return ""


def _link(
    kind: str, registration: Registration, token: AccessToken | None
) -> tuple[str, str] | None:
    """Return the label and the path of what the reader can do now."""
    session = registration.listening_session
    if kind == "registration_new_address":
        return _("Use this address"), _path(token, "registration_confirm_address")
    if kind == "registration_address_changed":
        return _session_page(session)
    if kind in _TO_LOOK_ELSEWHERE:
        return _("See other listening sessions"), reverse("sessions_app:session_list")
    if kind in (*_TO_RETURN, "session_follow_up"):
        return _session_page(session) or (_("See your registration"), _path(token))
    match registration.state:
        case RegistrationState.OFFERED:
            label = _("Accept or decline")
        case RegistrationState.WAITLISTED:
            label = _("See your place on the waitlist, or leave it")
        case RegistrationState.PENDING_APPROVAL:
            label = _("See, change or withdraw your registration")
        case _other:
            label = _("See, change or cancel your registration")
    return label, _path(token)


def _session_page(session: ListeningSession) -> tuple[str, str] | None:
    """Return the link to the session's page; None if it has none that is public."""
    if session.visibility == Visibility.INVITATION:
        return None
    return _("See the session page"), session.get_absolute_url()


def _path(token: AccessToken | None, name: str = "registration_detail") -> str:
    # Stored with a placeholder; the secret is filled in when the message is sent.
    path = reverse(f"sessions_app:{name}", args=["TOKEN"])
    return path.replace("TOKEN", f"[[token:{token.pk}]]" if token else "…")
