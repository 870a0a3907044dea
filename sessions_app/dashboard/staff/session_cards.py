"""Cards of the staff home page: listening sessions, and what their registrants need."""

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sessions_app.core.policies import may
from sessions_app.core.staff.people import name_of
from sessions_app.core.staff.record_views import url_of
from sessions_app.dashboard import selectors
from sessions_app.dashboard.staff.cards import SHOWN, Card, Desk, Link, Row, register, total
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.staff.wording import short_when
from sessions_app.registrations.enums import OPEN_ACCOMMODATION_STATES, RegistrationState
from sessions_app.registrations.models import AccommodationRequest
from sessions_app.registrations.staff import accommodations

OPEN_REQUESTS = "&".join(f"state={state}" for state in OPEN_ACCOMMODATION_STATES)


def soon(desk: Desk) -> Card:
    sessions = selectors.sessions_soon(desk.user)
    may_view = may(desk.user, "view", ListeningSession)
    return Card(
        slug="soon",
        heading=_("Sessions in the next two weeks"),
        count=total(sessions),
        rows=[_soon_row(desk, session) for session in desk.first(sessions)],
        links=[
            Link(
                label=_("All scheduled sessions"),
                url=register(ListeningSession, "state=scheduled"),
            )
        ],
        empty=_("No sessions in the next two weeks.") if may_view else "",
    )


def _soon_row(desk: Desk, session: ListeningSession) -> Row:
    taken, waiting = session.seats_taken, session.people_waiting  # type: ignore[attr-defined]
    details = [
        short_when(session),
        ngettext("%(count)d seat taken", "%(count)d seats taken", taken) % {"count": taken},
    ]
    if waiting:
        words = ngettext("%(count)d on the waitlist", "%(count)d on the waitlist", waiting)
        details.append(words % {"count": waiting})
    flags = []
    if unmet := session.open_accommodations:  # type: ignore[attr-defined]
        words = ngettext(
            "%(count)d accommodation to arrange", "%(count)d accommodations to arrange", unmet
        )
        flags.append(words % {"count": unmet})
    next_step = None
    if not session.host.is_active:
        flags.append(_("The host’s account is deactivated"))
        if may(desk.user, "change", ListeningSession):
            next_step = Link(label=_("Choose another host"), url=url_of(session, "edit"))
    return Row(
        title=session.title,
        url=url_of(session),
        details=details,
        flags=flags,
        next_step=next_step,
    )


def approvals(desk: Desk) -> Card:
    # A card of registrations. Their sessions may be in the other cards as well.
    sessions = selectors.sessions_with_approvals(desk.user)[:SHOWN]
    return Card(
        slug="approvals",
        heading=_("Registrations to approve"),
        count=total(selectors.registrations_to_approve(desk.user)),
        rows=[_approvals_row(session) for session in sessions],
        links=[
            Link(
                label=_("All registrations to approve"),
                url=f"{reverse('registration:index')}?state={RegistrationState.PENDING_APPROVAL}",
            )
        ],
    )


def _approvals_row(session: ListeningSession) -> Row:
    count = session.to_approve  # type: ignore[attr-defined]
    words = ngettext("%(count)d registration", "%(count)d registrations", count)
    return Row(
        title=session.title,
        url=url_of(session, "approvals"),
        details=[short_when(session), words % {"count": count}],
    )


def close_out(desk: Desk) -> Card:
    sessions = selectors.sessions_to_close_out(desk.user)
    return Card(
        slug="close-out",
        heading=_("Sessions to close out"),
        count=total(sessions),
        rows=[
            Row(
                title=session.title,
                url=url_of(session, "close_out"),
                details=[short_when(session)],
            )
            for session in desk.first(sessions)
        ],
        links=[
            Link(
                label=_("All sessions to close out"),
                url=register(ListeningSession, "close_out=yes"),
            )
        ],
    )


def to_arrange(desk: Desk) -> Card:
    requests = selectors.accommodations_to_arrange(desk.user)
    return Card(
        slug="accommodations",
        heading=_("Accommodations to arrange"),
        count=total(requests),
        rows=[accommodation_row(request) for request in desk.first(requests)],
        links=[
            Link(label=_("All open requests"), url=register(AccommodationRequest, OPEN_REQUESTS))
        ],
    )


def accommodation_row(request: AccommodationRequest, next_step: Link | None = None) -> Row:
    kind = request.get_kind_display()
    return Row(
        title=f"{kind}: {request.language}" if request.language else kind,
        url=url_of(request),
        details=[
            request.registration.listening_session.title,
            _("by %(day)s") % {"day": formats.date_format(request.due_on, "M j")},
            *([name_of(request.assignee)] if request.assignee else []),
        ],
        state=request.get_state_display(),
        flags=accommodations.flags(request),
        next_step=next_step,
    )
