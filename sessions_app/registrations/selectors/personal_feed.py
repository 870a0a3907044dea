"""The sessions that a person hosts or is registered for."""

from allauth.account.models import EmailAddress
from django.db.models import Q
from django.db.models.functions import Lower

from engagement_site.accounts.models import User
from sessions_app.calendars.selectors import CAP, FeedContent, feed_version
from sessions_app.listening_sessions.enums import PUBLIC_SESSION_STATES, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Contact
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES, RegistrationState
from sessions_app.registrations.models import Registration

#: States in which the registrant is sure to attend, or has attended.
_SURE = (RegistrationState.CONFIRMED, RegistrationState.ATTENDED, RegistrationState.NO_SHOW)


def personal_feed(*, user: User) -> FeedContent:
    """Return the sessions that a person hosts or is registered for, whatever the visibility.

    A person is matched by their verified e-mail addresses, and by the address of the contact that
    staff linked to their account. A cancelled session stays, although the registration ended with
    it. Four queries. ``changed_at`` does not cover sessions that left the feed: only ``version``
    tells whether a copy is current.
    """
    registrations = Registration.objects.annotate(address=Lower("email")).filter(
        Q(state__in=ACTIVE_REGISTRATION_STATES)
        | Q(state=RegistrationState.CANCELLED, listening_session__state=SessionState.CANCELLED),
        address__in=_addresses(user),
    )
    sure: dict[int, bool] = {}
    saved = []
    for session, state, at in registrations.values_list(
        "listening_session_id", "state", "updated_at"
    ):
        sure[session] = sure.get(session, False) or state in _SURE
        saved.append(at)
    sessions = ListeningSession.objects.filter(
        Q(pk__in=sure) | Q(host=user), state__in=PUBLIC_SESSION_STATES
    ).order_by("-starts_at", "-pk")[:CAP]
    tentative = frozenset(session for session, is_sure in sure.items() if not is_sure)
    found = feed_version(sessions)
    return FeedContent(
        sessions,
        (*found.numbers, *sorted(tentative)),
        max(filter(None, [*saved, found.changed_at]), default=None),
        tentative,
    )


def _addresses(user: User) -> set[str]:
    proven = EmailAddress.objects.filter(user=user, verified=True)
    contact = Contact.objects.filter(user=user).exclude(email="")
    return {
        address.lower()
        for addresses in (proven, contact)
        for address in addresses.values_list("email", flat=True)
    }
