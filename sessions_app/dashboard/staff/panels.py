"""The staff home page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.template import Context
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel

from sessions_app.actions.models import FollowUpAction
from sessions_app.core.policies import may
from sessions_app.dashboard.staff import action_cards, record_cards, session_cards
from sessions_app.dashboard.staff.cards import Card, Desk
from sessions_app.dashboard.staff.left_behind_card import left_behind

#: Wagtail's panels for users who write and approve pages.
_KEPT_PANELS = {
    "user_objects_in_workflow_moderation",
    "workflow_objects_to_moderate",
    "locked_pages",
}
#: In this order, because a record is shown by the first card that it belongs to.
CARDS: tuple[Callable[[Desk], Card], ...] = (
    action_cards.own,
    session_cards.soon,
    session_cards.approvals,
    session_cards.close_out,
    left_behind,
    session_cards.to_arrange,
    record_cards.to_verify,
    record_cards.lapsing,
    record_cards.new_messages,
    record_cards.objections,
    record_cards.new_feedback,
    record_cards.summaries,
    action_cards.overdue,
    action_cards.silent,
)


class TodayPanel(Component):
    """Sessions, accommodations, organizations, feedback and actions that await the user."""

    name = "today"
    template_name = "backoffice/dashboard/today.html"
    order = 10

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        user = parent_context["request"].user
        desk = Desk(user)
        cards = [card(desk) for card in CARDS]
        return {
            # Editors of pages have no registers. What awaits them is in Wagtail's panels.
            "works_with_records": may(user, "view", FollowUpAction),
            "cards": [card for card in cards if card.rows or card.empty],
            "is_caught_up": not any(card.rows for card in cards),
        }


class OtherRecentEditsPanel(RecentEditsPanel):
    """Recent edits without the pages that Wagtail lists as the user's own in moderation."""

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        user = parent_context["request"].user
        context["last_edits"] = [
            (edited_at, page)
            for edited_at, page in context["last_edits"]
            if not (
                (state := page.current_workflow_state)
                and user.pk in (state.requested_by_id, page.owner_id)
            )
        ]
        return context


def arrange_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Put our panel first, and of Wagtail's keep only those for users who work on pages."""
    panels[:] = [
        TodayPanel(),
        *(panel for panel in panels if getattr(panel, "name", "") in _KEPT_PANELS),
        OtherRecentEditsPanel(),
    ]


def arrange_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Remove the counts of pages, images and documents, which call for no action."""
    items.clear()
