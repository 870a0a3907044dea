"""Staff screens for merging: choose, preview, merge, undo."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from sessions_app.core.errors import EngagementError
from sessions_app.core.policies import may
from sessions_app.core.record_numbers import record_number
from sessions_app.core.selectors.search import matching
from sessions_app.core.staff.record_views import record_title, trail, url_of
from sessions_app.core.staff.scoped import ScopedObjectMixin, user_of
from sessions_app.core.staff.wagtail_types import FormPage
from sessions_app.organization_operations.selectors.merges import preferred, preview
from sessions_app.organization_operations.services import merges
from sessions_app.organizations.models import Organization, OrganizationMerge
from sessions_app.organizations.selectors.look_alikes import look_alikes
from sessions_app.organizations.selectors.merges import NAMED_BY, later_merge
from sessions_app.organizations.staff.merged_away import MergedAwayMixin

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Search results when choosing the other organization.
FOUND = 20


class MergeView(
    MergedAwayMixin, ScopedObjectMixin[Organization], WagtailAdminTemplateMixin, FormPage
):
    """Chooses the record to merge, previews, and merges. GET changes nothing."""

    model: type[Model] = Organization
    permission_required = "merge"
    any_permission_required: list[str] | None = None
    index_url_name = ""
    pk_url_kwarg = "pk"
    form_class = forms.Form
    template_name = "backoffice/organization_operations/merge.html"
    page_title: "StrOrPromise" = _("Merge")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may(request.user, "merge", Organization):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def other(self) -> Organization | None:
        """Return the record to be merged, from the query string."""
        sent = self.request.POST.get("other") or self.request.GET.get("other", "")
        others = Organization.objects.current().exclude(pk=self.object.pk)
        wanted = record_number(sent)
        return others.filter(pk=wanted).first() if wanted else None

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if self.other is None:
            form.add_error(None, _("Choose an organization to merge."))
            return self.form_invalid(form)
        by = user_of(self.request)
        try:
            merges.merge(kept=self.object, merged=self.other, by=by)
        except EngagementError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Organizations merged. You can undo this below."))
        return redirect(url_of(self.object))

    def get_page_subtitle(self) -> str:
        return record_title(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *trail(self),
            {"url": url_of(self.object), "label": record_title(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        context.update(
            object=self.object,
            back_url=url_of(self.object),
            has_errors=bool(context["form"].errors),
            **self._step(),
        )
        return context

    def _step(self) -> dict[str, object]:
        if self.other is not None:
            swap = reverse("organization:merge", args=[self.other.pk])
            return {
                "other": self.other,
                "preview": preview(kept=self.object, merged=self.other),
                "swap_url": f"{swap}?other={self.object.pk}",
            }
        words = self.request.GET.get("q", "").strip()[:200]
        if words:
            others = Organization.objects.current().exclude(pk=self.object.pk)
            found = list(
                matching(others, fields=NAMED_BY, text=words).order_by("name", "pk")[:FOUND]
            )
        else:
            aliases = self.object.aliases.values_list("name", flat=True)
            alike = look_alikes(
                names=[self.object.name, *aliases],
                website=self.object.website,
                besides=self.object.pk,
            )
            found = [each.organization for each in alike]
        return {"found": [(each, self._url(each)) for each in found], "words": words}

    def _url(self, other: Organization) -> str:
        """Return the address of the preview, which keeps the verified record by default."""
        kept = preferred(self.object, other)
        merged = other if kept == self.object else self.object
        return f"{reverse('organization:merge', args=[kept.pk])}?other={merged.pk}"


class MergeUndoView(MergeView):
    """Undoes a merge."""

    template_name = "backoffice/organization_operations/merge_undo.html"
    page_title = _("Undo merge")

    @cached_property
    def merge(self) -> OrganizationMerge:
        standing = OrganizationMerge.objects.filter(kept=self.object, undone_at=None)
        return get_object_or_404(standing.select_related("merged", "by"), pk=self.kwargs["merge"])

    def form_valid(self, form: forms.Form) -> HttpResponse:
        by = user_of(self.request)
        try:
            apart = merges.undo(merge=self.merge, by=by)
        except EngagementError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        messages.success(
            self.request, _("“%(name)s” is a separate organization again.") % {"name": apart.name}
        )
        return redirect(url_of(apart))

    def _step(self) -> dict[str, object]:
        return {"merge": self.merge, "later": later_merge(self.merge)}
