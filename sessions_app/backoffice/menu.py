"""What stands in the menu: one group for the work, and nothing that a role has no use for."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSetGroup

from sessions_app.backoffice.accommodation_counts import AccommodationCountsMenuItem
from sessions_app.backoffice.my_calendar import MyCalendarMenuItem
from sessions_app.backoffice.viewsets.accommodations import AccommodationViewSet
from sessions_app.backoffice.viewsets.actions import FollowUpActionViewSet
from sessions_app.backoffice.viewsets.feedback import FeedbackViewSet
from sessions_app.backoffice.viewsets.invitations import InvitationViewSet
from sessions_app.backoffice.viewsets.listening_sessions import ListeningSessionViewSet
from sessions_app.backoffice.viewsets.mail_templates import MailTemplateViewSet
from sessions_app.backoffice.viewsets.organizations import OrganizationViewSet
from sessions_app.backoffice.viewsets.outbox import OutboxViewSet
from sessions_app.backoffice.viewsets.programs import ProgramViewSet
from sessions_app.backoffice.viewsets.registrations import RegistrationViewSet
from sessions_app.backoffice.viewsets.themes import ThemeViewSet
from sessions_app.backoffice.viewsets.venues import VenueViewSet


class EngagementGroup(ModelViewSetGroup):
    """The registers, in the order of the work. 7.4 ignores ``menu_order`` inside a group."""

    menu_label = _("Engagement")
    menu_icon = "group"
    menu_order = 90
    items = (
        ListeningSessionViewSet,
        RegistrationViewSet,
        InvitationViewSet,
        AccommodationViewSet,
        OrganizationViewSet,
        FeedbackViewSet,
        FollowUpActionViewSet,
        ProgramViewSet,
        ThemeViewSet,
        VenueViewSet,
        OutboxViewSet,
        MailTemplateViewSet,
    )

    def get_submenu_items(self) -> list[Any]:
        items = super().get_submenu_items()
        return [
            *items,
            MyCalendarMenuItem(order=len(items) + 1),
            AccommodationCountsMenuItem(order=len(items) + 2),
        ]


#: Wagtail's own items, and the permissions of which one has to be held to have a use for them.
#: Permissions to see or add pages are asked for by Wagtail itself.
_WAGTAIL_ITEMS = {
    "reports": ("sessions_app.view_auditentry",),
    "help": (),
}


def tidy_main_menu(request: HttpRequest, items: list[Any]) -> None:
    """Take away what the user has no use for. Hiding is no protection: views check again."""
    items[:] = [
        item
        for item in items
        if item.name not in _WAGTAIL_ITEMS
        or any(request.user.has_perm(permission) for permission in _WAGTAIL_ITEMS[item.name])
    ]
