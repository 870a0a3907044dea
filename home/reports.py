"""Staff reports on pages. Both the page and its results partial check permission."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.utils import formats
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from home.models import PageFeedback


class PageFeedbackFilter(WagtailFilterSet):
    received_on = django_filters.DateFromToRangeFilter(
        label=_("Received"), widget=DateRangePickerWidget
    )
    helpful = django_filters.BooleanFilter(label=_("Helpful"))

    class Meta:
        model = PageFeedback
        fields = ["received_on", "helpful"]


class PageFeedbackReport(ReportView):
    """All answers to "Was this page helpful?", with totals."""

    page_title = _("Was this page helpful?")
    header_icon = "help"
    index_url_name = "page_feedback_report"
    index_results_url_name = "page_feedback_report_results"
    results_template_name = "home/page_feedback_report_results.html"
    permission_policy = ModelPermissionPolicy(PageFeedback)
    any_permission_required = ["view"]
    filterset_class = PageFeedbackFilter
    default_ordering = "-received_on"
    is_searchable = False
    columns = [
        Column("page", label=_("Page"), accessor="page.title"),
        Column(
            "helpful",
            label=_("Helpful"),
            accessor=lambda answer: _("Yes") if answer.helpful else _("No"),
        ),
        Column("comment", label=_("Comment")),
        Column(
            "received_on",
            label=_("Received"),
            accessor=lambda answer: formats.date_format(answer.received_on, "M j, Y"),
            sort_key="received_on",
        ),
    ]

    def get_base_queryset(self) -> QuerySet[PageFeedback]:
        return PageFeedback.objects.select_related("page")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        context["totals"] = (
            self.get_filtered_queryset()
            .order_by()
            .values("page__title")
            .annotate(
                yes=Count("pk", filter=Q(helpful=True)), no=Count("pk", filter=Q(helpful=False))
            )
            .order_by("-no", "page__title")
        )
        return context
