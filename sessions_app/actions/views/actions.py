"""The public tracker: follow-up actions, their updates, and declined actions with reasons."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sessions_app.actions import selectors
from sessions_app.actions.enums import ActionState
from sessions_app.actions.forms.filters import ActionFilterForm
from sessions_app.actions.models import ActionLink, ActionUpdate, FollowUpAction
from sessions_app.core.references import normalize_reference
from sessions_app.core.views.paging import page_of
from sessions_app.feedback.models import FeedbackItem

#: Declined actions shown below the list, before a link to all of them.
DECLINED_SHOWN = 5


@dataclass(frozen=True)
class TrackedAction:
    """A list entry: one action, with the first feedback item that it answers."""

    action: FollowUpAction
    answers: str
    answers_more: int


@require_safe
def action_list(request: HttpRequest) -> HttpResponse:
    form = ActionFilterForm(request.GET or None)
    form.is_valid()
    chosen = getattr(form, "cleaned_data", {})
    actions = selectors.public_actions(
        state=chosen.get("state"),
        program=chosen.get("program"),
        agency=chosen.get("agency"),
        q=chosen.get("q", ""),
    )
    page = page_of(request, _with_public_story(actions))
    is_filtered = any(chosen.values())
    declined: list[FollowUpAction] = []
    if not is_filtered and page.number == 1:
        declined = list(selectors.declined_ledger()[: DECLINED_SHOWN + 1])
    context = {
        "form": form,
        "page": page,
        "entries": [_entry(action) for action in page.object_list],
        "is_filtered": is_filtered,
        "declined": declined[:DECLINED_SHOWN],
        "declined_has_more": len(declined) > DECLINED_SHOWN,
        "declined_state": ActionState.DECLINED,
        "page_has_errors": bool(form.errors),
    }
    return render(request, "actions/list.html", context)


@require_safe
def action_detail(request: HttpRequest, reference: str) -> HttpResponse:
    meant = normalize_reference(reference)
    try:
        story = selectors.public_action(reference=meant or reference)
    except ObjectDoesNotExist:
        context = {"reference": reference[:40], "is_misspelt": meant is None}
        return render(request, "actions/unknown.html", context, status=404)
    if reference != story.action.reference:
        return redirect(story.action, permanent=True)
    context = {
        "action": story.action,
        "program": story.action.program,
        # Chronological, because the page is read from top to bottom.
        "updates": story.updates[::-1],
        "links": story.links,
        "supporting": story.action.supporting_agencies.all(),
        "last_public_at": story.updates[0].at if story.updates else None,
    }
    return render(request, "actions/detail.html", context)


def _with_public_story(actions: QuerySet[FollowUpAction]) -> QuerySet[FollowUpAction]:
    """Attach the date of the last public update and the approved summaries of each action.

    The record's own last update may be private, so its date is not shown.
    """
    last_public = ActionUpdate.objects.filter(action=OuterRef("pk"), is_public=True)
    return actions.annotate(
        last_public_at=Subquery(last_public.order_by("-at").values("at")[:1])
    ).prefetch_related(
        Prefetch(
            "feedback_links",
            ActionLink.objects.filter(
                feedback_item__in=FeedbackItem.objects.public()
            ).select_related("feedback_item"),
            to_attr="public_links",
        )
    )


def _entry(action: FollowUpAction) -> TrackedAction:
    links = action.public_links  # type: ignore[attr-defined]
    first = links[0].feedback_item.public_summary if links else ""
    return TrackedAction(action=action, answers=first, answers_more=max(len(links) - 1, 0))
