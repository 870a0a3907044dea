"""Context for a listening session's page besides the session itself."""

from django.db.models import Count, QuerySet, Sum
from django.urls import reverse

from engagement_site.accounts.models import User
from sessions_app.core.policies import may
from sessions_app.core.staff.record_views import url_of
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.enums import SPOKEN_STATES, STILL_TO_COME, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.selectors.readiness import (
    may_be_ticked,
    missing,
    readiness_points,
)
from sessions_app.listening_sessions.staff.wording import short_when
from sessions_app.registrations.enums import CHANGEABLE_REGISTRATION_STATES, RegistrationState
from sessions_app.registrations.models import Invitation, Registration
from sessions_app.registrations.selectors.invitations import invitations_by_state
from sessions_app.registrations.selectors.own_addresses import own_addresses
from sessions_app.session_operations.selectors.conflicts import conflicts_of
from sessions_app.session_operations.services.guest_notices import guests_to_tell
from sessions_app.session_operations.services.series import can_be_carried_over
from sessions_app.session_operations.staff.conflict_words import conflict_rows

#: Feedback items shown on the page, before a link to the register.
SHOWN = 10


def people_to_tell(session: ListeningSession) -> int:
    """Return how many people are e-mailed when the session moves or ends.

    Everybody registered with an e-mail address, attendees with one of their own, and guests who
    have not answered.
    """
    return (
        _to_tell(session).count()
        + own_addresses(session.registrations.all()).count()
        + guests_to_tell(session).count()
    )


def languages_to_tell(session: ListeningSession) -> set[str]:
    """Return the languages of the e-mails to these people."""
    own, guests = (
        people.order_by().values_list("language", flat=True).distinct()
        for people in (_to_tell(session), guests_to_tell(session))
    )
    return {*own, *guests}


def _to_tell(session: ListeningSession) -> QuerySet[Registration]:
    registered = session.registrations.filter(state__in=CHANGEABLE_REGISTRATION_STATES)
    return registered.exclude(email="")


def context(session: ListeningSession, user: User) -> dict[str, object]:
    """Return the parts of the page that the user may see; the others are empty."""
    return {
        "pools": list(session.seat_pools.order_by("mode")),
        "languages": list(session.languages.all()),
        "readiness": readiness_points(session),
        "missing": missing(session),
        "may_tick": may(user, "change", ListeningSession) and may_be_ticked(session),
        "public_url": session.get_absolute_url() if _is_reachable(session) else "",
        "roster": _roster(session) if may(user, "view", Registration) else None,
        "notes": _notes(session, user) if may(user, "read_source", FeedbackItem) else None,
        "invitations": (
            invitations_by_state(listening_session=session) if may(user, "view", Invitation) else []
        ),
        "questions": list(session.questions.asked()),
        "may_change": may(user, "change", ListeningSession),
        "is_to_come": session.is_to_come(),
        "conflicts": _conflicts(session),
        "series": _series(session, user),
        "may_read_note": may(user, "read_note", FeedbackItem),
    }


def _conflicts(session: ListeningSession) -> list[dict[str, str]]:
    """Return the conflicts of a session that can still be moved."""
    if session.is_over() or session.state in (SessionState.CANCELLED, SessionState.POSTPONED):
        return []
    return conflict_rows(conflicts_of(listening_session=session))


def _series(session: ListeningSession, user: User) -> dict[str, object]:
    """Return the other sessions of the series, nearest first, and the available actions."""
    others: list[ListeningSession] = []
    if session.series_id:
        others = list(
            ListeningSession.objects.filter(
                series=session.series_id, starts_at__gt=session.starts_at
            ).order_by("starts_at", "pk")[:SHOWN]
        )
    may_change = may(user, "change", session)
    has_targets = any(other.state in STILL_TO_COME for other in others)
    return {
        "later": [
            {"title": short_when(other), "url": url_of(other), "state": other.get_state_display()}
            for other in others
        ],
        "repeat_url": reverse("listeningsession:repeat", args=[session.pk]) if may_change else "",
        "carry_over_url": (
            reverse("listeningsession:carry_over", args=[session.pk])
            if may_change and has_targets and can_be_carried_over(session)
            else ""
        ),
    }


def _is_reachable(session: ListeningSession) -> bool:
    return ListeningSession.objects.reachable().filter(pk=session.pk).exists()


def _roster(session: ListeningSession) -> dict[str, object]:
    registrations = session.registrations.all()
    labels = dict(RegistrationState.choices)
    by_state = registrations.order_by().values("state").annotate(n=Count("pk"), seats=Sum("seats"))
    order = list(RegistrationState.values)
    rows = sorted(by_state, key=lambda row: order.index(row["state"]))
    return {
        "states": [
            {"label": labels[row["state"]], "count": row["n"], "seats": row["seats"]}
            for row in rows
        ],
        "url": f"{reverse('registration:index')}?listening_session={session.pk}",
    }


def _notes(session: ListeningSession, user: User) -> dict[str, object]:
    items = session.feedback_items.counted().order_by("-received_on", "-pk")
    add_url = ""
    if may(user, "add", FeedbackItem) and session.state in SPOKEN_STATES:
        add_url = reverse("listeningsession:notes", args=[session.pk])
    return {
        "newest": list(items.select_related("organization").prefetch_related("themes")[:SHOWN]),
        "total": items.count(),
        "url": f"{reverse('feedbackitem:index')}?listening_session={session.pk}",
        "add_url": add_url,
    }
