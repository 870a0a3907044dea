"""The filters of the register, in its URL."""

from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.active_filters import BaseFilterAdapter, register_filter_adapter_class
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from engagement_site.accounts.models import User
from engagement_site.text_fields import LineField
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.policies import policy_for
from sessions_app.core.record_numbers import record_number
from sessions_app.core.staff.filters import choice_filter, flag_filter, session_filter
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback.enums import FeedbackChannel, FeedbackKind, FeedbackState, Severity
from sessions_app.feedback.models import FeedbackItem, Theme
from sessions_app.feedback.models.feedback import FeedbackQuerySet
from sessions_app.feedback.selectors.assignees import assignees
from sessions_app.feedback_register.selectors import criteria
from sessions_app.programs.models import Agency, Jurisdiction, Language
from sessions_app.programs.staff import program_filter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

#: Values of filters by person, besides the primary keys of users.
ME, NOBODY = "me", "nobody"
#: Days without an answer that can be chosen.
DAYS = (30, 60, 90, 180, 365)


class OrganizationFilter(django_filters.Filter):
    """Words of an organization's name, or its primary key in a link."""

    field_class = LineField


class OrganizationAdapter(BaseFilterAdapter):
    """Shows the name of the one organization that a link leads to."""

    value: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if record_number(self.value) is not None:
            found = criteria.organizations_named(self.value).first()
            self.value = found.name if found else str(_("Unknown"))


register_filter_adapter_class(OrganizationFilter, OrganizationAdapter)


def _person_filter(label: "StrOrPromise", method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, method=method, widget=forms.Select, empty_label=_("All")
    )


class FeedbackFilterSet(WagtailFilterSet):
    state = choice_filter(_("Status"), FeedbackState.choices)
    kind = choice_filter(_("Kind"), FeedbackKind.choices)
    severity = choice_filter(_("Severity"), Severity.choices)
    assigned_to = _person_filter(_("Assigned to"), "only_assigned")
    program = program_filter()
    themes = django_filters.ModelMultipleChoiceFilter(
        label=_("Theme, with narrower ones"),
        queryset=Theme.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        method="only_themes",
    )
    listening_session = session_filter()
    organization = OrganizationFilter(
        label=_("Organization and its family"),
        method="only_organization",
        help_text=_("Type a name or part of one."),
    )
    place = django_filters.ModelMultipleChoiceFilter(
        label=_("State, with its counties"),
        queryset=Jurisdiction.objects.filter(parent=None),
        widget=forms.CheckboxSelectMultiple,
        method="only_places",
    )
    channel = choice_filter(_("Channel"), FeedbackChannel.choices)
    language = django_filters.ModelMultipleChoiceFilter(
        label=_("Language spoken"),
        queryset=Language.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    received = django_filters.DateFromToRangeFilter(
        label=_("Date received"), field_name="received_on", widget=DateRangePickerWidget
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Agency of an action"),
        queryset=Agency.objects.all(),
        widget=forms.Select,
        empty_label=_("All"),
        method="only_agency",
    )
    action_owner = _person_filter(_("Owner of an action"), "only_action_owner")
    summary = django_filters.ChoiceFilter(
        label=_("Public summary"),
        choices=[("yes", _("To approve")), ("none", _("Not written"))],
        method="only_summary",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    added = flag_filter(_("Messages from the writer"), _("New"), "only_with_new_messages")
    unthemed = flag_filter(_("Themes"), _("No theme yet"), "only_unthemed")
    unlinked = flag_filter(_("Action"), _("No action yet"), "only_unlinked")
    waiting = django_filters.ChoiceFilter(
        label=_("No answer for"),
        choices=[(str(days), _("%(days)d days or more") % {"days": days}) for days in DAYS],
        method="only_waiting",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )

    class Meta:
        model = FeedbackItem
        fields = ["state", "kind", "severity", "program", "channel", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        me_and_nobody = [(ME, _("Me")), (NOBODY, _("Nobody"))]
        self.filters["assigned_to"].extra["choices"] = [*me_and_nobody, *_named(assignees())]
        visible = policy_for(FollowUpAction).visible(self.request.user)
        owners = User.objects.filter(Exists(visible.filter(owner=OuterRef("pk"))))
        self.filters["action_owner"].extra["choices"] = [*me_and_nobody, *_named(owners)]

    def only_assigned(self, records: FeedbackQuerySet, name: str, value: str) -> FeedbackQuerySet:
        return records.filter(assigned_to=self._person(value))

    def only_action_owner(
        self, records: FeedbackQuerySet, name: str, value: str
    ) -> FeedbackQuerySet:
        return criteria.of_action_owner(records, self._person(value))

    def only_themes(
        self, records: FeedbackQuerySet, name: str, value: "Iterable[Theme]"
    ) -> FeedbackQuerySet:
        return criteria.with_themes(records, value) if value else records

    def only_organization(
        self, records: FeedbackQuerySet, name: str, value: str
    ) -> FeedbackQuerySet:
        return criteria.of_organization(records, value, user=user_of(self.request))

    def only_places(
        self, records: FeedbackQuerySet, name: str, value: "Iterable[Jurisdiction]"
    ) -> FeedbackQuerySet:
        return criteria.in_places(records, value) if value else records

    def only_agency(self, records: FeedbackQuerySet, name: str, value: Agency) -> FeedbackQuerySet:
        return criteria.of_agency(records, value)

    def only_summary(self, records: FeedbackQuerySet, name: str, value: str) -> FeedbackQuerySet:
        return records.summary_to_approve() if value == "yes" else criteria.without_summary(records)

    def only_with_new_messages(
        self, records: FeedbackQuerySet, name: str, value: str
    ) -> FeedbackQuerySet:
        return records.with_new_messages()

    def only_unthemed(self, records: FeedbackQuerySet, name: str, value: str) -> FeedbackQuerySet:
        return criteria.without_theme(records)

    def only_unlinked(self, records: FeedbackQuerySet, name: str, value: str) -> FeedbackQuerySet:
        return criteria.without_action(records)

    def only_waiting(self, records: FeedbackQuerySet, name: str, value: str) -> FeedbackQuerySet:
        return criteria.unanswered(records, days=int(value))

    def _person(self, value: str) -> int | None:
        """Return the primary key that a filter by person means; None for nobody."""
        return user_of(self.request).pk if value == ME else record_number(value)


#: Names in the query string that belong to a filter; a search and a page do not.
FILTER_NAMES = frozenset(FeedbackFilterSet.base_filters) - {"received"} | {
    "received_from",
    "received_to",
}


def read_filters(request: HttpRequest, data: QueryDict) -> tuple[FeedbackFilterSet, list[str]]:
    """Return the filters of a query string, and the labels of those that could not be read.

    One bad value would otherwise turn every filter off, and show everything.
    """
    filters = FeedbackFilterSet(data=data, request=request)
    if filters.is_valid():
        return filters, []
    readable, labels = data.copy(), []
    for name in filters.form.errors:
        labels.append(str(filters.form.fields[name].label))
        for key in (name, f"{name}_from", f"{name}_to"):
            readable.pop(key, None)
    filters = FeedbackFilterSet(data=readable, request=request)
    filters.form.full_clean()
    return filters, labels


def _named(people: "Iterable[User]") -> list[tuple[str, str]]:
    return [(str(person.pk), str(person)) for person in people]
