"""Staff screens that split and merge feedback items, and undo it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.record_numbers import record_number
from sessions_app.core.services.versions import version_of_all
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import take_version, url_of
from sessions_app.core.staff.repeats import IdempotentPostMixin
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback.enums import UNDECIDED_FEEDBACK_STATES, FeedbackState, LineageKind
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.models import FeedbackItem, LineageOperation
from sessions_app.feedback_operations.forms import MergeForm, SplitForm, UndoForm
from sessions_app.feedback_operations.selectors.lineage import UNDO_LABELS, mergeable, story_of
from sessions_app.feedback_operations.services import merges, splits, undo

#: Most characters of a search.
SEARCH_LENGTH = 200


class LineageScreenView(IdempotentPostMixin, RecordScreenView[FeedbackItem]):
    model = FeedbackItem
    select_related = ("program", "organization", "listening_session")

    def refuse(self, form: Any, error: EngagementError) -> HttpResponse:
        """Show the form again with the error that a service raised."""
        take_version(form, error)
        form.is_stopped = isinstance(error, ReadsLikeAllegationError)
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            **kwargs,
            may_read_note=self.allows("read_note"),
            may_read_source=self.allows("read_source"),
        )


class SplitView(LineageScreenView):
    """Writes an item for each point that was made in one."""

    form_class = SplitForm
    template_name = "backoffice/feedback_operations/split.html"
    page_title = _("Split")

    def is_offered(self) -> bool:
        return self.object.is_counted and self.object.state in UNDECIDED_FEEDBACK_STATES

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "item": self.object}

    def form_valid(self, form: SplitForm) -> HttpResponse:
        parts = [
            splits.Part(
                kind=answer.kind,
                private_note=answer.private_note,
                public_summary=answer.public_summary,
                themes=answer.themes,
                actions=answer.actions,
            )
            for answer in form.answers()
        ]
        try:
            splits.split(
                item=self.object,
                parts=parts,
                by=user_of(self.request),
                expected_version=form.cleaned_data["expected_version"],
                is_no_allegation=form.cleaned_data["is_no_allegation"],
            )
        except EngagementError as error:
            return self.refuse(form, error)
        messages.success(
            self.request,
            gettext("Split in %(count)d. You can undo this below.") % {"count": len(parts)},
        )
        return redirect(url_of(self.object))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            **kwargs, codings=list(self.object.codings.select_related("theme"))
        )


class MergeView(LineageScreenView):
    """Chooses other items, compares them, and merges them into one. GET changes nothing."""

    form_class = MergeForm
    template_name = "backoffice/feedback_operations/merge.html"
    page_title = _("Merge")

    def is_offered(self) -> bool:
        return self.object.is_counted and self.object.state != FeedbackState.ROUTED

    @cached_property
    def others(self) -> list[FeedbackItem]:
        """The chosen items, from the address or the form."""
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        keys = {record_number(each) for each in data.getlist("with")[: merges.MOST_MERGED]}
        items = self.permission_policy.visible(self.request.user).filter(
            pk__in=keys - {None, self.object.pk}, program=self.object.program_id
        )
        return list(
            items.select_related("organization", "listening_session")
            .prefetch_related("themes", "action_links__action")
            .order_by("pk")
        )

    def get_form_kwargs(self) -> dict[str, object]:
        offered = [
            item
            for item in merges.must_survive([self.object, *self.others])
            if all(
                other.state in UNDECIDED_FEEDBACK_STATES
                for other in [self.object, *self.others]
                if other.pk != item.pk
            )
        ]
        return {**super().get_form_kwargs(), "offered": offered}

    def get_initial(self) -> dict[str, object]:
        everyone = [self.object, *self.others]
        return {"survivor": self.object.pk, "expected_version": version_of_all(everyone)}

    def form_valid(self, form: MergeForm) -> HttpResponse:
        everyone = {item.pk: item for item in [self.object, *self.others]}
        survivor = everyone.pop(form.cleaned_data["survivor"])
        try:
            merges.merge(
                survivor=survivor,
                others=list(everyone.values()),
                by=user_of(self.request),
                expected_version=form.cleaned_data["expected_version"],
            )
        except EngagementError as error:
            return self.refuse(form, error)
        messages.success(
            self.request,
            ngettext(
                "%(count)d item was merged into this one. You can undo this below.",
                "%(count)d items were merged into this one. You can undo this below.",
                len(everyone),
            )
            % {"count": len(everyone)},
        )
        return redirect(url_of(survivor))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        words = self.request.GET.get("q", "").strip()[:SEARCH_LENGTH]
        context: dict[str, Any] = super().get_context_data(**kwargs, words=words)
        if self.others:
            offered = [key for key, _label in context["form"].fields["survivor"].choices]
            context["compared"] = [
                {"item": item, "may_survive": item.pk in offered}
                for item in [self.object, *self.others]
            ]
        else:
            context["found"] = mergeable(
                self.object, text=words, may_read_note=self.allows("read_note")
            )
        return context


class UndoView(LineageScreenView):
    """Undoes a split, a merge, or that an item was marked as a duplicate."""

    form_class = UndoForm
    template_name = "backoffice/feedback_operations/undo.html"

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        operations = LineageOperation.objects.filter(members__item=self.object)
        self.operation = get_object_or_404(
            operations.select_related("by"), pk=self.kwargs["operation"]
        )
        self.page_title = gettext(UNDO_LABELS[LineageKind(self.operation.kind)])

    def is_offered(self) -> bool:
        return self.operation.undone_at is None

    def get_form(self, form_class: type[UndoForm] | None = None) -> UndoForm:
        form = super().get_form(form_class)
        if self.operation.kind == LineageKind.DUPLICATE:
            form.fields["reason"].help_text = _(
                "Write this for the people affected. They can read it once the summary is approved."
            )
        return form

    def form_valid(self, form: UndoForm) -> HttpResponse:
        try:
            undo.undo(
                operation=self.operation,
                reason=form.cleaned_data["reason"],
                by=user_of(self.request),
            )
        except EngagementError as error:
            return self.refuse(form, error)
        messages.success(self.request, _("Undone. The items are again what they were."))
        return redirect(url_of(self.object))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            **kwargs,
            operation=self.operation,
            chapter=next(
                each for each in story_of(self.object) if each.operation.pk == self.operation.pk
            ),
            obstacle=undo.why_not(self.operation),
        )
