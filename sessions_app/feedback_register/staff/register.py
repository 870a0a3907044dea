"""The register of feedback items ("Concerns and suggestions")."""

from typing import Any, cast

from django.db.models import F, OrderBy, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from sessions_app.core.policies import may, policy_for
from sessions_app.core.staff.columns import DayColumn, RecordColumn, TagColumn
from sessions_app.core.staff.record_views import RecordIndexView
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.models.feedback import SeverityRank
from sessions_app.feedback.staff.feedback import standing, words
from sessions_app.feedback_register import exports
from sessions_app.feedback_register.enums import MOST_ITEMS, BulkOperation
from sessions_app.feedback_register.models import SavedFilter
from sessions_app.feedback_register.staff.columns import (
    SeverityColumn,
    TickColumn,
    source_of,
    themes_of,
)
from sessions_app.feedback_register.staff.filters import FeedbackFilterSet, read_filters
from sessions_app.feedback_register.staff.paging import CappedPaginator
from sessions_app.feedback_register.staff.selection import filter_query, searched_fields

#: Orders that an index has: the column, then the newest. "-received_on" is the default.
BY_INDEX: dict[str, tuple[Any, ...]] = {
    "received_on": ("received_on", "pk"),
    "kind": ("kind", "-received_on", "-pk"),
    "state": ("state", "-received_on", "-pk"),
    "-severity": (SeverityRank("severity").desc(), "-received_on", "-pk"),
    "severity": (SeverityRank("severity").asc(), "received_on", "pk"),
}
#: Orders by the name of a related record, which no index has: sorted once the list is short enough.
BY_NAME: dict[str, tuple[str, ...]] = {
    "organization": ("organization__name",),
    "program": ("program__name",),
    "assigned_to": ("assigned_to__last_name", "assigned_to__first_name"),
}
NEWEST = ("-received_on", "-pk")


