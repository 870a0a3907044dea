"""The staff screen on which a letter, e-mail or call is logged, each of its points as an item."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from sessions_app.core.record_numbers import record_number
from sessions_app.core.staff.record_views import trail
from sessions_app.core.staff.repeats import HeldFormMixin, IdempotentPostMixin
from sessions_app.core.staff.scoped import user_of
from sessions_app.core.staff.wagtail_types import FormPage
from sessions_app.feedback.enums import FeedbackKind
from sessions_app.feedback.errors import PointsStoppedError
from sessions_app.feedback.forms.letters import EMPTY_ROWS, LetterForm, PointFormSet, PointRows
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services.answers import Letter, Point, log_letter


class LetterView(
    IdempotentPostMixin,
    HeldFormMixin,
    PermissionCheckedMixin,
    WagtailAdminTemplateMixin,
    FormPage,
):
    model = FeedbackItem
    permission_required = "add"
    any_permission_required: list[str] | None = None
    index_url_name = ""
    form_class = LetterForm
    template_name = "backoffice/feedback/letter.html"
    page_title = _("Log a letter, an e-mail or a call")

    @cached_property
    def rows(self) -> PointRows:
        return cast(PointRows, PointFormSet(self._data, prefix="points"))

    @property
    def _data(self) -> Any:
        """Return what was sent; with more empty rows if these were asked for."""
        if self.request.method != "POST":
            return None
        data = self.request.POST.copy()
        if "more" in data:
            shown = record_number(data.get("points-TOTAL_FORMS", "")) or 0
            data["points-TOTAL_FORMS"] = str(shown + EMPTY_ROWS)
            for number in range(shown, shown + EMPTY_ROWS):
                data[f"points-{number}-kind"] = FeedbackKind.CONCERN
        return data

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "more" in request.POST:
            # Unbound, because what is not filled in yet is no error.
            form = LetterForm(initial=request.POST.dict())
            return self.render_to_response(self.get_context_data(form=form))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: LetterForm) -> HttpResponse:
        if not self.rows.is_valid():
            return self.form_invalid(form)
        filled = self.rows.filled()
        points = [
            Point(
                kind=row.cleaned_data["kind"],
                words=row.cleaned_data["words"],
                is_no_allegation=row.cleaned_data["is_no_allegation"],
                was_allegation=row.cleaned_data["was_allegation"],
            )
            for row in filled
        ]
        letter = Letter(**form.cleaned_data)
        try:
            items = log_letter(letter=letter, points=points, by=user_of(self.request))
        except PointsStoppedError as error:
            for number, message in error.points.items():
                filled[number].stop(message)
            return self.form_invalid(form)
        words = ngettext("%(count)d point is logged.", "%(count)d points are logged.", len(items))
        messages.success(self.request, words % {"count": len(items)})
        return redirect(reverse("feedbackitem:index"))

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [*trail(self), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        is_sent = self.request.method == "POST" and "more" not in self.request.POST
        rows = self.rows
        context.update(
            rows=rows,
            is_stopped=any(row.is_stopped for row in rows.forms),
            row_sets=[rows] if is_sent else [],
            has_errors=is_sent and bool(context["form"].errors or not rows.is_valid()),
            back_url=reverse("feedbackitem:index"),
        )
        return context
