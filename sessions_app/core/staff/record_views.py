"""Wagtail's generic views for our records: permission per record, saving through services."""

from typing import cast

from django.db.models import F, Model, QuerySet
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.history import HistoryView
from wagtail.admin.widgets.button import Button, HeaderButton

from sessions_app.core.errors import ChangedMeanwhileError, EngagementError
from sessions_app.core.selectors.search import matching
from sessions_app.core.staff.edit_conflicts import EditConflictMixin
from sessions_app.core.staff.history import history_words
from sessions_app.core.staff.repeats import HeldFormMixin, IdempotentPostMixin
from sessions_app.core.staff.scoped import ScopedListMixin, ScopedObjectMixin
from sessions_app.core.staff.transitions import Transition
from sessions_app.core.staff.wagtail_types import AdminView, Record, RecordForm, RecordFormPage


def url_of(record: Model, view: str = "inspect") -> str:
    """Return the URL of a record's staff screen."""
    return reverse(f"{record._meta.model_name}:{view}", args=[record.pk])


class RecordIndexView(ScopedListMixin, generic.IndexView):
    any_permission_required = ["view"]
    search_backend_name = None

    def order_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Model]:
        """Order by the chosen column, NULL last, then by primary key as a tie-breaker."""
        name = self.ordering.removeprefix("-")
        if self.ordering.startswith("-"):
            return queryset.order_by(F(name).desc(**self._empty_last(name)), "-pk")
        return queryset.order_by(F(name).asc(**self._empty_last(name)), "pk")

    def _empty_last(self, name: str) -> dict[str, bool]:
        # Databases disagree about where NULL sorts. Specified only for nullable columns, so that
        # the column's index is used.
        return {"nulls_last": True} if self.model._meta.get_field(name).null else {}

    def search_queryset(self, queryset: QuerySet[Model]) -> QuerySet[Model]:
        if not self.is_searching:
            return queryset
        return matching(queryset, fields=self.search_fields or [], text=self.search_query)

    def get_inspect_url(self, instance: Model) -> str:
        return reverse(self.inspect_url_name, args=[instance.pk])


class ServiceSaveMixin(
    HeldFormMixin, EditConflictMixin[Record], RecordFormPage[Record, RecordForm]
):
    """Saves through a service, and shows a domain error next to the field that it is about.

    The service also writes the audit entry: Wagtail's own ``save_instance`` would log a second
    time.
    """

    def save(self, form: RecordForm) -> Record:
        """Pass the cleaned data to the service of the noun, and return the record.

        Raises ``EngagementError`` if a rule refuses; the surrounding transaction rolls back.
        """
        raise NotImplementedError

    def save_instance(self) -> Record:
        self.has_content_changes = self.form.has_changed()
        return self.save(self.form)

    def form_valid(self, form: RecordForm) -> HttpResponse:
        is_new = form.instance._state.adding
        try:
            return super().form_valid(form)
        except EngagementError as error:
            if is_new:
                # The rollback does not reset the object in memory.
                form.instance.pk = None
                form.instance._state.adding = True
            return self.refuse(form, error)

    def refuse(self, form: RecordForm, error: EngagementError) -> HttpResponse:
        """Show the form again with the error that a service raised."""
        take_version(form, error)
        # Services name model fields; a form may split one into several.
        field = getattr(form, "field_of_service", {}).get(error.field, error.field)
        form.add_error(field if field in form.fields else None, error.message)
        self.produced_error_message = self.get_error_message()
        return self.form_invalid(form)

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def get_success_url(self) -> str:
        return url_of(self.object)

    def get_success_buttons(self) -> list[Button]:
        return []

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        # Titles of pages with form errors begin with "Error: " (docs/invariants.md, 15).
        context = super().get_context_data(**kwargs)
        # On the whole form, because the error may be in one of its formsets.
        context["has_errors"] = context["form"].is_bound and not context["form"].is_valid()
        context["edit_conflict"] = self.edit_conflict(context["form"])
        return context


