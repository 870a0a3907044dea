"""Staff screens of venues and their rooms."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from sessions_app.core.staff.columns import RecordColumn
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
from sessions_app.listening_sessions.services import venues

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("street"),
            FieldRowPanel([FieldPanel("city"), FieldPanel("state"), FieldPanel("zip_code")]),
            FieldPanel("accessibility_notes"),
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
            venue=form.instance, rooms=form.changed_rooms(), by=user_of(self.request)
        )


class VenueCreateView(VenueSaveMixin, RecordCreateView[Venue, VenueForm]):
    template_name = "backoffice/listening_sessions/venue_form.html"


class VenueEditView(VenueSaveMixin, RecordEditView[Venue, VenueForm]):
    template_name = "backoffice/listening_sessions/venue_form.html"


class VenueInspectView(RecordInspectView[Venue]):
    template_name = "backoffice/listening_sessions/venue_inspect.html"

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
