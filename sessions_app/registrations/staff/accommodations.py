"""Staff screens of accommodation requests, visible only to those who arrange them."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from engagement_site.accounts.models import User
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.core.staff.columns import DayColumn, RecordColumn, TagColumn
from sessions_app.core.staff.filters import choice_filter, flag_filter
from sessions_app.core.staff.people import name_of
from sessions_app.core.staff.record_views import RecordIndexView, RecordInspectView
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.transitions import ConfirmForm, ReasonForm, Transition
from sessions_app.registrations.enums import (
    ACCOMMODATION_TRANSITIONS,
    OPEN_ACCOMMODATION_STATES,
    AccommodationKind,
    AccommodationState,
)
from sessions_app.registrations.models import AccommodationRequest
from sessions_app.registrations.models.accommodations import AccommodationQuerySet
from sessions_app.registrations.services import accommodations
from sessions_app.registrations.staff.accommodation_counts import AccommodationCountsView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _is_open(request: AccommodationRequest) -> bool:
    return request.state in OPEN_ACCOMMODATION_STATES


class AssignForm(ConfirmForm):
    assignee: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Assigned to"),
        queryset=None,
        required=False,
        help_text=_("This person will be able to read the request. Leave blank to assign no one."),
    )

    due_on = DateField(label=_("Due date"), help_text=_("After this date, the request is overdue."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assignee = cast("forms.ModelChoiceField[User]", self.fields["assignee"])
        assignee.queryset = User.objects.filter(
            is_active=True, groups__permissions__codename="view_accommodationrequest"
        ).distinct()


def _step(
    slug: str,
    state: str,
    label: "StrOrPromise",
    explanation: "StrOrPromise",
    done: "StrOrPromise",
    *,
    form_class: type[ConfirmForm] = ConfirmForm,
    style: str = "button-secondary",
) -> Transition[AccommodationRequest]:
    return Transition(
        slug=slug,
        label=label,
        explanation=explanation,
        run=lambda request, by, answers: accommodations.move(
            request=request, to_state=state, by=by, reason=answers.get("reason", "")
        ),
        done=done,
        to_state=state,
        allowed=ACCOMMODATION_TRANSITIONS,
        form_class=form_class,
        style=style,
    )


TRANSITIONS: tuple[Transition[AccommodationRequest], ...] = (
    _step(
        "ordered",
        AccommodationState.ORDERED,
        _("Mark as ordered"),
        _("It has been booked, purchased or requested from the venue."),
        _("Marked as ordered."),
        style="",
    ),
    _step(
        "confirmed",
        AccommodationState.CONFIRMED,
        _("Mark as confirmed"),
        _("The provider or venue has confirmed."),
        _("Marked as confirmed."),
        style="",
    ),
    _step(
        "provided",
        AccommodationState.PROVIDED,
        _("Mark as provided"),
        _("The person had what they needed."),
        _("Marked as provided."),
        style="",
    ),
    Transition(
        slug="assign",
        label=_("Assign"),
        explanation=_("Assign someone and set a due date."),
        run=lambda request, by, answers: accommodations.assign(
            request=request, by=by, assignee=answers["assignee"], due_on=answers["due_on"]
        ),
        done=_("Assigned."),
        form_class=AssignForm,
        initial=lambda request: {"assignee": request.assignee_id, "due_on": request.due_on},
        condition=_is_open,
    ),
    _step(
        "unmet",
        AccommodationState.UNMET,
        _("Mark as not met"),
        _(
            "The request will close without being met. Contact the person yourself and "
            "offer an alternative."
        ),
        _("Marked as not met."),
        form_class=ReasonForm,
        style="no button-secondary",
    ),
)


def flags(request: AccommodationRequest) -> list[str]:
    """Return the warnings of a request, as text."""
    words = []
    if _is_open(request) and request.due_on < timezone.localdate():
        words.append(str(_("Overdue")))
    if _is_open(request) and request.is_late:
        words.append(str(_("Short notice")))
    return words


class AccommodationFilterSet(WagtailFilterSet):
    state = choice_filter(_("Status"), AccommodationState.choices)
    kind = choice_filter(_("Kind"), AccommodationKind.choices)
    assignee = flag_filter(_("Assigned to"), _("Account deactivated"), "only_left_behind")

    class Meta:
        model = AccommodationRequest
        fields = ["state", "kind"]

    def only_left_behind(
        self, records: AccommodationQuerySet, name: str, value: str
    ) -> AccommodationQuerySet:
        return records.left_behind()


class AccommodationIndexView(RecordIndexView):
    filterset_class = AccommodationFilterSet
    default_ordering = "due_on"
    select_related = ("registration__listening_session", "assignee")
    columns = [
        RecordColumn("kind", label=_("Accommodation"), accessor="get_kind_display"),
        Column(
            "session",
            label=_("Listening session"),
            accessor="registration.listening_session.title",
        ),
        DayColumn("due_on", label=_("Arrange by"), sort_key="due_on"),
        Column(
            "assignee",
            label=_("Assigned to"),
            accessor=lambda request: name_of(request.assignee) if request.assignee else "",
        ),
        TagColumn("state", label=_("Status"), accessor="get_state_display", flags=flags),
    ]


class AccommodationInspectView(RecordInspectView[AccommodationRequest]):
    template_name = "backoffice/registrations/accommodation_inspect.html"
    select_related = ("registration__listening_session", "assignee")

    def get_page_title(self) -> str:
        return self.object.get_kind_display()

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs, flags=flags(self.object))


class AccommodationViewSet(RecordViewSet):
    model = AccommodationRequest
    name = "accommodationrequest"
    url_prefix = "accommodations"
    icon = "tasks"
    menu_label = _("Accommodations")
    screens = ("history",)
    index_view_class = AccommodationIndexView
    inspect_view_class = AccommodationInspectView
    search_fields = ["reference", "registration__listening_session__title"]
    transitions = TRANSITIONS

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("counts/", self.construct_view(AccommodationCountsView), name="counts"),
        ]
