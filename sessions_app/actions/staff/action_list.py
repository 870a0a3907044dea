"""The list of follow-up actions."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from engagement_site.accounts.models import User
from sessions_app.actions.enums import ActionState, DueWindow, Priority
from sessions_app.actions.models import FollowUpAction, FollowUpActionQuerySet
from sessions_app.actions.staff.wording import due_day, flags, owner_words
from sessions_app.core.record_numbers import record_number
from sessions_app.core.staff.columns import DayColumn, RecordColumn, TagColumn
from sessions_app.core.staff.filters import choice_filter, flag_filter
from sessions_app.core.staff.record_views import RecordIndexView
from sessions_app.programs.models import Agency
from sessions_app.programs.staff import program_filter

#: Values of the filter by owner, besides the primary keys of users.
ME, NOBODY, OUTSIDE, INACTIVE = "me", "nobody", "outside", "inactive"


def _agencies() -> list[tuple[str, str]]:
    return [(str(agency.pk), agency.name) for agency in Agency.objects.order_by("name")]


class ActionFilterSet(WagtailFilterSet):
    state = choice_filter(_("Status"), ActionState.choices)
    priority = choice_filter(_("Priority"), Priority.choices)
    program = program_filter()
    lead_agency = choice_filter(_("Lead agency"), _agencies)
    #: Late by the date that somebody has committed to, which says nothing about silence.
    due = django_filters.ChoiceFilter(
        label=_("Due"),
        choices=DueWindow.choices,
        method="only_due",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    #: Late by silence, whatever the due date.
    silent = flag_filter(_("Silence"), _("No update in 60 days"), "only_silent")
    owner = django_filters.ChoiceFilter(
        label=_("Owner"), method="only_of_owner", widget=forms.Select, empty_label=_("All")
    )

    class Meta:
        model = FollowUpAction
        fields = ["state", "priority", "program", "lead_agency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["owner"].extra["choices"] = [
            (ME, _("Me")),
            (NOBODY, _("Nobody")),
            (OUTSIDE, _("Someone without an account")),
            (INACTIVE, _("Someone whose account is deactivated")),
            *((str(owner.pk), str(owner)) for owner in self._owners()),
        ]

    def _owners(self) -> QuerySet[User]:
        """Return the owners of the actions that the user may see."""
        visible = FollowUpAction.objects.visible_to(self.request.user)
        return User.objects.filter(Exists(visible.filter(owner=OuterRef("pk"))))

    def only_due(
        self, records: FollowUpActionQuerySet, name: str, value: str
    ) -> FollowUpActionQuerySet:
        return records.due(value)

    def only_silent(
        self, records: FollowUpActionQuerySet, name: str, value: str
    ) -> FollowUpActionQuerySet:
        return records.silent()

    def only_of_owner(
        self, records: FollowUpActionQuerySet, name: str, value: str
    ) -> FollowUpActionQuerySet:
        if value == NOBODY:
            return records.unowned()
        if value == OUTSIDE:
            return records.filter(owner_contact__isnull=False)
        if value == INACTIVE:
            return records.left_behind()
        return records.filter(owner=self.request.user.pk if value == ME else record_number(value))


class ActionIndexView(RecordIndexView):
    filterset_class = ActionFilterSet
    default_ordering = "due_on"
    select_related = ("lead_agency", "owner", "owner_contact", "program")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        board = HeaderButton(
            label=_("Board"), url=reverse("followupaction:board"), icon_name="table"
        )
        return [*super().header_buttons, board]

    columns = [
        RecordColumn("title", label=_("Follow-up action")),
        Column("lead_agency", label=_("Lead agency")),
        Column("owner", label=_("Owner"), accessor=owner_words),
        TagColumn("state", label=_("Status"), accessor="get_state_display", flags=flags),
        Column("due_on", label=_("Due"), accessor=due_day, sort_key="due_on"),
        DayColumn("last_update_at", label=_("Last update")),
    ]
    list_export = [
        "reference",
        "title",
        "program",
        "lead_agency",
        "get_state_display",
        "get_priority_display",
        "first_due_on",
        "due_on",
        "last_update_at",
        "is_public",
        "outcome",
    ]
    export_headings = {
        "get_state_display": _("Status"),
        "get_priority_display": _("Priority"),
    }
