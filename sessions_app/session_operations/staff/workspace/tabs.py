"""Tabs of a listening session's workspace. To add one, add a view and a line here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sessions_app.session_operations.staff.workspace.accommodations import AccommodationsView
from sessions_app.session_operations.staff.workspace.check_in import CheckInView
from sessions_app.session_operations.staff.workspace.close_out import CloseOutView
from sessions_app.session_operations.staff.workspace.materials import MaterialsView
from sessions_app.session_operations.staff.workspace.messages import MessagesView
from sessions_app.session_operations.staff.workspace.order_sheet import OrderSheetView
from sessions_app.session_operations.staff.workspace.overview import OverviewView, ReadinessView
from sessions_app.session_operations.staff.workspace.roster import RosterView
from sessions_app.session_operations.staff.workspace.sign_in_sheet import SignInSheetView
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceMixin

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Page:
    """A page that a tab links to. Its view checks permission."""

    #: URL segment: ``/admin/listening-sessions/<pk>/<slug>/``.
    slug: str
    view: type[WorkspaceMixin]

    @property
    def name(self) -> str:
        return self.slug.replace("-", "_")


@dataclass(frozen=True)
class Tab(Page):
    """One tab, shown to users whom ``view.is_open_to`` admits.

    Only the first one uses the record's inspect URL.
    """

    label: "StrOrPromise"


TABS = (
    Tab("inspect", OverviewView, _("Overview")),
    Tab("roster", RosterView, _("Roster")),
    Tab("accommodations", AccommodationsView, _("Accommodations")),
    Tab("materials", MaterialsView, _("Agenda and materials")),
    Tab("messages", MessagesView, _("Messages")),
    Tab("close-out", CloseOutView, _("Close-out")),
)

PAGES = (
    Page("readiness", ReadinessView),
    Page("sign-in-sheet", SignInSheetView),
    Page("check-in", CheckInView),
    Page("order-sheet", OrderSheetView),
)
