"""What a notification preview shows: recipients, and the e-mails as they would be sent.

Built by the functions that render the real e-mails. Nothing is stored.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as with_default

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.readers import language_hints
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.registrations.enums import CHANGEABLE_REGISTRATION_STATES, RegistrationState
from sessions_app.registrations.models import Attendee, Invitation, Registration
from sessions_app.registrations.selectors.own_addresses import own_addresses
from sessions_app.session_operations.services import guest_notices

#: Recipients listed by name in a notice; the roster lists the rest.
RECIPIENTS_NAMED = 25
_ATTENDEES_LABEL = gettext_lazy("Coming with them, at their own address")
_GUESTS_LABEL = gettext_lazy("Invited, no answer yet")
_SEATED_LABEL = gettext_lazy("From the waitlist, about their seat")


@dataclass(frozen=True)
class Change:
    """A field's old and new value. Both are empty if they must not be shown."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Recipient:
    reference: str
    organization: str
    state: str


@dataclass(frozen=True)
class Notice:
    """What a change of a session or of a venue would send, and to whom."""

    #: Version of the session or venue that the notice was built from.
    version: str
    #: Number of e-mails that would be sent.
    total: int
    by_state: list[tuple[str, int]]
    #: Registrations without an e-mail address, to be notified by phone.
    without_address: int
    recipients: list[Recipient]
    #: One e-mail per language that the recipients read, with the name of the language.
    samples: list[tuple[str, RenderedEmail]]
    changes: list[Change] = with_default(default_factory=list)
    #: Names of other changed fields, which nobody is notified about.
    also: list[str] = with_default(default_factory=list)
    #: The sessions of a venue: title, time, and number of e-mails.
    sessions: list[tuple[str, str, int]] = with_default(default_factory=list)
    #: What staff should know about the readers of their words.
    hints: list[str] = with_default(default_factory=list)


@dataclass(frozen=True)
class Samples:
    """People who receive the same e-mail, of which one is shown per language."""

    concerned: QuerySet[Registration]
    render: Callable[[Registration], RenderedEmail]
    render_for_attendee: Callable[[Attendee], RenderedEmail]


@dataclass(frozen=True)
class Seated:
    """E-mails to people on the waitlist who get seats, or offers, by the change."""

    total: int = 0
    recipients: list[Recipient] = with_default(default_factory=list)
    #: One e-mail per language, with the language's name.
    samples: list[tuple[str, RenderedEmail]] = with_default(default_factory=list)


def notice_of(
    *,
    version: str,
    concerned: QuerySet[Registration],
    guests: QuerySet[Invitation],
    samples: Sequence[Samples],
    render_for_guest: Callable[[Invitation], RenderedEmail] | None,
    show: Callable[[int], ListeningSession],
    changes: list[Change],
    also: list[str] | None = None,
    sessions: Callable[[], list[tuple[str, str, int]]] = list,
    seated: Seated | None = None,
) -> Notice | None:
    """Return the notice of e-mailing these people; None if nobody would be notified.

    Attendees with an address of their own are told as well. ``show`` returns the session with that
    primary key as the samples show it.
    """
    told = concerned.exclude(email="")
    states = dict(told.order_by().values_list("state").annotate(Count("pk")))
    invited, attendees = guests.count(), own_addresses(concerned).count()
    seated = seated or Seated()
    total = sum(states.values()) + attendees + invited + seated.total
    if not total:
        return None
    labels = dict(RegistrationState.choices)
    by_state = [
        (str(labels[state]), states[state])
        for state in CHANGEABLE_REGISTRATION_STATES
        if state in states
    ]
    if attendees:
        by_state.append((str(_ATTENDEES_LABEL), attendees))
    if invited:
        by_state.append((str(_GUESTS_LABEL), invited))
    if seated.total:
        by_state.append((str(_SEATED_LABEL), seated.total))
    emails_shown = [email for each in samples for email in _samples(each, show)]
    if invited and render_for_guest:
        emails_shown += [
            (_("%(language)s (guests)") % {"language": name}, email)
            for name, email in guest_notices.sample_emails(guests, show, render_for_guest)
        ]
    emails_shown += [
        (_("%(language)s (from the waitlist)") % {"language": name}, email)
        for name, email in seated.samples
    ]
    return Notice(
        version=version,
        total=total,
        by_state=by_state,
        without_address=concerned.filter(email="").count(),
        recipients=[
            *(
                Recipient(each.reference, each.organization_name, each.get_state_display())
                for each in told.order_by("pk")[:RECIPIENTS_NAMED]
            ),
            *(
                Recipient(guest.reference, _organization_name(guest), str(_GUESTS_LABEL))
                for guest in guests.order_by("pk")[:RECIPIENTS_NAMED]
            ),
            *seated.recipients,
        ],
        samples=emails_shown,
        changes=changes,
        also=also or [],
        sessions=sessions(),
        hints=language_hints(email.language for _name, email in emails_shown),
    )


def without_join_link(session: ListeningSession) -> ListeningSession:
    """Return a copy of a session for samples, with a placeholder instead of its join link."""
    shown = copy.copy(session)
    if shown.join_link:
        shown.join_link = _("(the join link, for confirmed online seats)")
    return shown


def _samples(
    samples: Samples, show: Callable[[int], ListeningSession]
) -> list[tuple[str, RenderedEmail]]:
    found = []
    for code, name in settings.LANGUAGES:
        registration = _sample(samples.concerned.exclude(email="").filter(language=code))
        if registration is not None:
            registration.listening_session = show(registration.listening_session_id)
            found.append((str(name), samples.render(registration)))
    for code, name in settings.LANGUAGES:
        attendee = (
            own_addresses(samples.concerned.filter(language=code))
            .select_related("registration")
            .order_by("-registration__mode", "pk")  # online first: the more complete e-mail
            .first()
        )
        if attendee is not None:
            registration = attendee.registration
            registration.listening_session = show(registration.listening_session_id)
            label = _("%(language)s (registered by another person)") % {"language": name}
            found.append((label, samples.render_for_attendee(attendee)))
    return found


def _sample(registrations: QuerySet[Registration]) -> Registration | None:
    """Return the registration with the most complete e-mail: confirmed, and online if any is."""
    confirmed = registrations.filter(state=RegistrationState.CONFIRMED)
    online = confirmed.filter(mode=AttendanceMode.VIRTUAL)
    return (
        online.order_by("pk").first()
        or confirmed.order_by("pk").first()
        or registrations.order_by("pk").first()
    )


def _organization_name(guest: Invitation) -> str:
    return guest.organization.name if guest.organization else ""
