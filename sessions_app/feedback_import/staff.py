"""Staff screens of an import: upload, columns, check, progress, result."""

from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from engagement_site.spreadsheets import csv_response
from sessions_app.core.errors import EngagementError
from sessions_app.core.policies import may
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.repeats import HeldFormMixin, IdempotentPostMixin
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback_import import services
from sessions_app.feedback_import.enums import ImportState
from sessions_app.feedback_import.forms import ColumnsForm, UploadForm
from sessions_app.feedback_import.models import FeedbackImport
from sessions_app.feedback_import.selectors.rows import CheckedRow, checked_rows

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROWS_PER_PAGE = 25
#: Rows that are shown of those that will be added, and of those with a problem.
SHOWN = 20
MOST_PROBLEMS_SHOWN = 100


class ImportPage(WagtailAdminTemplateMixin):
    """A page for those who may import. Of one import, for whoever uploaded it."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "upload"
    page_title: "StrOrPromise" = gettext_lazy("Import feedback")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may(request.user, "add", FeedbackImport):
            raise PermissionDenied
        return cast(HttpResponseBase, super().dispatch(request, *args, **kwargs))

    def get_import(self) -> FeedbackImport:
        found = get_object_or_404(
            FeedbackImport.objects.select_related("by", "program", "listening_session__program"),
            reference=self.kwargs["reference"],
        )
        if not may(self.request.user, "change", found):
            raise Http404
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        trail = [*self.breadcrumbs_items, {"url": reverse("feedback_import"), "label": _("Import")}]
        if "reference" in self.kwargs:
            trail.append({"url": "", "label": self.kwargs["reference"]})
        return trail


class UploadView(ImportPage, IdempotentPostMixin, FormView[UploadForm]):
    """The first step, and the imports so far."""

    form_class = UploadForm
    template_name = "backoffice/feedback_import/upload.html"

    def form_valid(self, form: UploadForm) -> HttpResponse:
        try:
            uploaded = services.upload(file=form.cleaned_data["file"], by=user_of(self.request))
        except EngagementError as error:
            form.add_error("file", error.message)
            return self.form_invalid(form)
        return redirect("feedback_import_columns", uploaded.reference)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        imports = FeedbackImport.objects.select_related("by")
        page = Paginator(imports, ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
        user = user_of(self.request)
        return super().get_context_data(
            **kwargs,
            page=page,
            imports=[
                {
                    "import": each,
                    "url": each.is_by(user) and reverse("feedback_import_check", args=[each]),
                }
                for each in page
            ],
        )


class ColumnsView(ImportPage, HeldFormMixin, FormView[ColumnsForm]):
    """The second step: which column holds what."""

    form_class = ColumnsForm
    template_name = "backoffice/feedback_import/columns.html"
    page_title = gettext_lazy("Match the columns")

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if may(request.user, "add", FeedbackImport):
            self.object = self.get_import()
            if not self.object.file or self.object.state == ImportState.RUNNING:
                return redirect("feedback_import_check", self.object.reference)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        table = services.table_of(self.object)
        return {**super().get_form_kwargs(), "instance": self.object, "table": table}

    def form_valid(self, form: ColumnsForm) -> HttpResponse:
        try:
            services.choose_columns(
                feedback_import=self.object, columns=form.columns(), defaults=form.defaults()
            )
        except EngagementError as error:
            messages.error(self.request, error.message)
        return redirect("feedback_import_check", self.object.reference)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(**kwargs, object=self.object)


class CheckView(ImportPage, TemplateView):
    """The third step, and what became of it. A POST starts the import."""

    page_title = gettext_lazy("Check the rows")

    def get_template_names(self) -> list[str]:
        name = "check" if self.object.state == ImportState.CHECKED else "result"
        return [f"backoffice/feedback_import/{name}.html"]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        self.object = self.get_import()
        if self.object.state == ImportState.UPLOADED:
            return redirect("feedback_import_columns", self.object.reference)
        if self.object.state != ImportState.CHECKED:
            self.page_title = self.object.get_state_display()  # type: ignore[assignment]
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        found = self.get_import()
        try:
            services.start(feedback_import=found, by=user_of(request))
        except EngagementError as error:
            messages.error(request, error.message)
        return redirect("feedback_import_check", found.reference)

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, object=self.object)
        if self.object.state == ImportState.CHECKED:
            context.update(_preview(self.object))
        elif self.object.state == ImportState.DONE:
            added = self.object.imported_rows.select_related("item")
            page = Paginator(added, ROWS_PER_PAGE).get_page(self.request.GET.get("page"))
            context.update(page=page, rows=[{"row": row, "url": url_of(row.item)} for row in page])
        return context


class DiscardView(ImportPage, TemplateView):
    """Deletes the file of an import that is not wanted."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            services.discard(feedback_import=self.get_import(), by=user_of(request))
        except EngagementError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _("Discarded. The file has been deleted."))
        return redirect("feedback_import")


class BadRowsView(ImportPage, TemplateView):
    """The rows with a problem, as a file to correct and to import."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        found = self.get_import()
        if found.state != ImportState.CHECKED:
            raise Http404
        table = services.table_of(found)
        problems = {
            row.number: _problems_text(row) for row in checked_rows(found, table) if row.problems
        }
        lines = [[*row.cells, problems[row.number]] for row in table.rows if row.number in problems]
        headings = [*table.headings, _("What to correct")]
        return csv_response([headings, *lines], filename=f"{found.reference}-to-correct.csv")


def _preview(found: FeedbackImport) -> dict[str, Any]:
    rows = checked_rows(found, services.table_of(found))
    ready = [row for row in rows if row.is_ready]
    bad = [row for row in rows if row.problems]
    return {
        "ready": len(ready),
        "known": sum(row.is_known for row in rows),
        "bad": len(bad),
        "without_source": sum(row.drops_source for row in ready),
        "shown": ready[:SHOWN],
        "problems": [(row.number, problem) for row in bad for problem in row.problems][
            :MOST_PROBLEMS_SHOWN
        ],
        "is_cut": sum(len(row.problems) for row in bad) > MOST_PROBLEMS_SHOWN,
    }


def _problems_text(row: CheckedRow) -> str:
    return "\n".join(f"{problem.heading}: {problem.message}" for problem in row.problems)


URLS: list[URLPattern] = [
    path("feedback-import/", UploadView.as_view(), name="feedback_import"),
    path(
        "feedback-import/<str:reference>/columns/",
        ColumnsView.as_view(),
        name="feedback_import_columns",
    ),
    path(
        "feedback-import/<str:reference>/",
        CheckView.as_view(),
        name="feedback_import_check",
    ),
    path(
        "feedback-import/<str:reference>/discard/",
        DiscardView.as_view(),
        name="feedback_import_discard",
    ),
    path(
        "feedback-import/<str:reference>/to-correct.csv",
        BadRowsView.as_view(),
        name="feedback_import_bad_rows",
    ),
]
