"""Pages that save, rename, share and delete filters of the register."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.policies import may, policy_for
from sessions_app.core.staff.edit_conflicts import EditConflictMixin
from sessions_app.core.staff.record_views import take_version
from sessions_app.core.staff.repeats import HeldFormMixin, IdempotentPostMixin
from sessions_app.core.staff.scoped import user_of
from sessions_app.core.staff.wagtail_types import FormPage
from sessions_app.feedback_register.forms.saved_filters import SavedFilterForm
from sessions_app.feedback_register.models import SavedFilter
from sessions_app.feedback_register.services import saved_filters
from sessions_app.feedback_register.staff.register_page import RegisterPage, register_url
from sessions_app.feedback_register.staff.selection import filter_query


class FilterPage(HeldFormMixin, RegisterPage, EditConflictMixin[SavedFilter], FormPage):
    template_name = "backoffice/feedback_register/saved_filter.html"
    form_class = SavedFilterForm
    model = SavedFilter
    done: Any

    @cached_property
    def saved(self) -> SavedFilter:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "instance": self.saved,
            "for_user": self.request.user,
        }

    def form_valid(self, form: SavedFilterForm) -> HttpResponse:
        try:
            saved = saved_filters.save_filter(
                saved=form.instance,
                by=user_of(self.request),
                expected_version=form.cleaned_data["expected_version"],
            )
        except EngagementError as error:
            take_version(form, error)
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("“%(name)s” saved.") % {"name": saved.name})
        return redirect(register_url(saved.query))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context.update(
            saved=self.saved,
            back_url=register_url(self.saved.query),
            media=form.media,
            has_errors=form.is_bound and not form.is_valid(),
            edit_conflict=self.edit_conflict(form),
        )
        return context


class SaveFilterView(IdempotentPostMixin, FilterPage):
    """Saves the filters of its own query string."""

    page_title = gettext_lazy("Save this filter")

    def is_permitted(self) -> bool:
        return may(self.request.user, "add", SavedFilter)

    @cached_property
    def saved(self) -> SavedFilter:
        return SavedFilter(query=filter_query(self.request.GET))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.is_permitted() and not self.saved.query:
            messages.error(request, _("Set a filter first, then save it."))
            return redirect(register_url())
        return super().dispatch(request, *args, **kwargs)


class SavedFilterView(FilterPage):
    """Renames, shares or deletes a filter."""

    page_title = gettext_lazy("Saved filter")

    def is_permitted(self) -> bool:
        return may(self.request.user, "change", SavedFilter)

    @cached_property
    def saved(self) -> SavedFilter:
        policy, user = policy_for(SavedFilter), user_of(self.request)
        saved = get_object_or_404(policy.visible(user), pk=self.kwargs["filter"])
        if not policy.allows(user, "change", saved):
            raise Http404
        return saved

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("step") != "delete":
            return super().post(request, *args, **kwargs)
        name, query = self.saved.name, self.saved.query
        saved_filters.delete_filter(saved=self.saved, by=user_of(request))
        messages.success(request, _("“%(name)s” deleted.") % {"name": name})
        return redirect(register_url(query))