class RecordCreateView(
    IdempotentPostMixin, ServiceSaveMixin[Record, RecordForm], generic.CreateView
):
    template_name = "backoffice/core/record_form.html"

    def get_success_message(self, instance: Record) -> str:
        return saved_words(instance)


class RecordEditView(
    ServiceSaveMixin[Record, RecordForm], ScopedObjectMixin[Record], generic.EditView
):
    template_name = "backoffice/core/record_form.html"

    def get_success_message(self) -> str:
        return saved_words(self.object)

    def get_page_subtitle(self) -> str:
        return record_title(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *trail(self),
            {"url": url_of(self.object), "label": record_title(self.object)},
            {"url": "", "label": _("Edit")},
        ]

    def get_header_more_buttons(self) -> list[Button]:
        return []

    def get_side_panels(self) -> MediaContainer:
        # The status panel repeats the history link and offers actions that records do not have.
        return MediaContainer([])


class RecordInspectView(ScopedObjectMixin[Record], generic.InspectView):
    any_permission_required = ["view"]
    history_url_name = None
    #: Transitions that the page offers; set by the viewset.
    transitions: tuple[Transition[Record], ...] = ()

    def get_fields_context(self) -> list[object]:
        return []

    def get_fields(self) -> list[str]:
        return []

    def get_page_title(self) -> str:
        return record_title(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        # The page's heading is the title, so the breadcrumbs show only the reference.
        title = Truncator(record_title(self.object)).chars(60)
        label = getattr(self.object, "reference", "") or title
        return [*trail(self), {"url": "", "label": label}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        buttons = []
        if self.edit_url_name and self.allows("change"):
            buttons.append(
                HeaderButton(
                    label=_("Edit"),
                    url=reverse(self.edit_url_name, args=[self.object.pk]),
                    icon_name="edit",
                )
            )
        return buttons

    def get_header_more_buttons(self) -> list[Button]:
        return []

    def offered_transitions(self) -> list[dict[str, str]]:
        """Return the transitions that the record's state and the user's permissions allow."""
        return [
            {
                "label": str(move.label),
                "url": reverse(
                    f"{self.model._meta.model_name}:move", args=[self.object.pk, move.slug]
                ),
                "style": move.style,
            }
            for move in self.transitions
            if self.allows(move.verb) and move.is_open_to(self.object)
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        context["transitions"] = self.offered_transitions()
        context["kind"] = self.model._meta.verbose_name
        if self.history_url_name and self.allows("history"):
            context["history_url"] = reverse(self.history_url_name, args=[self.object.pk])
        return context


class RecordHistoryView(ScopedObjectMixin[Record], HistoryView):
    any_permission_required = ["history"]

    @cached_property
    def columns(self) -> list[Column]:
        _action, user, timestamp = super().columns
        words = Column("message", label=_("What happened"), accessor=history_words)
        return [words, user, timestamp]

    def get_page_subtitle(self) -> str:
        return record_title(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *trail(self),
            {"url": url_of(self.object), "label": record_title(self.object)},
            {"url": "", "label": _("History")},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return []


def record_title(record: Model) -> str:
    """Return the display name of the record; its reference if it has no other."""
    for field in ("title", "name", "subject"):
        if value := getattr(record, field, ""):
            return str(value)
    return str(record)


def saved_words(record: Model) -> str:
    """Return the message that a record was saved, which names it."""
    return gettext("“%(title)s” saved.") % {"title": record_title(record)}


def trail(view: AdminView) -> list[dict[str, object]]:
    return [
        *view.breadcrumbs_items,
        {
            "url": reverse(view.index_url_name),
            "label": capfirst(view.model._meta.verbose_name_plural),
        },
    ]


def take_version(form: BaseForm, error: EngagementError) -> None:
    """Update the expected version of a stale form, so that it is accepted when sent again."""
    if isinstance(error, ChangedMeanwhileError):
        expect_version(form, error.version)


def expect_version(form: BaseForm, version: str) -> None:
    """Expect another version than the form was filled from, and keep that one as the conflict."""
    data = cast(QueryDict, form.data).copy()
    if not data.get("conflict_version"):
        data["conflict_version"] = data.get("expected_version", "")
    data["expected_version"] = version
    form.data = data
