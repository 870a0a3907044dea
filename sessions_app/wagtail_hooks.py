"""Registers the staff screens with Wagtail. Registration only."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.documents.models import Document

from sessions_app.calendars.staff import MyCalendarView
from sessions_app.dashboard.staff.menu import EngagementGroup, tidy_main_menu
from sessions_app.dashboard.staff.panels import arrange_panels, arrange_summary
from sessions_app.feedback_import.staff import URLS as IMPORT_URLS
from sessions_app.listening_sessions.views.materials import check_material

#: After Wagtail's own apps have added what we remove.
LAST = 1000


@hooks.register("register_admin_viewset")
def register_engagement() -> EngagementGroup:
    return EngagementGroup()


@hooks.register("register_admin_urls")
def register_my_calendar() -> list[URLPattern]:
    return [path("my-calendar/", MyCalendarView.as_view(), name="my_calendar")]


@hooks.register("register_admin_urls")
def register_imports() -> list[URLPattern]:
    return IMPORT_URLS


@hooks.register("construct_homepage_panels", order=LAST)
def arrange_home(request: HttpRequest, panels: list[Component]) -> None:
    arrange_panels(request, panels)


@hooks.register("construct_homepage_summary_items", order=LAST)
def arrange_home_summary(request: HttpRequest, items: list[SummaryItem]) -> None:
    arrange_summary(request, items)


@hooks.register("construct_main_menu", order=LAST)
def arrange_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    tidy_main_menu(request, items)


@hooks.register("before_serve_document")
def keep_materials_private(document: Document, request: HttpRequest) -> None:
    check_material(document, request)


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("backoffice/backoffice.css"))
