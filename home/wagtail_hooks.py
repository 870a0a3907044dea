"""Wagtail hooks of the pages. Registration only."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from engagement_site.accounts.models import User
from home.linkable import LinkablePageHandler
from home.models import PageFeedback, ProgramPage
from home.reports import PageFeedbackReport
from sessions_app.core.policies import may


class PageFeedbackMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return PageFeedbackReport.permission_policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def page_feedback_menu_item() -> MenuItem:
    return PageFeedbackMenuItem(
        gettext_lazy("Was this page helpful?"),
        reverse("page_feedback_report"),
        name="page-feedback",
        icon_name="help",
        order=900,
    )


@hooks.register("register_admin_urls")
def page_feedback_report_urls() -> list[URLPattern]:
    return [
        path(
            "reports/page-feedback/",
            PageFeedbackReport.as_view(),
            name="page_feedback_report",
        ),
        path(
            "reports/page-feedback/results/",
            PageFeedbackReport.as_view(results_only=True),
            name="page_feedback_report_results",
        ),
    ]


@hooks.register("register_permissions")
def page_feedback_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label=PageFeedback._meta.app_label, codename="view_pagefeedback"
    )


@hooks.register("register_page_header_buttons")
def change_address_button(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from the page editor to the one form that changes a program's web address."""
    program = getattr(page, "program", None)
    if isinstance(page, ProgramPage) and program and may(user, "change", program):
        yield Button(
            gettext_lazy("Change web address"),
            f"{reverse('program:edit', args=[program.pk])}#id_slug",
            icon_name="link",
            priority=25,
        )


# After Wagtail has registered its own handler.
@hooks.register("register_rich_text_features", order=100)
def link_published_pages_only(features: FeatureRegistry) -> None:
    features.register_link_type(LinkablePageHandler)


@hooks.register("register_log_actions")
def page_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "home.page.move_with_program",
        gettext_lazy("Move to the program’s web address"),
        gettext_lazy("Moved to the program’s new web address"),
    )


@hooks.register("before_copy_page")
def refuse_second_program_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Reject copying a program page: the copy would be a second page with the same URL."""
    if not isinstance(page.specific, ProgramPage):
        return None
    messages.error(
        request,
        _(
            "A program can have only one page, so you cannot copy this one. Add a page for "
            "another program instead."
        ),
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
