"""Staff screens of feedback items ("Concerns and suggestions")."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from sessions_app.core.errors import EngagementError
from sessions_app.core.policies import policy_for
from sessions_app.core.staff.record_views import (
    RecordCreateView,
    RecordEditView,
    RecordInspectView,
    ServiceSaveMixin,
    url_of,
)
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback.enums import FeedbackState, RoutingReason, Severity
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.forms.feedback import FeedbackItemForm
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services import feedback
from sessions_app.feedback.staff.letters import LetterView
from sessions_app.feedback.staff.transitions import TRANSITIONS
from sessions_app.feedback.staff.writers import AnswerView, MatchView, writer_of


class StoppedPanel(FieldPanel):
    """Shown once the complaint firewall has stopped what was typed."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and self.form.is_stopped


PANELS = [
    MultiFieldPanel([FieldPanel("kind"), FieldPanel("private_note")], heading=_("What was said")),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("channel"), FieldPanel("received_on")]),
            FieldPanel("listening_session"),
            FieldPanel("program"),
            FieldPanel("organization"),
            FieldPanel("attribution"),
        ],
        heading=_("Source"),
    ),
    MultiFieldPanel(
        [FieldPanel("themes"), FieldPanel("severity")], heading=_("Themes and severity")
    ),
    MultiFieldPanel(
        [FieldPanel("public_summary")],
        heading=_("Public information"),
        help_text=_("Shown only after approval."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("language"),
            FieldPanel("jurisdictions"),
        ],
        heading=_("Details"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [FieldPanel("was_allegation"), StoppedPanel("is_no_allegation")],
        heading=_("Was it an allegation about an identifiable person?"),
        help_text=_(
            "If so, do not record it here. Tell the speaker how to file a complaint. Every "
            "program page explains how."
        ),
    ),
]


def words(item: FeedbackItem, *, may_read_note: bool) -> str:
    """Return what was said, in the words that the reader may read."""
    if item.public_summary:
        return item.public_summary
    if may_read_note:
        return Truncator(item.private_note).chars(120)
    return str(_("No summary yet"))


def flags(item: FeedbackItem) -> list[str]:
    """Return the warnings of an item, as text."""
    return [str(_("Urgent"))] if item.severity == Severity.URGENT else []


def standing(item: FeedbackItem) -> str:
    """Return the status of an item, or what became of one that others stand for."""
    if item.merged_into_id is not None:
        return str(_("Merged into another"))
    return str(_("Split")) if item.was_split else item.get_state_display()


def originals_of(item: FeedbackItem) -> Iterator[FeedbackItem]:
    """Yield what an item was marked as a duplicate of, then what that one was marked as, and so on.

    It ends: only an item that is no duplicate can be chosen as the original.
    """
    while original := item.duplicate_of:
        yield original
        item = original


class FirewallMixin(ServiceSaveMixin[FeedbackItem, FeedbackItemForm]):
    """Shows the complaint routes, and asks, if words read like an allegation."""

    template_name = "backoffice/feedback/form.html"

    def refuse(self, form: FeedbackItemForm, error: EngagementError) -> HttpResponse:
        if isinstance(error, ReadsLikeAllegationError):
            form.is_stopped = True
        return super().refuse(form, error)


class FeedbackCreateView(FirewallMixin, RecordCreateView[FeedbackItem, FeedbackItemForm]):
    """Prefills a new item from the query string: ``?listening_session=ID``."""

    actions = ["another", "create"]

    def save(self, form: FeedbackItemForm) -> FeedbackItem:
        answers, by = form.answers(), user_of(self.request)
        item = feedback.record(
            item=form.instance,
            by=by,
            themes=answers.themes,
            jurisdictions=answers.jurisdictions,
            is_no_allegation=answers.is_no_allegation,
        )
        if not answers.was_allegation:
            return item
        return feedback.erase(item=item, reason=RoutingReason.TOLD, by=by)

    def get_initial(self) -> dict[str, object]:
        initial = super().get_initial()
        for name in ("listening_session", "program", "organization", "kind"):
            if value := self.request.GET.get(name):
                initial[name] = value
        return initial

    def save_action(self) -> HttpResponse:
        if self.action != "another":
            return super().save_action()
        item = self.object
        messages.success(
            self.request,
            _("%(reference)s saved. You can log the next item.") % {"reference": item},
        )
        kept: dict[str, str | int] = {"program": item.program_id, "kind": item.kind}
        if item.listening_session_id:
            kept["listening_session"] = item.listening_session_id
        if item.organization_id:
            kept["organization"] = item.organization_id
        return redirect(f"{reverse('feedbackitem:add')}?{urlencode(kept)}")


class FeedbackEditView(FirewallMixin, RecordEditView[FeedbackItem, FeedbackItemForm]):
    select_related = ("listening_session", "organization")

    def save(self, form: FeedbackItemForm) -> FeedbackItem:
        answers = form.answers()
        return feedback.edit(
            item=form.instance,
            by=user_of(self.request),
            themes=answers.themes,
            jurisdictions=answers.jurisdictions,
            expected_version=answers.expected_version,
            is_no_allegation=answers.is_no_allegation,
        )


class FeedbackInspectView(RecordInspectView[FeedbackItem]):
    template_name = "backoffice/feedback/inspect.html"
    select_related = (
        "program",
        "listening_session",
        "organization",
        "language",
        "recorded_by",
        "assigned_to",
        "summary_approved_by",
        "duplicate_of",
    )

    def get_page_title(self) -> str:
        return f"{self.object.get_kind_display()} {self.object.reference}"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        item, user = self.object, self.request.user
        # Nouns above, such as actions, cannot be imported here; the model comes from the relation.
        action_model = item.actions.model
        actions = policy_for(action_model).visible(user)
        links = item.action_links.filter(action__in=actions.values("pk"))
        actions_url = ""
        others_stand_for_it = item.was_split or item.merged_into_id is not None
        if self.allows("change") and item.state != FeedbackState.ROUTED and not others_stand_for_it:
            actions_url = url_of(item, "actions")
        return super().get_context_data(
            **kwargs,
            may_read_note=self.allows("read_note"),
            may_read_source=self.allows("read_source"),
            codings=list(item.codings.select_related("theme", "coded_by")),
            jurisdictions=list(item.jurisdictions.all()),
            links=list(links.select_related("action__lead_agency").order_by("pk")),
            actions_url=actions_url,
            originals=[{"item": each, "url": url_of(each)} for each in originals_of(item)],
            flags=flags(item),
            standing=standing(item),
            writer=writer_of(item, user_of(self.request)),
        )


class FeedbackViewSet(RecordViewSet):
    model = FeedbackItem
    name = "feedbackitem"
    url_prefix = "feedback"
    icon = "comment"
    menu_label = _("Concerns and suggestions")
    add_view_class = FeedbackCreateView
    edit_view_class = FeedbackEditView
    inspect_view_class = FeedbackInspectView
    search_fields = ["reference", "public_summary"]
    edit_handler = ObjectList(PANELS, base_form_class=FeedbackItemForm)
    transitions = TRANSITIONS

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("letter/", self.construct_view(LetterView), name="letter"),
            path("answer/<int:pk>/", self.construct_view(AnswerView), name="answer"),
            path("match/<int:pk>/", self.construct_view(MatchView), name="match"),
        ]
