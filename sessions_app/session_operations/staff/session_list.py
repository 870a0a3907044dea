"""The list of listening sessions."""

from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from sessions_app.core.staff.columns import CountColumn, RecordColumn, TagColumn
from sessions_app.core.staff.filters import choice_filter, flag_filter
from sessions_app.core.staff.record_views import RecordIndexView
from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.listening_sessions.models import ListeningSession, SeatPool
from sessions_app.listening_sessions.models.sessions import ListeningSessionQuerySet
from sessions_app.listening_sessions.staff import wording
from sessions_app.programs.staff import program_filter


def _waiting(session: ListeningSession) -> list[str]:
    waiting = sum(pool.waiting for pool in session.seat_pools.all())
    return [ngettext("%d waiting", "%d waiting", waiting) % waiting] if waiting else []


class SessionFilterSet(WagtailFilterSet):
    state = choice_filter(_("Status"), SessionState.choices)
    program = program_filter()
    format = choice_filter(_("Format"), SessionFormat.choices)
    close_out = flag_filter(_("Close-out"), _("Over, and not closed out"), "only_to_close_out")
    host = flag_filter(_("Host"), _("Account deactivated"), "only_left_behind")

    class Meta:
        model = ListeningSession
        fields = ["state", "program", "format"]

    def only_to_close_out(
        self, records: ListeningSessionQuerySet, name: str, value: str
    ) -> ListeningSessionQuerySet:
        return records.to_close_out()

    def only_left_behind(
        self, records: ListeningSessionQuerySet, name: str, value: str
    ) -> ListeningSessionQuerySet:
        return records.left_behind()


class SessionIndexView(RecordIndexView):
    filterset_class = SessionFilterSet
    default_ordering = "-starts_at"
    select_related = ("program",)
    prefetch_related = (Prefetch("seat_pools", SeatPool.objects.order_by("mode")),)
    columns = [
        RecordColumn("title", label=_("Listening session")),
        Column("when", label=_("When"), accessor=wording.short_when, sort_key="starts_at"),
        Column("program", label=_("Program")),
        Column("format", label=_("Format"), accessor="get_format_display"),
        CountColumn("seats", label=_("Seats taken"), accessor=wording.seats_taken, flags=_waiting),
        TagColumn("state", label=_("Status"), accessor="get_state_display"),
    ]
    list_export = [
        "reference",
        "title",
        "program",
        "get_format_display",
        "starts_at",
        "ends_at",
        "time_zone",
        "get_state_display",
    ]
    export_headings = {"get_format_display": _("Format"), "get_state_display": _("Status")}

    def to_row_dict(self, item: ListeningSession) -> dict[str, Any]:
        row = super().to_row_dict(item)
        for name in ("starts_at", "ends_at"):
            row[name] = timezone.make_naive(row[name], item.zone)  # the one that its row names
        return row

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        by_month = HeaderButton(
            label=_("By month"), url=reverse("listeningsession:month"), icon_name="calendar"
        )
        return [*super().header_buttons, by_month]