class FeedbackIndexView(RecordIndexView):
    default_ordering = "-received_on"
    # Not joined: SQLite would begin with a small table, such as programs, and sort all the items.
    prefetch_related = ("program", "organization", "listening_session", "assigned_to", "themes")
    paginator_class = CappedPaginator
    table_classname = "listing bo-dense"
    export_filename = "concerns-and-suggestions"
    #: Labels of filters in the URL that could not be read.
    unread: list[str]
    #: Whether the list is too long for the chosen order.
    is_unsorted = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export:
            items = cast("QuerySet[FeedbackItem]", self.get_queryset())
            return self.as_spreadsheet(exports.rows(items), request.GET["export"])
        return super().get(request, *args, **kwargs)

    def get_header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().get_header_more_buttons()
        if not may(self.request.user, "add", FeedbackItem):
            return buttons
        letter, spreadsheet = reverse("feedbackitem:letter"), reverse("feedback_import")
        return [
            Button(_("Log a letter or a call"), url=letter, icon_name="mail", priority=5),
            Button(_("Import a spreadsheet"), url=spreadsheet, icon_name="upload", priority=6),
            *buttons,
        ]

    @cached_property
    def filters(self) -> FeedbackFilterSet:
        filters, self.unread = read_filters(self.request, self.request.GET)
        return filters

    @cached_property
    def _may_read_note(self) -> bool:
        return may(self.request.user, "read_note", FeedbackItem)

    @cached_property
    def _may_read_source(self) -> bool:
        return may(self.request.user, "read_source", FeedbackItem)

    @cached_property
    def columns(self) -> list[Any]:
        source = {"label": _("Organization"), "sort_key": "organization"}
        if not self._may_read_source:
            # An order by a name that is not shown would tell it.
            source = {"label": _("Said by")}
        columns: list[Any] = [
            RecordColumn(
                "words",
                label=_("What was said"),
                accessor=lambda item: words(item, may_read_note=self._may_read_note),
            ),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column(
                "source",
                accessor=lambda item: source_of(item, may_read_source=self._may_read_source),
                **source,
            ),
            Column("program", label=_("Program"), sort_key="program"),
            Column("themes", label=_("Themes"), accessor=themes_of),
            SeverityColumn(
                "severity",
                label=_("Severity"),
                accessor="get_severity_display",
                sort_key="severity",
            ),
            TagColumn("state", label=_("Status"), accessor=standing, sort_key="state"),
            Column(
                "assigned_to",
                label=_("Assigned to"),
                accessor=lambda item: item.assigned_to or "",
                sort_key="assigned_to",
            ),
            DayColumn("received_on", label=_("Received"), sort_key="received_on"),
        ]
        return [TickColumn("tick", label=""), *columns] if self._operations else columns

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # In get_queryset: how to order depends on how many match.
        return queryset

    def get_queryset(self) -> QuerySet[Any]:
        matches = super().get_queryset()
        name, is_reversed = self.ordering.removeprefix("-"), self.ordering.startswith("-")
        if self.ordering in BY_INDEX:
            return matches.order_by(*BY_INDEX[self.ordering])
        if name in BY_INDEX and name != "received_on":
            # An index is read backward only as a whole.
            flipped = (f"-{name}", "received_on", "pk")
            return matches.order_by(*flipped)
        if name not in BY_NAME:
            return matches.order_by(*NEWEST)
        if matches.order_by()[: MOST_ITEMS + 1].count() > MOST_ITEMS:
            self.is_unsorted = True
            return matches.order_by(*NEWEST)
        keys = [OrderBy(F(path), descending=is_reversed, nulls_last=True) for path in BY_NAME[name]]
        return matches.order_by(*keys, *NEWEST)

    @property
    def list_export(self) -> list[str]:  # type: ignore[override]
        return list(self._export_columns)

    @cached_property
    def _export_columns(self) -> Any:
        return exports.columns_for(may_read_note=self._may_read_note)

    @property
    def export_headings(self) -> dict[str, str]:
        return {name: name for name in self._export_columns}

    def to_row_dict(self, item: FeedbackItem) -> dict[str, object]:
        return {name: value(item) for name, value in self._export_columns.items()}

    @property
    def search_fields(self) -> list[str]:
        return searched_fields(user_of(self.request))

    @search_fields.setter
    def search_fields(self, value: object) -> None:
        """Ignore what the viewset passes in: the searched fields depend on the user."""

    @cached_property
    def _operations(self) -> list[tuple[str, str]]:
        """Return the bulk changes that the user may make, by name and label."""
        user = self.request.user
        if not may(user, "change", FeedbackItem):
            return []
        return [
            (operation.value, str(operation.label))
            for operation in BulkOperation
            if operation != BulkOperation.APPROVE or may(user, "approve_summary", FeedbackItem)
        ]

    def _saved_filters(self) -> list[dict[str, object]]:
        policy, user = policy_for(SavedFilter), user_of(self.request)
        present = filter_query(self.request.GET)
        return [
            {
                "saved": saved,
                "is_current": saved.query == present and not self.is_searching,
                "is_editable": policy.allows(user, "change", saved),
                "is_own": saved.owner_id == user.pk,
            }
            for saved in policy.visible(user).select_related("owner")
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        query = filter_query(self.request.GET)
        saved_filters = self._saved_filters()
        is_saved = any(row["is_current"] for row in saved_filters)
        save_url = ""
        if query and not is_saved and may(self.request.user, "add", SavedFilter):
            save_url = f"{reverse('feedbackitem:save_filter')}?{query}"
        kept = self.request.GET.copy()
        for name in ("p", "export", "_w_filter_fragment"):
            kept.pop(name, None)
        context.update(
            operations=self._operations,
            saved_filters=saved_filters,
            save_url=save_url,
            unread=self.unread,
            is_unsorted=self.is_unsorted,
            most_items=MOST_ITEMS,
            # The bulk form sends on what the list was filtered by.
            query_pairs=[(name, value) for name, values in kept.lists() for value in values],
        )
        return context
