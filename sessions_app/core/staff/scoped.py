"""View mixins that make Wagtail's generic views check the policy for each record.

Wagtail 7.4 checks a permission policy for the model, not for the record: without these mixins
anyone with the model permission reads and writes every record by its primary key (ADR 0015).
``permission_policy`` on a viewset is not documented in 7.4, and 8.0 replaces it, so nothing outside
this file and the base viewset depends on it.
"""

from typing import Any, cast

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Prefetch, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from engagement_site.accounts.models import User
from sessions_app.core.staff.wagtail_types import ListPage, Record, RecordPage


def user_of(request: HttpRequest) -> User:
    """Return the request's user. Wagtail's admin has redirected anonymous users."""
    return cast(User, request.user)


class ScopedListMixin(ListPage):
    """Limits lists, search and exports to the records that the policy shows to the user."""

    #: Relations to select for each row.
    select_related: tuple[str, ...] = ()
    prefetch_related: tuple["str | Prefetch[Any]", ...] = ()

    def get_base_queryset(self) -> QuerySet[Model]:
        policy, user = self.permission_policy, self.request.user
        if self.is_export:
            records = policy.exportable(user)
        else:
            records = policy.instances_user_has_any_permission_for(user, ["view"])
        return self.annotate(
            records.select_related(*self.select_related).prefetch_related(*self.prefetch_related)
        )

    def annotate(self, records: QuerySet[Model]) -> QuerySet[Model]:
        """Annotate what the columns read besides the fields of the record."""
        return records

    @property
    def may_export(self) -> bool:
        return bool(self.list_export) and self.permission_policy.user_has_permission(
            self.request.user, "export"
        )

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        # Wagtail exports on any request with ?export=, even if no button is shown.
        if self.is_export and not self.may_export:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def show_export_buttons(self) -> bool:
        return self.may_export


class ScopedObjectMixin(RecordPage[Record]):
    """Answers 404 unless the policy allows the view's verb for this record."""

    #: Relations to select for the page.
    select_related: tuple[str, ...] = ()

    def get_object(self, *args: object) -> Record:
        user = self.request.user
        required = [self.permission_required] if self.permission_required else []
        required += self.any_permission_required or []
        instance = get_object_or_404(
            self.permission_policy.visible(user).select_related(*self.select_related),
            pk=unquote(str(self.kwargs[self.pk_url_kwarg])),
        )
        if not any(self.permission_policy.allows(user, verb, instance) for verb in required):
            raise Http404
        return instance

    def allows(self, verb: str) -> bool:
        """Whether the user may do ``verb`` to the record of this page."""
        return self.permission_policy.allows(self.request.user, verb, self.object)
