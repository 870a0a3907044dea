"""Staff screens of follow-up actions."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from sessions_app.actions import services as actions
from sessions_app.actions.enums import ActionState
from sessions_app.actions.forms.staff_actions import (
    FollowUpActionForm,
    LinkAnswer,
)
from sessions_app.actions.models import FollowUpAction
from sessions_app.actions.selectors import agency_parts
from sessions_app.actions.staff.action_list import ActionIndexView
from sessions_app.actions.staff.agency_answers import AgencyAnswerView
from sessions_app.actions.staff.board import ActionBoardView, ActionStepView
from sessions_app.actions.staff.links import ActionFeedbackView
from sessions_app.actions.staff.superseding import SupersedeView
from sessions_app.actions.staff.transitions import TRANSITIONS
from sessions_app.actions.staff.updates import ActionUpdateView
from sessions_app.actions.staff.wording import flags, owner_words
from sessions_app.core.errors import EngagementError
from sessions_app.core.policies import may, policy_for
from sessions_app.core.record_numbers import record_number
from sessions_app.core.staff.record_views import (
    RecordCreateView,
    RecordEditView,
    RecordInspectView,
    ServiceSaveMixin,
    url_of,
)
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback.models import FeedbackItem

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("title"),
            FieldPanel("description"),
            FieldPanel("program"),
        ],
        heading=_("What is planned"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("lead_agency"),
            FieldPanel("supporting_agencies"),
            FieldRowPanel([FieldPanel("owner"), FieldPanel("owner_contact")]),
        ],
        heading=_("Who is responsible"),
    ),
    MultiFieldPanel([FieldPanel("due_on"), FieldPanel("priority")], heading=_("Due date")),
    MultiFieldPanel(
        [FieldPanel("is_public"), FieldPanel("outcome")], heading=_("Public information")
    ),
]


class ActionSaveMixin(ServiceSaveMixin[FollowUpAction, FollowUpActionForm]):
    """Saves an action and its links to feedback items in one transaction."""

    def save(self, form: FollowUpActionForm) -> FollowUpAction:
        answers, by = form.answers(), user_of(self.request)
        if form.instance.pk:
            action = actions.edit(
                action=form.instance,
                by=by,
                supporting_agencies=answers.supporting_agencies,
                expected_version=answers.expected_version,
            )
        else:
            action = actions.propose(
                action=form.instance, by=by, supporting_agencies=answers.supporting_agencies
            )
        for row, answer in zip(form.links, answers.links, strict=True):
            try:
                self._save_link(action, answer)
            except EngagementError as error:
                row.refuse(error)
                raise
        return action

    def _save_link(self, action: FollowUpAction, answer: LinkAnswer) -> None:
        by = user_of(self.request)
        if answer.known and answer.item != answer.known:
            actions.unlink_feedback(action=action, item=answer.known, by=by)
        if answer.item is None:
            return
        links = action.feedback_links.filter(feedback_item=answer.item)
        if not links.filter(relation=answer.relation, note=answer.note).exists():
            actions.link_feedback(
                action=action,
                item=answer.item,
                by=by,
                relation=answer.relation,
                note=answer.note,
            )


class ActionCreateView(ActionSaveMixin, RecordCreateView[FollowUpAction, FollowUpActionForm]):
    """Prefills a new action from the query string: ``?feedback=ID,ID``."""

    template_name = "backoffice/actions/form.html"

    def get_success_url(self) -> str:
        """Go on to the links if an item has no summary, without which nobody knows what it says."""
        unread = self.object.feedback_links.filter(feedback_item__public_summary="")
        return url_of(self.object, "feedback") if unread.exists() else super().get_success_url()

    def get_initial(self) -> dict[str, object]:
        initial = super().get_initial()
        named = map(record_number, self.request.GET.get("feedback", "").split(",")[:50])
        wanted = [number for number in named if number is not None]
        items = list(policy_for(FeedbackItem).visible(self.request.user).filter(pk__in=wanted))
        if items:
            initial["feedback"] = [item.reference for item in items]
            initial["program"] = items[0].program_id
        return initial


class ActionEditView(ActionSaveMixin, RecordEditView[FollowUpAction, FollowUpActionForm]):
    template_name = "backoffice/actions/form.html"


class ActionInspectView(RecordInspectView[FollowUpAction]):
    template_name = "backoffice/actions/inspect.html"
    select_related = ("program", "lead_agency", "owner", "owner_contact", "superseded_by")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        action, user = self.object, self.request.user
        visible = set(
            policy_for(FeedbackItem)
            .visible(user)
            .filter(action_links__action=action)
            .values_list("pk", flat=True)
        )
        links = action.feedback_links.select_related(
            "linked_by", "feedback_item__organization", "feedback_item__listening_session"
        )
        parts = agency_parts(action)
        successor = action.superseded_by
        return super().get_context_data(
            **kwargs,
            # Another agency's feedback may be linked to an action of the user's own agency; only
            # the owner of that action may open the item.
            links=[
                {"link": link, "url": url_of(link.feedback_item)}
                for link in links
                if link.feedback_item_id in visible
            ],
            hidden_links=len(links) - len(visible),
            supporting=[part.agency for part in parts if not part.is_lead],
            parts=parts,
            supersedes=list(policy_for(FollowUpAction).visible(user).filter(superseded_by=action)),
            successor_url=url_of(successor) if successor and may(user, "view", successor) else "",
            links_url=url_of(action, "feedback") if self.allows("change") else "",
            answer_url=url_of(action, "answer")
            if self.allows("answer") and (action.is_open or action.state == ActionState.DECLINED)
            else "",
            supersede_url=url_of(action, "supersede")
            if self.allows("change") and action.is_open
            else "",
            updates=list(action.updates.select_related("by").prefetch_related("evidence")),
            update_url=url_of(action, "update") if self.allows("post_update") else "",
            may_read_source=may(user, "read_source", FeedbackItem),
            flags=flags(action),
            owner=owner_words(action),
            public_url=action.get_absolute_url() if action.is_public else "",
        )


class FollowUpActionViewSet(RecordViewSet):
    model = FollowUpAction
    name = "followupaction"
    url_prefix = "follow-up-actions"
    icon = "clipboard-list"
    menu_label = _("Follow-up actions")
    index_view_class = ActionIndexView
    add_view_class = ActionCreateView
    edit_view_class = ActionEditView
    inspect_view_class = ActionInspectView
    search_fields = ["title", "reference", "description"]
    edit_handler = ObjectList(PANELS, base_form_class=FollowUpActionForm)
    transitions = TRANSITIONS

    @property
    def update_view(self) -> Callable[..., HttpResponseBase]:
        return self.construct_view(ActionUpdateView)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("update/<int:pk>/", self.update_view, name="update"),
            path("board/", self.construct_view(ActionBoardView), name="board"),
            path("step/<int:pk>/", self.construct_view(ActionStepView), name="step"),
            path("feedback/<int:pk>/", self.construct_view(ActionFeedbackView), name="feedback"),
            path("answer/<int:pk>/", self.construct_view(AgencyAnswerView), name="answer"),
            path("supersede/<int:pk>/", self.construct_view(SupersedeView), name="supersede"),
        ]
