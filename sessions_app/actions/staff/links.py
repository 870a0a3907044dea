"""Links of an action to feedback items, and of a feedback item to actions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from sessions_app.actions import services as actions
from sessions_app.actions.enums import OPEN_ACTION_STATES
from sessions_app.actions.models import ActionLink, FollowUpAction
from sessions_app.actions.staff.link_screen import Choice, LinkScreenView
from sessions_app.actions.staff.wording import flags
from sessions_app.core.policies import may, policy_for
from sessions_app.core.staff.record_views import url_of
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.staff.feedback import words


class ActionFeedbackView(LinkScreenView[FollowUpAction]):
    """Chooses the feedback items that an action answers."""

    model = FollowUpAction
    other = FeedbackItem
    other_name = "feedback_item"
    page_title = _("Feedback it answers")
    select_related = ("program",)

    def candidates(self) -> QuerySet[FeedbackItem]:
        items = (
            policy_for(FeedbackItem)
            .visible(self.request.user)
            .exclude(state=FeedbackState.ROUTED)
            .exclude(action_links__action=self.object)
        )
        if not self.query:
            items = items.filter(program=self.object.program_id, action_links=None)
        return items.select_related("organization", "listening_session").order_by(
            "-received_on", "-pk"
        )

    def searched_fields(self) -> list[str]:
        # Searching must not match text that the user cannot see.
        fields = ["reference", "public_summary"]
        if may(self.request.user, "read_note", FeedbackItem):
            fields.append("private_note")
        if may(self.request.user, "read_source", FeedbackItem):
            fields.append("organization__name")
        return fields

    def choice(self, record: FeedbackItem) -> Choice:
        return item_choice(record, may_read_note=may(self.request.user, "read_note", FeedbackItem))

    def links(self) -> QuerySet[ActionLink]:
        visible = policy_for(FeedbackItem).visible(self.request.user)
        links = self.object.feedback_links.filter(feedback_item__in=visible.values("pk"))
        return links.select_related(
            "action",
            "feedback_item__organization",
            "feedback_item__listening_session",
        ).order_by("pk")

    def link_to(self, chosen: Iterable[int], **answers: Any) -> None:
        items = self.candidates().filter(pk__in=chosen)
        actions.link_all(actions=[self.object], items=items, **answers)


class ItemActionsView(LinkScreenView[FeedbackItem]):
    """Chooses the actions that answer a feedback item, or goes on to propose one."""

    model = FeedbackItem
    other = FollowUpAction
    other_name = "action"
    page_title = _("Actions that answer it")
    select_related = ("program", "organization", "listening_session")

    def is_offered(self) -> bool:
        return self.object.state != FeedbackState.ROUTED

    def candidates(self) -> QuerySet[FollowUpAction]:
        found = policy_for(FollowUpAction).visible(self.request.user)
        found = found.exclude(feedback_links__feedback_item=self.object)
        if not self.query:
            found = found.filter(state__in=OPEN_ACTION_STATES, program=self.object.program_id)
        return found.select_related("lead_agency").order_by("due_on", "pk")

    def searched_fields(self) -> list[str]:
        return ["reference", "title", "description"]

    def choice(self, record: FollowUpAction) -> Choice:
        details = [record.reference, str(record.lead_agency), record.get_state_display()]
        return Choice(
            pk=record.pk,
            title=record.title,
            details=" · ".join(details),
            url=url_of(record),
            flags=flags(record),
        )

    def links(self) -> QuerySet[ActionLink]:
        visible = policy_for(FollowUpAction).visible(self.request.user)
        links = self.object.action_links.filter(action__in=visible.values("pk"))
        return links.select_related("action__lead_agency", "feedback_item").order_by("pk")

    def link_to(self, chosen: Iterable[int], **answers: Any) -> None:
        wanted = self.candidates().filter(pk__in=chosen)
        actions.link_all(actions=wanted, items=[self.object], **answers)

    def unsummarized(self) -> dict[int, FeedbackItem]:
        item = self.object
        return {} if item.public_summary else {item.pk: item}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lacking = self.unsummarized().get(self.object.pk)
        about, in_error = kwargs.get("about"), kwargs.get("in_error")
        form = self._summary_form(lacking) if lacking else None
        add = f"{reverse('followupaction:add')}?feedback={self.object.pk}"
        return {
            **super().get_context_data(**kwargs),
            "item_summary": in_error if about == self.object else form,
            "item": self.object,
            "item_words": words(
                self.object, may_read_note=may(self.request.user, "read_note", FeedbackItem)
            ),
            "add_url": add if may(self.request.user, "add", FollowUpAction) else "",
        }

    def _row_summary(self, *_args: Any) -> None:
        """Asked for once, above the links."""


def item_choice(item: FeedbackItem, *, may_read_note: bool) -> Choice:
    """Describe a feedback item in the words that the reader may read."""
    details = [
        item.reference,
        item.get_kind_display(),
        item.public_source,
        formats.date_format(item.received_on, "M j, Y"),
    ]
    return Choice(
        pk=item.pk,
        title=words(item, may_read_note=may_read_note),
        details=" · ".join(details),
        url=url_of(item),
        flags=[] if item.public_summary else [str(_("No public summary"))],
    )
