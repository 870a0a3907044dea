from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet
from wagtail.search import index

from home.blocks import RESPONSE_BLOCKS
from home.forms import ResponsePageForm
from home.models.engagement_page import EngagementPage
from sessions_app.actions.enums import ActionState
from sessions_app.models import FeedbackItem, FollowUpAction, Program


class ResponsePageQuerySet(PageQuerySet):
    def listed(self) -> "ResponsePageQuerySet":
        """Live, unrestricted pages, newest first, each with its program."""
        return (
            self.live()
            .public()
            .select_related("program")
            .defer_streamfields()
            .order_by("-first_published_at", "-pk")
        )


class ResponsePage(EngagementPage):
    """A response: what we heard, did, will not do and why, and what happens next."""

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="response_pages", verbose_name=_("program")
    )
    lead = models.TextField(
        _("summary"), max_length=400, help_text=_("The answer in one or two sentences.")
    )
    heard = StreamField(RESPONSE_BLOCKS, verbose_name=_("what we heard"))
    did = StreamField(RESPONSE_BLOCKS, verbose_name=_("what we did"))
    will_not_do = StreamField(RESPONSE_BLOCKS, verbose_name=_("what we will not do, and why"))
    next_steps = StreamField(RESPONSE_BLOCKS, verbose_name=_("what happens next"))
    next_update_on = models.DateField(
        _("next update on"), help_text=_("The date by which this page will be updated.")
    )
    feedback_items = ParentalManyToManyField(
        FeedbackItem,
        blank=True,
        related_name="response_pages",
        verbose_name=_("concerns and suggestions answered"),
    )
    actions = ParentalManyToManyField(
        FollowUpAction,
        blank=True,
        related_name="response_pages",
        verbose_name=_("follow-up actions covered"),
    )

    objects = PageManager.from_queryset(ResponsePageQuerySet)()
    base_form_class = ResponsePageForm

    content_panels = [
        *EngagementPage.content_panels,
        FieldPanel("program"),
        FieldPanel("lead"),
        FieldPanel("heard"),
        FieldPanel("did"),
        FieldPanel("will_not_do"),
        MultiFieldPanel(
            [FieldPanel("next_steps"), FieldPanel("next_update_on")],
            heading=_("What happens next"),
        ),
        MultiFieldPanel(
            [FieldPanel("feedback_items"), FieldPanel("actions")],
            heading=_("The record behind this response"),
        ),
    ]
    search_fields = [
        *EngagementPage.search_fields,
        index.SearchField("lead"),
        index.SearchField("heard"),
        index.SearchField("did"),
        index.SearchField("will_not_do"),
        index.SearchField("next_steps"),
        index.FilterField("program"),
    ]
    parent_page_types = ["home.ResponseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/response_page.html"
    served_with = ("program",)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["program"] = self.program if self.program_id else None
        # Filtered on each request: what was public when it was selected may not be public now.
        context["shown_feedback"] = (
            FeedbackItem.objects.public()
            .filter(pk__in=[item.pk for item in self.feedback_items.all()])
            .select_related("organization", "listening_session")
        )
        actions = (
            FollowUpAction.objects.public()
            .filter(pk__in=[action.pk for action in self.actions.all()])
            .select_related("lead_agency")
        )
        # What is proposed or declined is nothing that was done.
        apart: dict[str, str] = {
            ActionState.PROPOSED: "shown_proposals",
            ActionState.DECLINED: "shown_declined",
        }
        for name in ("shown_actions", *apart.values()):
            context[name] = [
                each for each in actions if apart.get(each.state, "shown_actions") == name
            ]
        return context
