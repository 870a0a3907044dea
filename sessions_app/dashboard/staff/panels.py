"""The staff home page."""

from django.db.models import F
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component

from engagement_site.accounts.models import User
from sessions_app.actions.models import FollowUpAction
from sessions_app.actions.staff import actions
from sessions_app.core.policies import may
from sessions_app.core.staff.record_views import url_of
from sessions_app.dashboard.selectors import attention
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.staff.wording import short_when
from sessions_app.organizations.models import Organization
from sessions_app.registrations.models import AccommodationRequest
from sessions_app.registrations.staff import accommodations

#: Wagtail's panels for users who write and approve pages.
_KEPT_PANELS = {
    "user_objects_in_workflow_moderation",
    "workflow_objects_to_moderate",
    "locked_pages",
    "recent_edits",
}
#: Own actions on the home page, before a link to the rest.
OWN_ACTIONS = 10


class TodayPanel(Component):
    """Sessions, accommodations, organizations, feedback and actions that await the user."""

    name = "today"
    template_name = "backoffice/dashboard/today.html"
    order = 10

    def get_context_data(self, parent_context: Context) -> dict[str, object]:
        user = parent_context["request"].user
        found = attention(user=user)
        own = FollowUpAction.objects.none()
        if may(user, "view", FollowUpAction):
            own = (
                FollowUpAction.objects.visible_to(user)
                .filter(owner=user)
                .open()
                .select_related("lead_agency", "program")
                .order_by(F("due_on").asc(nulls_last=True), "pk")
            )
        own_actions = [
            {"action": action, "url": url_of(action), "flags": actions.flags(action)}
            for action in own[:OWN_ACTIONS]
        ]
        shown = {
            "sessions": may(user, "view", ListeningSession),
            "accommodations": bool(found.accommodations),
            "organizations": may(user, "verify", Organization),
            "feedback": may(user, "read_source", FeedbackItem)
            and may(user, "change", FeedbackItem),
            # For an action owner, the list of own actions shows what is late.
            "late": may(user, "view_any", FollowUpAction),
        }
        return {
            "shown": shown,
            "is_empty": not own_actions and not any(shown.values()),
            "found": found,
            "own_actions": own_actions,
            "late_actions": [
                {"action": action, "url": url_of(action), "flags": actions.flags(action)}
                for action in found.late_actions
            ],
            "accommodations": [
                {"request": row, "url": url_of(row), "flags": accommodations.flags(row)}
                for row in found.accommodations
            ],
            "sessions": [
                {"session": session, "url": url_of(session), "when": short_when(session)}
                for session in found.sessions
            ],
            "organizations": [
                {"organization": row, "url": url_of(row)} for row in found.organizations
            ],
            "lapsing": [{"organization": row, "url": url_of(row)} for row in found.lapsing],
            "feedback": [{"item": row, "url": url_of(row)} for row in found.feedback],
            "urls": self._urls(user, shown),
        }

    def _urls(self, user: User, shown: dict[str, bool]) -> dict[str, str]:
        """Return the URLs of the registers behind the lists, with the same filters."""
        urls = {
            "late": f"{reverse('followupaction:index')}?late=yes",
            "own": f"{reverse('followupaction:index')}?mine=yes",
            "organizations": (
                f"{reverse('organization:index')}?verification=pending&verification=lapsed"
            ),
            "lapsing": f"{reverse('organization:index')}?lapsing=yes",
            "feedback": f"{reverse('feedbackitem:index')}?state=new",
            "sessions": f"{reverse('listeningsession:index')}?state=scheduled",
        }
        if may(user, "view", AccommodationRequest):
            states = "state=requested&state=ordered&state=confirmed"
            urls["accommodations"] = f"{reverse('accommodationrequest:index')}?{states}"
        return urls


def arrange_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Put our panel first, and of Wagtail's keep only those for users who work on pages."""
    panels[:] = [
        TodayPanel(),
        *(panel for panel in panels if getattr(panel, "name", "") in _KEPT_PANELS),
    ]


def arrange_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Remove the counts of pages, images and documents, which call for no action."""
    items.clear()
