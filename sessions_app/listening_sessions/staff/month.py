"""Staff month view: every session of a month, including drafts, with state and seats."""

from django.db.models import Prefetch
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from sessions_app.core.policies import RecordPolicy
from sessions_app.core.staff.record_views import trail, url_of
from sessions_app.listening_sessions.models import ListeningSession, SeatPool
from sessions_app.listening_sessions.selectors.months import (
    asked_month,
    in_month,
    months_later,
    weeks_of,
)
from sessions_app.listening_sessions.staff import wording


class SessionMonthView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows the sessions that the user may see. GET changes nothing."""

    model = ListeningSession
    permission_policy: RecordPolicy
    any_permission_required: list[str] | None = ["view"]
    index_url_name = ""
    page_title = _("Listening sessions by month")
    header_icon = "calendar-alt"
    template_name = "backoffice/listening_sessions/month.html"

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [*trail(self), {"url": "", "label": _("By month")}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        today = timezone.localdate()
        asked = self.request.GET.get("month", "")
        page = asked_month(asked, today=today)
        visible = self.permission_policy.visible(self.request.user)
        sessions, has_more = in_month(
            visible.prefetch_related(Prefetch("seat_pools", SeatPool.objects.order_by("mode"))),
            page.first,
        )
        return super().get_context_data(
            **kwargs,
            asked="" if page.is_asked_for else asked,
            page=page,
            this_month=months_later(today, 0),
            weeks=[
                [(day, [_entry(session) for session in day.sessions]) for day in week]
                for week in weeks_of(page.first, sessions, today=today)
            ],
            count=len(sessions),
            has_more=has_more,
        )


def _entry(session: ListeningSession) -> dict[str, object]:
    start = session.local_start
    return {
        "session": session,
        "url": url_of(session),
        "time": f"{formats.date_format(start, 'P')} {start.tzname()}",
        "seats": wording.seats_taken(session),
    }
