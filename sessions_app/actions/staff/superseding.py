"""The page on which an action is replaced by another."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.actions import services as actions
from sessions_app.actions.enums import ACTION_SUPERSEDING, ENDED_ACTION_STATES, OPEN_ACTION_STATES
from sessions_app.actions.models import ActionLink, FollowUpAction
from sessions_app.actions.staff.wording import due_words
from sessions_app.core.errors import EngagementError
from sessions_app.core.policies import may, policy_for
from sessions_app.core.record_numbers import record_number
from sessions_app.core.selectors.search import matching
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.core.staff.transitions import ReasonForm
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.staff.feedback import words

#: Search results when choosing the successor.
FOUND = 20


class LinkChoices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes none
    """Links to carry over, each in the words of its feedback item."""

    may_read_note = False

    def label_from_instance(self, obj: ActionLink) -> str:
        item = words(obj.feedback_item, may_read_note=self.may_read_note)
        return f"{item} ({obj.get_relation_display()})"


class SupersedeForm(ReasonForm):
    carried_over = LinkChoices(
        label=_("Links that the other action takes over"),
        queryset=ActionLink.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They stay here as well, so that both stories can be read."),
    )
    field_order = ["carried_over", "reason"]


class SupersedeView(RecordScreenView[FollowUpAction]):
    """Chooses the successor by search, previews, and replaces. GET changes nothing."""

    model = FollowUpAction
    form_class = SupersedeForm
    template_name = "backoffice/actions/supersede.html"
    page_title = _("Replace by another action")

    def is_offered(self) -> bool:
        return self.object.state in ACTION_SUPERSEDING

    @property
    def others(self) -> QuerySet[Any]:
        """Return the actions that can replace this one."""
        visible = policy_for(FollowUpAction).visible(self.request.user)
        found = visible.exclude(pk=self.object.pk).exclude(state__in=ENDED_ACTION_STATES)
        return found.select_related("lead_agency")

    @cached_property
    def successor(self) -> FollowUpAction | None:
        wanted = record_number(self.request.POST.get("by") or self.request.GET.get("by", ""))
        return self.others.filter(pk=wanted).first() if wanted else None

    def get_form(self, form_class: type[SupersedeForm] | None = None) -> SupersedeForm:
        form = super().get_form(form_class)
        links: LinkChoices = form.fields["carried_over"]
        links.may_read_note = may(self.request.user, "read_note", FeedbackItem)
        links.queryset = self._links_to_carry_over()
        if not links.queryset:
            del form.fields["carried_over"]
        return form

    def get_initial(self) -> dict[str, object]:
        return {"carried_over": [link.pk for link in self._links_to_carry_over()]}

    def _links_to_carry_over(self) -> QuerySet[ActionLink]:
        """Return the links to what the successor does not answer yet."""
        links = self.object.feedback_links.select_related("feedback_item")
        if self.successor is None:
            return links.none()
        known = self.successor.feedback_links.values("feedback_item")
        return links.exclude(feedback_item__in=known)

    def form_valid(self, form: SupersedeForm) -> HttpResponse:
        if self.successor is None:
            form.add_error(None, _("Choose the action that replaces this one."))
            return self.form_invalid(form)
        try:
            actions.supersede(
                action=self.object,
                successor=self.successor,
                reason=form.cleaned_data["reason"],
                carried_over=form.cleaned_data.get("carried_over", ()),
                by=user_of(self.request),
            )
        except EngagementError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        messages.success(self.request, _("The action was replaced."))
        return redirect(url_of(self.object))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        query = self.request.GET.get("q", "").strip()[:200]
        found = self.others.order_by("due_on", "pk")
        if query:
            found = matching(found, fields=["reference", "title", "description"], text=query)
        else:
            found = found.filter(state__in=OPEN_ACTION_STATES, program=self.object.program_id)
        return {
            **super().get_context_data(**kwargs),
            "successor": self.successor,
            "successor_due": due_words(self.successor) if self.successor else "",
            "known": self.successor.feedback_links.count() if self.successor else 0,
            "found": [] if self.successor else list(found[:FOUND]),
            "query": query,
        }
