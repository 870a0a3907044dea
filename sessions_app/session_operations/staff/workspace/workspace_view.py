"""Base of every page of a session's workspace: permission check, heading and tabs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from engagement_site.accounts.models import User
from sessions_app.core.policies import may
from sessions_app.core.staff.record_views import record_title, trail, url_of
from sessions_app.core.staff.scoped import ScopedObjectMixin, user_of
from sessions_app.core.staff.wagtail_types import RecordPage
from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.models import ListeningSession

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Row = TypeVar("Row", bound=Model)

#: Rows per page of a list.
PAGE_SIZE = 50


@dataclass(frozen=True)
class WorkspacePage:
    """A page that a tab links to. Its view checks permission."""

    #: URL segment: ``/admin/listening-sessions/<pk>/<slug>/``.
    slug: str
    view: type["WorkspaceMixin"]

    @property
    def name(self) -> str:
        return self.slug.replace("-", "_")


@dataclass(frozen=True)
class Tab(WorkspacePage):
    """One tab, shown to users whom ``view.is_open_to`` admits.

    Only the first one uses the record's inspect URL.
    """

    label: "StrOrPromise"


class WorkspaceMixin(RecordPage[ListeningSession]):
    """404 unless the user may view the session and has every permission in ``asks``."""

    #: Pairs of verb and model; all of them are required.
    asks: tuple[tuple[str, type[Model]], ...] = ()
    #: Name of the tab that the page is, or belongs to.
    tab = ""
    #: All tabs; set by the viewset.
    tabs: tuple[Tab, ...] = ()

    @classmethod
    def is_open_to(
        cls,
        user: User,
        session: ListeningSession,  # noqa: ARG003 - some pages ask about it
    ) -> bool:
        """Whether the user, who may view the session, may also view this page of it."""
        return all(may(user, verb, model) for verb, model in cls.asks)

    def offered_tabs(self) -> list[dict[str, object]]:
        return [
            {
                "label": tab.label,
                "url": url_of(self.object, tab.name),
                "is_current": tab.name == self.tab,
            }
            for tab in self.tabs
            if tab.view.is_open_to(user_of(self.request), self.object)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, object]:
        return super().get_context_data(
            **kwargs,
            offered_tabs=self.offered_tabs(),
            when=wording.when(self.object),
            where=wording.where(self.object),
        )


class WorkspaceView(
    WorkspaceMixin, ScopedObjectMixin[ListeningSession], WagtailAdminTemplateMixin, TemplateView
):
    """A page of the workspace. GET changes nothing."""

    model = ListeningSession
    permission_required: str | None = None
    any_permission_required: list[str] | None = ["view"]
    index_url_name = ""
    pk_url_kwarg = "pk"
    select_related = ("program", "venue", "room", "host")

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.is_open_to(user_of(request), self.object):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return record_title(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *trail(self),
            {
                "url": reverse("listeningsession:inspect", args=[self.object.pk]),
                "label": self.object.reference,
            },
            {"url": "", "label": self.page_title},
        ]

    def page_of(self, rows: QuerySet[Row]) -> Page[Row]:
        """Return the requested page of a list, or the nearest existing one."""
        return Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("page"))

    def get_context_data(self, **kwargs: Any) -> dict[str, object]:
        back_url = url_of(self.object, self.tab)
        return super().get_context_data(**kwargs, object=self.object, back_url=back_url)
