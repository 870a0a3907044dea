"""The public tracker: follow-up actions, their stories, and the ledger of what is not done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions_app.actions import selectors
from sessions_app.actions.enums import ActionState
from sessions_app.actions.exports import actions_csv, undone_csv
from sessions_app.actions.forms.filters import ActionFilterForm, UndoneFilterForm
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.references import normalize_reference
from sessions_app.core.views.paging import page_of
from sessions_app.feedback.enums import FeedbackState


@dataclass(frozen=True)
class TrackedAction:
    """A list entry: one action, with the first feedback item that it answers."""

    action: FollowUpAction
    answers: str
    answers_more: int


@dataclass(frozen=True)
class StateLink:
    """One part of the bar of states: a filter, with how many it finds."""

    label: str
    count: int
    query: str
    is_current: bool


@require_safe
def action_list(request: HttpRequest) -> HttpResponse:
    """The tracker; with ``?export=csv`` the actions that the filters leave."""
    form = ActionFilterForm(request.GET or None)
    form.is_valid()
    chosen = dict(getattr(form, "cleaned_data", {}))
    state = chosen.pop("state", None)
    of_every_state = selectors.public_actions(**chosen)
    actions = of_every_state.filter(state=state) if state else of_every_state
    if request.GET.get("export") == "csv":
        return actions_csv(selectors.with_public_story(actions))
    page = page_of(request, selectors.with_public_story(actions))
    context = {
        "form": form,
        "page": page,
        "entries": [_entry(action) for action in page.object_list],
        "is_filtered": bool(state) or any(chosen.values()),
        "states": _state_links(
            selectors.counts_by_state(of_every_state),
            labels=dict(ActionState.choices),
            chosen=chosen,
            state=state,
        ),
        "undone_count": selectors.undone_items().count(),
        "export_query": _query({**chosen, "state": state, "export": "csv"}),
        "page_has_errors": bool(form.errors),
    }
    return render(request, "actions/list.html", context)


@require_safe
def undone_list(request: HttpRequest) -> HttpResponse:
    """The open ledger: what nobody does anything about, why, and who can help.

    With ``?export=csv`` the rows that the filters leave.
    """
    form = UndoneFilterForm(request.GET or None)
    form.is_valid()
    chosen = dict(getattr(form, "cleaned_data", {}))
    state = chosen.pop("state", None)
    of_every_state = selectors.undone_items(**chosen)
    items = of_every_state.filter(state=state) if state else of_every_state
    if request.GET.get("export") == "csv":
        return undone_csv(items)
    declined = selectors.public_actions(state=ActionState.DECLINED, **chosen)
    page = page_of(request, items)
    context = {
        "form": form,
        "page": page,
        "items": page.object_list,
        "is_filtered": bool(state) or any(chosen.values()),
        "states": _state_links(
            selectors.counts_by_state(of_every_state),
            labels=dict(FeedbackState.choices),
            chosen=chosen,
            state=state,
        ),
        "declined_count": declined.count(),
        "declined_query": _query({**chosen, "state": ActionState.DECLINED}),
        "export_query": _query({**chosen, "state": state, "export": "csv"}),
        "page_has_errors": bool(form.errors),
    }
    return render(request, "actions/undone.html", context)


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
        "agencies": story.agencies,
        "supporting": [part.agency for part in story.agencies if part.is_helping],
        "successor": story.successor,
        "last_public_at": story.updates[0].at if story.updates else None,
    }
    return render(request, "actions/detail.html", context)


def _state_links(
    counts: Mapping[str, int],
    *,
    labels: Mapping[str, object],
    chosen: Mapping[str, object],
    state: str | None,
) -> list[StateLink]:
    """Return "All" and each state that occurs, or is chosen, with the other filters kept."""
    shown: Iterable[str] = [key for key in labels if key in counts or key == state]
    everything = StateLink(_("All"), sum(counts.values()), _query(chosen), not state)
    return [
        everything,
        *(
            StateLink(
                str(labels[each]),
                counts.get(each, 0),
                _query({"state": each, **chosen}),
                each == state,
            )
            for each in shown
        ),
    ]


def _query(values: Mapping[str, object]) -> str:
    return urlencode({name: str(value) for name, value in values.items() if value})


def _entry(action: FollowUpAction) -> TrackedAction:
    links = action.public_links  # type: ignore[attr-defined]
    first = links[0].feedback_item.public_summary if links else ""
    return TrackedAction(action=action, answers=first, answers_more=max(len(links) - 1, 0))
