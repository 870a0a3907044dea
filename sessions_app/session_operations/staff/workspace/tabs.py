"""Tabs of a listening session's workspace. To add one, add a view and a line here."""

from django.utils.translation import gettext_lazy as _

from sessions_app.session_operations.staff.workspace.accommodations import AccommodationsView
from sessions_app.session_operations.staff.workspace.check_in import CheckInView
from sessions_app.session_operations.staff.workspace.close_out import CloseOutView
from sessions_app.session_operations.staff.workspace.materials import MaterialsView
from sessions_app.session_operations.staff.workspace.messages import MessagesView
from sessions_app.session_operations.staff.workspace.notes import NotesView
from sessions_app.session_operations.staff.workspace.order_sheet import OrderSheetView
from sessions_app.session_operations.staff.workspace.overview import OverviewView, ReadinessView
from sessions_app.session_operations.staff.workspace.read_back import ReadBackView
from sessions_app.session_operations.staff.workspace.roster import RosterView
from sessions_app.session_operations.staff.workspace.sign_in_sheet import SignInSheetView
from sessions_app.session_operations.staff.workspace.workspace_view import Tab, WorkspacePage

TABS = (
    Tab("inspect", OverviewView, _("Overview")),
    Tab("roster", RosterView, _("Roster")),
    Tab("accommodations", AccommodationsView, _("Accommodations")),
    Tab("materials", MaterialsView, _("Agenda and materials")),
    Tab("notes", NotesView, _("Notes")),
    Tab("read-back", ReadBackView, _("Read-back")),
    Tab("messages", MessagesView, _("Messages")),
    Tab("close-out", CloseOutView, _("Close-out")),
)

PAGES = (
    WorkspacePage("readiness", ReadinessView),
    WorkspacePage("sign-in-sheet", SignInSheetView),
    WorkspacePage("check-in", CheckInView),
    WorkspacePage("order-sheet", OrderSheetView),
)
