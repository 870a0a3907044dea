"""Cards of the staff home page: follow-up actions."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sessions_app.actions.enums import OPEN_ACTION_STATES, DueWindow
from sessions_app.actions.models import FollowUpAction
from sessions_app.actions.staff.action_list import ME
from sessions_app.actions.staff.wording import due_words, flags, owner_words
from sessions_app.core.staff.record_views import url_of
from sessions_app.dashboard import selectors
from sessions_app.dashboard.staff.cards import Card, Desk, Link, Row, register, total

#: Part of a register's query string.
OPEN_ACTIONS = "&".join(f"state={state}" for state in OPEN_ACTION_STATES)
#: Own actions, before a link to the rest.
OWN_ACTIONS = 10


def own(desk: Desk) -> Card:
    actions = selectors.own_actions(desk.user)
    return Card(
        slug="own",
        heading=_("My actions"),
        count=total(actions),
        rows=[
            action_row(action, [due_words(action)]) for action in desk.first(actions, OWN_ACTIONS)
        ],
        links=[
            Link(
                label=_("All my open actions"),
                url=register(FollowUpAction, f"owner={ME}&{OPEN_ACTIONS}"),
            )
        ],
    )


def overdue(desk: Desk) -> Card:
    return _late(
        desk,
        selectors.overdue_actions(desk.user),
        slug="overdue",
        heading=_("Overdue actions"),
        link=Link(
            label=_("All overdue actions"), url=register(FollowUpAction, f"due={DueWindow.OVERDUE}")
        ),
    )


def silent(desk: Desk) -> Card:
    return _late(
        desk,
        selectors.silent_actions(desk.user),
        slug="silent",
        heading=_("Actions without an update in 60 days"),
        link=Link(
            label=_("All actions without an update"),
            url=register(FollowUpAction, "silent=yes"),
        ),
    )


def _late(
    desk: Desk, actions: QuerySet[FollowUpAction], *, slug: str, heading: str, link: Link
) -> Card:
    rows = [
        action_row(action, [str(action.lead_agency), owner_words(action), due_words(action)])
        for action in desk.first(actions)
    ]
    count = total(actions)
    return Card(
        slug=slug,
        heading=heading,
        count=count,
        rows=rows,
        links=[link],
        empty="" if count == "0" else _("All of them are in a list above."),
    )


def action_row(action: FollowUpAction, details: list[str], next_step: Link | None = None) -> Row:
    return Row(
        title=action.title,
        url=url_of(action),
        details=details,
        state=action.get_state_display(),
        flags=flags(action),
        next_step=next_step,
    )
