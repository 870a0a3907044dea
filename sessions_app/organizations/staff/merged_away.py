"""Redirects from the pages of a merged organization."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.wagtail_types import RecordPage
from sessions_app.organizations.models import Organization
from sessions_app.organizations.selectors.merges import final


class MergedAwayMixin(RecordPage[Organization]):
    """Redirects every page of a merged organization to the surviving one."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        # Wagtail's edit view has not loaded its object yet.
        organization = getattr(self, "object", None) or self.get_object()
        if organization.merged_into_id:
            words = _("“%(merged)s” was merged into this organization.")
            messages.info(request, words % {"merged": organization.name})
            return redirect(url_of(final(organization)))
        return super().dispatch(request, *args, **kwargs)
