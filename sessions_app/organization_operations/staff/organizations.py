"""Staff screens of organizations, with their contacts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from sessions_app.core.policies import may
from sessions_app.core.record_numbers import record_number
from sessions_app.core.staff.columns import DayColumn, RecordColumn, TagColumn
from sessions_app.core.staff.filters import choice_filter, flag_filter
from sessions_app.core.staff.record_views import RecordIndexView, RecordInspectView, url_of
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.scoped import user_of
from sessions_app.core.staff.transition_view import TransitionView
from sessions_app.feedback.models import FeedbackItem
from sessions_app.mail.models import OutboxMessage
from sessions_app.organization_operations.selectors import timeline as selectors
from sessions_app.organization_operations.staff.merges import MergeUndoView, MergeView
from sessions_app.organizations.enums import OrganizationKind, VerificationState
from sessions_app.organizations.forms.staff_organizations import OrganizationForm
from sessions_app.organizations.models import Contact, Organization
from sessions_app.organizations.models.organizations import LAPSES_SOON
from sessions_app.organizations.selectors.look_alikes import look_alikes
from sessions_app.organizations.selectors.merges import NAMED_BY, merges_of
from sessions_app.organizations.staff.contacts import (
    ContactView,
    MembershipEndView,
    MembershipView,
    contact_rows,
)
from sessions_app.organizations.staff.merged_away import MergedAwayMixin
from sessions_app.organizations.staff.saving import OrganizationCreateView, OrganizationEditView
from sessions_app.organizations.staff.transitions import TRANSITIONS, flags
from sessions_app.read_back.staff.organizations import SEND_TRAIL
from sessions_app.registrations.models import Registration

#: Timeline entries per page.
TIMELINE_PAGE = 25

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            HelpPanel(template="backoffice/organizations/parts/look_alikes_panel.html"),
            FieldPanel("different_organization"),
            FieldPanel("aliases"),
            FieldPanel("kind"),
            FieldPanel("website"),
            FieldPanel("parent"),
        ],
        heading=_("Organization"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("contact_name"), FieldPanel("role")]),
            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            FieldPanel("email_consent"),
        ],
        heading=_("First contact"),
        help_text=_("Enter work details only."),
    ),
    MultiFieldPanel(
        [FieldPanel("constituencies"), FieldPanel("languages"), FieldPanel("jurisdictions")],
        heading=_("Who it serves, and where"),
    ),
]


class OrganizationFilterSet(WagtailFilterSet):
    verification = choice_filter(_("Verification"), VerificationState.choices)
    kind = choice_filter(_("Kind"), OrganizationKind.choices)
    lapsing = flag_filter(_("Expires soon"), _("Within 30 days"), "filter_lapsing")

    def filter_lapsing(
        self, queryset: QuerySet[Organization], name: str, value: str
    ) -> QuerySet[Organization]:
        return queryset.filter(
            verification=VerificationState.VERIFIED,
            verification_due_on__lte=timezone.localdate() + LAPSES_SOON,
        )

    class Meta:
        model = Organization
        fields = ["verification", "kind"]


class OrganizationIndexView(RecordIndexView):
    filterset_class = OrganizationFilterSet
    default_ordering = "name"
    columns = [
        RecordColumn("name", label=_("Organization"), sort_key="name"),
        Column("kind", label=_("Kind"), accessor="get_kind_display"),
        TagColumn(
            "verification",
            label=_("Verification"),
            accessor="get_verification_display",
            flags=flags,
        ),
        Column("sessions_count", label=_("Registrations")),
        DayColumn("created_at", label=_("Added"), sort_key="created_at"),
    ]
    list_export = [
        "reference",
        "name",
        "get_kind_display",
        "website",
        "get_verification_display",
        "verified_on",
        "verification_due_on",
    ]
    export_headings = {
        "get_kind_display": _("Kind"),
        "get_verification_display": _("Verification"),
    }

    def annotate(self, records: QuerySet[Model]) -> QuerySet[Model]:
        # A subquery, not a join: several matching names must not multiply rows.
        counted = (
            Registration.objects.filter(organization=OuterRef("pk"))
            .order_by()
            .values("organization")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return records.filter(merged_into=None).annotate(
            sessions_count=Coalesce(Subquery(counted), 0)
        )


class OrganizationTransitionView(MergedAwayMixin, TransitionView[Organization]):
    pass


class OrganizationInspectView(MergedAwayMixin, RecordInspectView[Organization]):
    template_name = "backoffice/organization_operations/inspect.html"
    select_related = ("parent", "verified_by")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        organization, user = self.object, user_of(self.request)
        may_see_contacts = may(user, "view", Contact)
        may_add = self.allows("change") and may(user, "add", Contact)
        return super().get_context_data(
            **kwargs,
            aliases=list(organization.aliases.values_list("name", flat=True)),
            constituencies=list(organization.constituencies.all()),
            jurisdictions=list(organization.jurisdictions.all()),
            languages=list(organization.languages.all()),
            chapters=list(organization.chapters.filter(merged_into=None)),
            contacts=contact_rows(organization, user) if may_see_contacts else [],
            may_see_contacts=may_see_contacts,
            add_contact_url=may_add and reverse("organization:contact_add", args=[organization.pk]),
            merge_url=self.allows("merge")
            and reverse("organization:merge", args=[organization.pk]),
            merges=merges_of(organization),
            timeline=self._timeline(),
            flags=flags(organization),
        )

    def _timeline(self) -> Page[object]:
        user = self.request.user
        kinds = {selectors.ACTION}
        if may(user, "view", Registration):
            kinds |= {selectors.SESSION, selectors.REGISTRATION, selectors.INVITATION}
        if may(user, "read_source", FeedbackItem):
            kinds |= {selectors.STATEMENT, selectors.ANSWER}
        if may(user, "view", OutboxMessage):
            kinds.add(selectors.MESSAGE)
        notes = may(user, "read_note", FeedbackItem)
        story: Any = selectors.Timeline(self.object, kinds=kinds, notes=notes)
        page = Paginator(story, TIMELINE_PAGE).get_page(self.request.GET.get("page"))
        page.object_list = [
            {"entry": entry, "url": url_of(entry.record)} for entry in page.object_list
        ]
        return page


@require_safe
def possible_duplicates(request: HttpRequest) -> HttpResponse:
    """Return possible duplicates of the organization in an unsaved form, as HTML."""
    if not may(request.user, "add", Organization):
        raise PermissionDenied
    asked = request.GET
    found = look_alikes(
        names=[asked.get("name", "")[:200], *asked.get("aliases", "")[:2000].splitlines()[:20]],
        website=asked.get("website", "")[:200],
        email=asked.get("contact_email", "")[:254],
        besides=record_number(asked.get("besides", "")),
    )
    return render(
        request, "backoffice/organizations/parts/look_alikes.html", {"look_alikes": found}
    )


class OrganizationViewSet(RecordViewSet):
    model = Organization
    name = "organization"
    url_prefix = "organizations"
    icon = "site"
    menu_label = _("Organizations")
    index_view_class = OrganizationIndexView
    add_view_class = OrganizationCreateView
    edit_view_class = OrganizationEditView
    inspect_view_class = OrganizationInspectView
    transition_view_class = OrganizationTransitionView
    search_fields = NAMED_BY
    edit_handler = ObjectList(PANELS, base_form_class=OrganizationForm)
    transitions = (*TRANSITIONS, SEND_TRAIL)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("merge/<int:pk>/", self.construct_view(MergeView), name="merge"),
            path(
                "merge/<int:pk>/undo/<int:merge>/",
                self.construct_view(MergeUndoView),
                name="merge_undo",
            ),
            path("possible-duplicates/", possible_duplicates, name="possible_duplicates"),
            path(
                "inspect/<int:pk>/contacts/new/",
                self.construct_view(ContactView),
                name="contact_add",
            ),
            path(
                "inspect/<int:pk>/contacts/<int:membership>/",
                self.construct_view(MembershipView),
                name="contact_edit",
            ),
            path(
                "inspect/<int:pk>/contacts/<int:membership>/left/",
                self.construct_view(MembershipEndView),
                name="contact_end",
            ),
        ]
