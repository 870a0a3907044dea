"""Atom feed of the public tracker."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext_lazy as _

from engagement_site.plain_text import clean_text
from sessions_app.actions.models import ActionUpdate, FollowUpAction

ENTRIES = 50


class CleanAtomFeed(Atom1Feed):
    """Writes every text by the text rule: XML 1.0 has no place for control characters."""

    def add_item(self, *args: Any, **texts: Any) -> None:
        cleaned: dict[str, Any] = {
            name: clean_text(value) if isinstance(value, str) else value
            for name, value in texts.items()
        }
        super().add_item(*args, **cleaned)


class UpdatesFeed(Feed):  # type: ignore[type-arg]  # takes none when it is run
    """A feed of public updates of public follow-up actions."""

    feed_type = CleanAtomFeed
    author_name = _("Office for Civil Rights and Civil Liberties")

    def updates(self) -> QuerySet[ActionUpdate]:
        return (
            ActionUpdate.objects.filter(is_public=True, action__is_public=True)
            .select_related("action")
            .prefetch_related("evidence")
            .order_by("-at", "-pk")
        )

    def item_title(self, item: ActionUpdate) -> str:
        return f"{item.action.title} ({item.step_label})"

    def item_description(self, item: ActionUpdate) -> str:
        return item.text

    def item_enclosures(self, item: ActionUpdate) -> list[Enclosure]:
        return [
            Enclosure(
                settings.BASE_URL + evidence.get_absolute_url(),
                str(evidence.size),
                evidence.content_type,
            )
            for evidence in item.evidence.all()
        ]

    def item_link(self, item: ActionUpdate) -> str:
        return f"{settings.BASE_URL}{item.action.get_absolute_url()}#update-{item.pk}"

    def item_guid(self, item: ActionUpdate) -> str:
        return f"{settings.BASE_URL}{item.action.get_absolute_url()}#update-{item.pk}"

    def item_pubdate(self, item: ActionUpdate) -> datetime.datetime:
        return item.at

    def item_updateddate(self, item: ActionUpdate) -> datetime.datetime:
        return item.at


class ActionFeed(UpdatesFeed):
    """The latest public updates of public follow-up actions."""

    title = _("What came of it: updates on follow-up actions")
    subtitle = _("What the office and other agencies report on their follow-up actions.")

    def link(self) -> str:
        return settings.BASE_URL + reverse("sessions_app:action_list")

    def feed_url(self) -> str:
        return settings.BASE_URL + reverse("sessions_app:action_feed")

    def items(self) -> QuerySet[ActionUpdate]:
        return self.updates()[:ENTRIES]


class OneActionFeed(UpdatesFeed):
    """The public updates of one public follow-up action."""

    def get_object(self, request: HttpRequest, reference: str) -> FollowUpAction:
        # DoesNotExist is a 404, of private and unknown actions alike.
        return FollowUpAction.objects.public().get(reference=reference)

    def title(self, obj: FollowUpAction) -> str:
        return obj.title

    def link(self, obj: FollowUpAction) -> str:
        return settings.BASE_URL + obj.get_absolute_url()

    def feed_url(self, obj: FollowUpAction) -> str:
        return settings.BASE_URL + reverse("sessions_app:action_own_feed", args=[obj.reference])

    def items(self, obj: FollowUpAction) -> QuerySet[ActionUpdate]:
        return self.updates().filter(action=obj)[:ENTRIES]
