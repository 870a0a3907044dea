"""The screen that links actions and feedback items, whichever of the two it begins from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from sessions_app.actions import services as actions
from sessions_app.actions.forms.links import ChangeLinkForm, ChosenForm, SummaryForm
from sessions_app.actions.models import ActionLink
from sessions_app.core.errors import ChangedMeanwhileError, EngagementError
from sessions_app.core.policies import may
from sessions_app.core.record_numbers import record_number
from sessions_app.core.selectors.search import matching
from sessions_app.core.services.versions import version_of
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.scoped import user_of
from sessions_app.core.staff.wagtail_types import Record
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services import feedback

#: Search results that can be ticked.
FOUND = 20


@dataclass(frozen=True)
class Choice:
    """A record at the other side of a link, in words."""

    pk: int
    title: str
    details: str
    url: str
    flags: list[str]


@dataclass(frozen=True)
class LinkRow:
    link: ActionLink
    other: Choice
    form: ChangeLinkForm
    summary_form: SummaryForm | None


class LinkScreenView(RecordScreenView[Record]):
    """Links, changes, unlinks, and writes the summary of an item that has none.

    The button that was pressed names the step, and the link or item that it is about. GET changes
    nothing: it searches.
    """

    form_class = ChosenForm
    template_name = "backoffice/actions/links.html"
    #: What is searched for, and what links lead to.
    other: type[Model]

    def candidates(self) -> QuerySet[Any]:
        """Return what can be linked, in the order in which it is offered before a search."""
        raise NotImplementedError

    def searched_fields(self) -> list[str]:
        raise NotImplementedError

    def choice(self, record: Any) -> Choice:
        raise NotImplementedError

    def links(self) -> QuerySet[ActionLink]:
        """Return the links of the record to others that the user may see."""
        raise NotImplementedError

    def link_to(self, chosen: Iterable[int], **answers: Any) -> None:
        raise NotImplementedError

    @cached_property
    def step(self) -> tuple[str, int | None]:
        verb, _dash, number = self.request.POST.get("step", "").partition("-")
        return verb, record_number(number)

    @cached_property
    def query(self) -> str:
        return self.request.GET.get("q", "").strip()[:200]

    @cached_property
    def found(self) -> list[Choice]:
        records = self.candidates()
        if self.query:
            records = matching(records, fields=self.searched_fields(), text=self.query)
        return [self.choice(record) for record in records[:FOUND]]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        verb, number = self.step
        if verb == "link":
            return self._link()
        if verb == "summary" and number:
            return self._summarize(number)
        link = self.links().filter(pk=number).first() if number else None
        if link is None:
            messages.error(request, _("That link is not there any more. Nothing was changed."))
            return self._again()
        return self._unlink(link) if verb == "unlink" else self._change(link)

    def _link(self) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        answers = form.cleaned_data
        try:
            self.link_to(
                map(int, answers["chosen"]),
                relation=answers["relation"],
                note=answers["note"],
                by=user_of(self.request),
            )
        except EngagementError as error:
            form.refuse(error)
            return self.form_invalid(form)
        count = len(answers["chosen"])
        messages.success(
            self.request,
            ngettext("%(count)d link added.", "%(count)d links added.", count) % {"count": count},
        )
        return self._again()

    def _change(self, link: ActionLink) -> HttpResponse:
        form = self._change_form(link)
        if form.is_valid():
            answers = form.cleaned_data
            try:
                actions.change_link(
                    link=link,
                    relation=answers["relation"],
                    note=answers["note"],
                    expected_version=answers["expected_version"],
                    by=user_of(self.request),
                )
            except ChangedMeanwhileError as error:
                data = self.request.POST.copy()
                data[form.add_prefix("expected_version")] = error.version
                form.data = data
                form.refuse(error)
            except EngagementError as error:
                form.refuse(error)
            else:
                messages.success(self.request, _("Link saved."))
                return self._again()
        return self._in_error(link, form)

    def _unlink(self, link: ActionLink) -> HttpResponse:
        actions.unlink_feedback(
            action=link.action, item=link.feedback_item, by=user_of(self.request)
        )
        messages.success(self.request, _("Link removed."))
        return self._again()

    def _summarize(self, number: int) -> HttpResponse:
        item = self.unsummarized().get(number)
        if item is None:
            messages.error(self.request, _("This item has a summary by now. Read it first."))
            return self._again()
        form = self._summary_form(item)
        if form.is_valid():
            item.public_summary = form.cleaned_data["public_summary"]
            try:
                feedback.edit(
                    item=item,
                    by=user_of(self.request),
                    expected_version=form.cleaned_data["expected_version"],
                    is_no_allegation=form.cleaned_data["is_no_allegation"],
                )
            except EngagementError as error:
                form.refuse(error, is_stopped=isinstance(error, ReadsLikeAllegationError))
            else:
                messages.success(
                    self.request, _("Summary saved. The public can read it once it is approved.")
                )
                return self._again()
        return self._in_error(item, form)

    def unsummarized(self) -> dict[int, FeedbackItem]:
        """Return the items on this screen without a summary, which the user may write, by key."""
        items = [link.feedback_item for link in self.links()]
        return {
            item.pk: item
            for item in items
            if not item.public_summary
            and item.state != FeedbackState.ROUTED
            and may(self.request.user, "change", item)
        }

    def _in_error(self, record: Model, form: forms.Form) -> HttpResponse:
        context = self.get_context_data(in_error=form, about=record)
        return self.render_to_response(context)

    def _again(self) -> HttpResponse:
        return redirect(self.request.get_full_path())

    def _bound(self, step: str) -> dict[str, Any]:
        return {"data": self.request.POST} if self.request.POST.get("step") == step else {}

    def _change_form(self, link: ActionLink) -> ChangeLinkForm:
        initial = {
            "relation": link.relation,
            "note": link.note,
            "expected_version": version_of(link),
        }
        step = f"change-{link.pk}"
        return ChangeLinkForm(prefix=step, initial=initial, **self._bound(step))

    def _summary_form(self, item: FeedbackItem) -> SummaryForm:
        step = f"summary-{item.pk}"
        initial = {"expected_version": version_of(item)}
        return SummaryForm(prefix=step, initial=initial, **self._bound(step))

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs = super().get_form_kwargs()
        if self.step[0] != "link":
            kwargs.pop("data", None)
            kwargs.pop("files", None)
        choices = [(str(choice.pk), choice.title) for choice in self.found]
        return {**kwargs, "choices": choices}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Take the bound form ``in_error``, if there is one, and the record that it is about."""
        in_error, about = kwargs.pop("in_error", None), kwargs.pop("about", None)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        lacking = self.unsummarized()

        def form_of(record: Model, form: Any) -> Any:
            return in_error if in_error is not None and record == about else form

        rows = [
            LinkRow(
                link=link,
                other=self.choice(getattr(link, self.other_name)),
                form=form_of(link, self._change_form(link)),
                summary_form=self._row_summary(link, lacking, form_of),
            )
            for link in self.links()
        ]
        chosen = context["form"]["chosen"].value() or []
        context.update(
            linked=rows,
            found=[(choice, str(choice.pk) in map(str, chosen)) for choice in self.found],
            query=self.query,
            lacking=len(lacking),
            error_form=in_error or context["form"],
            has_errors=in_error is not None or bool(context["form"].errors),
        )
        return context

    def _row_summary(
        self, link: ActionLink, lacking: dict[int, FeedbackItem], form_of: Any
    ) -> SummaryForm | None:
        item = lacking.get(link.feedback_item_id)
        return form_of(item, self._summary_form(item)) if item else None

    other_name = ""
