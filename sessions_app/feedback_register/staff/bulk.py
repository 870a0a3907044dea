"""Pages that change many feedback items at once, with a preview, and that take it back.

Our own views: Wagtail's bulk actions ask no policy about each record, and ignore the filters of a
list (ADR 0051). Which items are meant stands in the query string, on every step.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from sessions_app.core.errors import ChangedMeanwhileError, EngagementError
from sessions_app.core.forms.hidden_fields import hidden_inputs
from sessions_app.core.policies import may
from sessions_app.core.services.versions import version_of_all
from sessions_app.core.staff.repeats import HeldFormMixin, IdempotentPostMixin
from sessions_app.core.staff.scoped import user_of
from sessions_app.core.staff.wagtail_types import FormPage
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.staff.feedback import words
from sessions_app.feedback_register.enums import BulkOperation
from sessions_app.feedback_register.forms.bulk import FORMS, BulkForm
from sessions_app.feedback_register.models import BulkChange
from sessions_app.feedback_register.selectors.bulk import grouped, refusals
from sessions_app.feedback_register.services import bulk
from sessions_app.feedback_register.services.undo import undo
from sessions_app.feedback_register.staff.register_page import RegisterPage, register_url
from sessions_app.feedback_register.staff.selection import filter_query, selected

#: Values of ``step``, sent by the buttons of the pages.
CONFIRM, EDIT, FIND = "confirm", "edit", "find"
#: Rows and references that the preview shows.
SHOWN = 20


class BulkView(IdempotentPostMixin, HeldFormMixin, RegisterPage, FormPage):
    """Asks what to do, shows what it would do, and does it. Works without script."""

    template_name = "backoffice/feedback_register/bulk.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.operation = request.GET.get("operation", "")
        if self.operation not in BulkOperation.values:
            raise Http404

    def is_permitted(self) -> bool:
        user = self.request.user
        is_approval = self.operation == BulkOperation.APPROVE
        return may(user, "change", FeedbackItem) and (
            not is_approval or may(user, "approve_summary", FeedbackItem)
        )

    @cached_property
    def selection(self) -> Any:
        return selected(self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if problem := self._problem():
            messages.error(request, problem)
            return redirect(self.back_url)
        return super().get(request, *args, **kwargs)

    def _problem(self) -> str:
        """Return why nothing can be done to what is selected."""
        if self.selection.unread:
            return _("A filter in this list no longer exists. Clear it, then choose again.")
        if self.selection.is_too_large:
            return bulk.too_many_words()
        if not self.selection.items:
            return _("Check at least one item first, or choose all that match.")
        return ""

    @property
    def back_url(self) -> str:
        return register_url(filter_query(self.request.GET, with_search=True))

    def get_form_class(self) -> type[BulkForm]:
        return FORMS[self.operation]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "operation": self.operation,
            "user": user_of(self.request),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("step") in (EDIT, FIND):
            return self.render_to_response(self.get_context_data(form=self.get_form()))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: BulkForm) -> HttpResponse:
        if problem := self._problem():
            form.add_error(None, problem)
            return self.form_invalid(form)
        if self.request.POST.get("step") != CONFIRM:
            return self._preview(form)
        try:
            change = bulk.apply(
                request=form.bulk_request(),
                keys=[item.pk for item in self.selection.items],
                by=user_of(self.request),
                expected_version=form.cleaned_data["expected_version"],
            )
        except ChangedMeanwhileError:
            return self._preview(form, is_stale=True)
        except EngagementError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        return redirect("feedbackitem:bulk_change", bulk=change.pk)

    def _preview(self, form: BulkForm, *, is_stale: bool = False) -> HttpResponse:
        items = self.selection.items
        refused = refusals(form.bulk_request(), items)
        able = [item for item in items if item.pk not in refused]
        may_read_note = may(self.request.user, "read_note", FeedbackItem)
        context = self.get_context_data(
            form=form,
            is_preview=True,
            is_stale=is_stale,
            able_count=len(able),
            rows=[
                {"item": item, "words": words(item, may_read_note=may_read_note)}
                for item in able[:SHOWN]
            ],
            refused=[
                {"why": why, "count": len(found), "references": found[:SHOWN]}
                for why, found in grouped(refused, items).items()
            ],
            asked=[
                (field.label, _shown(form, field.name))
                for field in form.visible_fields()
                if field.name != "find" and _shown(form, field.name)
            ],
            carried=hidden_inputs([form.visible_fields()]),
            version=version_of_all(items),
        )
        return self.render_to_response(context)

    def get_page_title(self) -> str:
        return str(BulkOperation(self.operation).label)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        step = self.request.POST.get("step")
        context.update(
            back_url=self.back_url,
            count=len(self.selection.items),
            finds="find" in form.fields,
            media=form.media,
            has_errors=form.is_bound and step not in (EDIT, FIND) and not form.is_valid(),
        )
        return context


class BulkChangeView(RegisterPage, TemplateView):
    """What a bulk change has done, for whoever made it, who can take it back."""

    template_name = "backoffice/feedback_register/bulk_change.html"
    page_title = gettext_lazy("Bulk change")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        change = BulkChange.objects.filter(pk=kwargs["bulk"], by=user_of(request).pk).first()
        if change is None:
            raise Http404
        self.change = change

    def is_permitted(self) -> bool:
        return may(self.request.user, "change", FeedbackItem)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            undone = undo(change=self.change, by=user_of(request))
        except EngagementError as error:
            messages.error(request, error.message)
            return redirect("feedbackitem:bulk_change", bulk=self.change.pk)
        restored = ngettext(
            "%(count)d item is as it was before.",
            "%(count)d items are as they were before.",
            undone.restored,
        ) % {"count": undone.restored}
        messages.success(request, restored)
        if left := self.change.count - undone.restored:
            named = ", ".join(undone.left[:SHOWN])
            words_left = ngettext(
                "%(count)d item was left as it is, because somebody has changed it since.",
                "%(count)d items were left as they are, because somebody has changed them since.",
                left,
            ) % {"count": left}
            messages.warning(request, f"{words_left} {named}".strip())
        return redirect("feedbackitem:bulk_change", bulk=self.change.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            change=self.change,
            references=list(
                self.change.items.values_list("feedback_item", "feedback_item__reference")[:SHOWN]
            ),
            back_url=reverse("feedbackitem:index"),
        )


def _shown(form: BulkForm, name: str) -> str:
    """Return the answer to a field in words."""
    value, field = form.cleaned_data.get(name), form.fields[name]
    if hasattr(field, "label_from_instance"):
        return str(field.label_from_instance(value)) if value else str(_("Nobody"))
    return str(dict(getattr(field, "choices", ())).get(value, value or ""))
