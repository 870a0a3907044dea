"""The admin menu: one group for the registers, without items that a role cannot use."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from sessions_app.actions.staff.actions import FollowUpActionViewSet
from sessions_app.calendars.staff import MyCalendarMenuItem
from sessions_app.feedback.staff.themes import ThemeViewSet
from sessions_app.feedback_register.staff.viewset import FeedbackViewSet
from sessions_app.mail.staff.mail_templates import MailTemplateViewSet
from sessions_app.mail.staff.outbox import OutboxViewSet
from sessions_app.organization_operations.staff.organizations import OrganizationViewSet
from sessions_app.programs.staff import ProgramViewSet
from sessions_app.registrations.staff.accommodation_counts import AccommodationCountsMenuItem
from sessions_app.registrations.staff.accommodations import AccommodationViewSet
from sessions_app.registrations.staff.invitations import InvitationViewSet
from sessions_app.registrations.staff.registrations import RegistrationViewSet
from sessions_app.session_operations.staff.sessions import ListeningSessionViewSet
from sessions_app.session_operations.staff.venues import VenueViewSet


class EngagementGroup(ModelViewSetGroup):
    """The registers in work order. Wagtail 7.4 ignores ``menu_order`` inside a group."""

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

    def get_submenu_items(self) -> list[MenuItem]:
        items = super().get_submenu_items()
        return [
            *items,
            MyCalendarMenuItem(order=len(items) + 1),
            AccommodationCountsMenuItem(order=len(items) + 2),
        ]


#: Wagtail's own menu items, and permissions of which any one is required to see them. Wagtail
#: itself checks permissions to see or add pages.
_WAGTAIL_ITEMS = {
    "reports": ("sessions_app.view_auditentry",),
    "help": (),
}


def tidy_main_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove menu items that the user cannot use. Not a security measure: views check again."""
    items[:] = [
        item
        for item in items
        if item.name not in _WAGTAIL_ITEMS
        or any(request.user.has_perm(permission) for permission in _WAGTAIL_ITEMS[item.name])
    ]
