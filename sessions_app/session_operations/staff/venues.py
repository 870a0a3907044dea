"""Staff screens of venues and their rooms."""

from collections.abc import Iterable

from django.forms import BoundField
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from sessions_app.core.staff.columns import RecordColumn
from sessions_app.core.staff.notification_preview import NotificationPreviewMixin, sent_words
from sessions_app.core.staff.record_views import (
    RecordCreateView,
    RecordEditView,
    RecordIndexView,
    RecordInspectView,
    ServiceSaveMixin,
)
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.forms.venues import VenueForm
from sessions_app.listening_sessions.models import Venue
from sessions_app.session_operations.selectors.conflicts import (
    Conflict,
    checks_reopened_by,
    zone_conflicts_at,
)
from sessions_app.session_operations.selectors.places import corrections, to_come_at
from sessions_app.session_operations.services import venue_notices, venues
from sessions_app.session_operations.services.notice_preview import Notice
from sessions_app.session_operations.staff.conflict_words import conflict_rows

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("street"),
            FieldRowPanel([FieldPanel("city"), FieldPanel("state"), FieldPanel("zip_code")]),
            FieldPanel("accessibility_notes"),
            FieldPanel("tell_access"),
        ],
        heading=_("Venue"),
    )
]


def _rooms(venue: Venue) -> str:
    return ", ".join(f"{room.name} ({room.capacity})" for room in venue.rooms.all())


class VenueIndexView(RecordIndexView):
    default_ordering = "name"
    prefetch_related = ("rooms",)
    columns = [
        RecordColumn("name", label=_("Venue"), sort_key="name"),
        Column("city", label=_("City"), accessor=lambda venue: f"{venue.city}, {venue.state}"),
        Column("rooms", label=_("Rooms"), accessor=_rooms),
    ]


class VenueSaveMixin(ServiceSaveMixin[Venue, VenueForm]):
    def save(self, form: VenueForm) -> Venue:
        return venues.save_venue(
            venue=form.instance,
            rooms=form.changed_rooms(),
            tell_access=form.cleaned_data.get("tell_access", False),
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["expected_version"],
            by=user_of(self.request),
        )


class VenueCreateView(VenueSaveMixin, RecordCreateView[Venue, VenueForm]):
    template_name = "backoffice/session_operations/venue_form.html"


class VenueEditView(
    NotificationPreviewMixin[Venue, VenueForm], VenueSaveMixin, RecordEditView[Venue, VenueForm]
):
    template_name = "backoffice/session_operations/venue_form.html"

    def notice_of(self, form: VenueForm) -> Notice | None:
        return venue_notices.of_correction(
            venue=form.instance,
            rooms=form.changed_rooms(),
            tell_access=form.cleaned_data["tell_access"],
            note=form.cleaned_data["note"],
        )

    def conflicts_of(self, form: VenueForm) -> list[dict[str, str]]:
        return conflict_rows(self._reopened_checks(form) + self._zone_conflicts(form))

    def needs_review(self, form: VenueForm) -> bool:
        moved_state = "state" in form.changed_data
        return bool(self._reopened_checks(form) or (moved_state and self._zone_conflicts(form)))

    def _zone_conflicts(self, form: VenueForm) -> list[Conflict]:
        sessions = to_come_at(form.instance).select_related("room")
        return zone_conflicts_at(form.instance, sessions)

    def _reopened_checks(self, form: VenueForm) -> list[Conflict]:
        before = Venue.objects.get(pk=form.instance.pk)
        sessions = to_come_at(before).select_related("room")
        return checks_reopened_by(
            corrections(sessions, before=before, after=form.instance, rooms=form.changed_rooms())
        )

    def carried(self, form: VenueForm) -> Iterable[Iterable[BoundField]]:
        return [*super().carried(form), form.rooms.management_form, *form.rooms]

    def form_valid(self, form: VenueForm) -> HttpResponse:
        return self.preview_response(form) or super().form_valid(form)

    def get_success_message(self) -> str:
        sent = _("No e-mails were sent.") if self.told is None else sent_words(self.told)
        return f"{super().get_success_message()} {sent}"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        sessions, told = venue_notices.people_to_tell(self.object)
        return super().get_context_data(**kwargs, sessions_to_come=sessions, to_tell=told)


class VenueInspectView(RecordInspectView[Venue]):
    template_name = "backoffice/session_operations/venue_inspect.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs, rooms=list(self.object.rooms.all()))


class VenueViewSet(RecordViewSet):
    model = Venue
    name = "venue"
    url_prefix = "venues"
    icon = "home"
    menu_label = _("Venues")
    index_view_class = VenueIndexView
    add_view_class = VenueCreateView
    edit_view_class = VenueEditView
    inspect_view_class = VenueInspectView
    search_fields = ["name", "street", "city"]
    edit_handler = ObjectList(PANELS, base_form_class=VenueForm)
