"""Card of the staff home page: the work of people who can no longer sign in."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sessions_app.actions.models import FollowUpAction
from sessions_app.actions.staff.action_list import INACTIVE
from sessions_app.actions.staff.wording import due_words, owner_words
from sessions_app.core.staff.people import name_of
from sessions_app.core.staff.record_views import url_of
from sessions_app.dashboard import selectors
from sessions_app.dashboard.staff.action_cards import OPEN_ACTIONS, action_row
from sessions_app.dashboard.staff.cards import Card, Desk, Link, Row, capped, number_of, register
from sessions_app.dashboard.staff.session_cards import OPEN_REQUESTS, accommodation_row
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.staff.wording import short_when
from sessions_app.registrations.models import AccommodationRequest


def left_behind(desk: Desk) -> Card:
    """Return actions, requests and sessions until somebody else has them."""
    actions = selectors.actions_left_behind(desk.user)
    requests = selectors.accommodations_left_behind(desk.user)
    sessions = selectors.sessions_left_behind(desk.user)
    shown_actions = desk.first(actions)
    shown_requests = desk.first(requests)
    shown_sessions = desk.first(sessions)
    action_count, request_count, session_count = map(number_of, (actions, requests, sessions))
    # Also to records that a card above shows: the count includes them.
    links = []
    if action_count:
        url = register(FollowUpAction, f"owner={INACTIVE}&{OPEN_ACTIONS}")
        links.append(Link(label=_("All their open actions"), url=url))
    if request_count:
        url = register(AccommodationRequest, f"assignee=yes&{OPEN_REQUESTS}")
        links.append(Link(label=_("All their open requests"), url=url))
    if session_count:
        url = register(ListeningSession, "host=yes")
        links.append(Link(label=_("All their sessions to come"), url=url))
    return Card(
        slug="left-behind",
        heading=_("Work of people whose account is deactivated"),
        count=capped(action_count + request_count + session_count),
        rows=[
            *(
                action_row(
                    action,
                    [owner_words(action), due_words(action)],
                    _hand_over(url_of(action, "edit")),
                )
                for action in shown_actions
            ),
            *(
                accommodation_row(
                    request,
                    _hand_over(reverse("accommodationrequest:move", args=[request.pk, "assign"])),
                )
                for request in shown_requests
            ),
            *(
                Row(
                    title=session.title,
                    url=url_of(session),
                    details=[name_of(session.host), short_when(session)],
                    state=session.get_state_display(),
                    next_step=_hand_over(url_of(session, "edit")),
                )
                for session in shown_sessions
            ),
        ],
        links=links,
    )


def _hand_over(url: str) -> Link:
    return Link(label=_("Hand over"), url=url)
