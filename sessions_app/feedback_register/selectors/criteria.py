"""What the register can be narrowed to, besides columns of its own.

Each is a subquery of primary keys or an EXISTS by index, and joins nothing: no row comes twice, and
the newest of them are found without sorting all.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.actions.models import ActionLink, FollowUpAction
from sessions_app.core.policies import may
from sessions_app.core.record_numbers import record_number
from sessions_app.core.selectors.search import matching
from sessions_app.feedback.enums import AttributionLevel, FeedbackState
from sessions_app.feedback.models import FeedbackItem, Theme, ThemeCoding
from sessions_app.feedback.models.feedback import FeedbackQuerySet
from sessions_app.listening_sessions.enums import AttributionRule
from sessions_app.organizations.models import Organization
from sessions_app.programs.models import Agency, Jurisdiction

#: States in which whoever said it is still waiting for an answer.
WAITING = (FeedbackState.NEW, FeedbackState.IN_REVIEW, FeedbackState.ACCEPTED)
#: Organizations that the words of a filter may fit.
ORGANIZATIONS = 50


def with_themes(records: FeedbackQuerySet, themes: Iterable[Theme]) -> FeedbackQuerySet:
    """Items coded with one of the themes, or with a narrower theme below one of them."""
    below = defaultdict(list)
    for pk, parent in Theme.objects.order_by().values_list("pk", "parent"):
        below[parent].append(pk)
    wanted: set[int] = set()
    found = {theme.pk for theme in themes}
    while found:
        wanted |= found
        found = {child for pk in found for child in below[pk]} - wanted
    coded = ThemeCoding.objects.order_by().filter(theme__in=wanted)
    return records.filter(pk__in=coded.values("feedback_item"))


def without_theme(records: FeedbackQuerySet) -> FeedbackQuerySet:
    coded = ThemeCoding.objects.order_by().filter(feedback_item=OuterRef("pk"))
    return records.filter(~Exists(coded)).exclude(state=FeedbackState.ROUTED)


def without_summary(records: FeedbackQuerySet) -> FeedbackQuerySet:
    return records.filter(public_summary="").exclude(state=FeedbackState.ROUTED)


def without_action(records: FeedbackQuerySet) -> FeedbackQuerySet:
    linked = ActionLink.objects.order_by().filter(feedback_item=OuterRef("pk"))
    return records.filter(~Exists(linked)).exclude(state=FeedbackState.ROUTED)


def unanswered(records: FeedbackQuerySet, *, days: int) -> FeedbackQuerySet:
    """Items received at least so many days ago whose speaker is still waiting for an answer."""
    since = timezone.localdate() - datetime.timedelta(days=days)
    return records.filter(state__in=WAITING, received_on__lte=since)


def of_organization(records: FeedbackQuerySet, text: str, *, user: User) -> FeedbackQuerySet:
    """Items of organizations with this name or key, and of all that belong to the same family.

    Somebody who may not read sources finds those items only whose organization may be named.
    """
    records = records.filter(organization__in=family_of(organizations_named(text)))
    if may(user, "read_source", FeedbackItem):
        return records
    unnamed = Q(listening_session__attribution_rule=AttributionRule.NOT_ATTRIBUTED)
    return records.filter(attribution=AttributionLevel.NAMED).exclude(unnamed)


def organizations_named(text: str) -> QuerySet[Organization]:
    """Return the organizations that a filter means: one by its key, or some by their names."""
    if (number := record_number(text)) is not None:
        return Organization.objects.filter(pk=number)
    found = matching(Organization.objects.all(), fields=["name", "aliases__name"], text=text)
    return found.order_by("pk")[:ORGANIZATIONS]


def family_of(organizations: Iterable[Organization]) -> set[int]:
    """Return the keys of organizations, of those above and below them, and of merged ones."""
    family: set[int] = set()
    found = {each.pk for each in organizations}
    while found:
        family |= found
        related = Q(pk__in=found) | Q(parent__in=found) | Q(merged_into__in=found)
        rows = Organization.objects.filter(related).order_by()
        keys = rows.values_list("pk", "parent_id", "merged_into_id")
        found = {key for row in keys for key in row if key is not None} - family
    return family


def in_places(records: FeedbackQuerySet, places: Iterable[Jurisdiction]) -> FeedbackQuerySet:
    """Items about one of the states or territories, or about a county in one of them."""
    keys = [place.pk for place in places]
    wanted = Jurisdiction.objects.order_by().filter(Q(pk__in=keys) | Q(parent__in=keys))
    through = FeedbackItem.jurisdictions.through.objects.filter(
        jurisdiction__in=list(wanted.values_list("pk", flat=True))
    )
    return records.filter(pk__in=through.values("feedbackitem_id"))


def of_agency(records: FeedbackQuerySet, agency: Agency) -> FeedbackQuerySet:
    """Items with an action that the agency leads or supports."""
    supported = FollowUpAction.supporting_agencies.through.objects.filter(agency=agency)
    led = FollowUpAction.objects.order_by().filter(lead_agency=agency)
    return _linked_to(
        records, led.values("pk").union(supported.values("followupaction_id"), all=True)
    )


def of_action_owner(records: FeedbackQuerySet, owner: int | None) -> FeedbackQuerySet:
    """Items with an action of this owner, or with one that nobody owns."""
    actions = FollowUpAction.objects.order_by()
    owned = actions.unowned() if owner is None else actions.filter(owner=owner)
    return _linked_to(records, owned.values("pk"))


def _linked_to(records: FeedbackQuerySet, actions: QuerySet) -> FeedbackQuerySet:  # type: ignore[type-arg]
    links = ActionLink.objects.order_by().filter(action__in=actions)
    return records.filter(pk__in=links.values("feedback_item"))
