"""Wagtail hooks of the pages. Registration only."""

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
from wagtail.models import Page

from home.models import PageFeedback, ProgramPage
from home.reports import PageFeedbackReport


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
