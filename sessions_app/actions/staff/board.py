"""The board of follow-up actions, beside the register, and the way from a card to its next step."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from engagement_site.accounts.models import User
from sessions_app.actions.enums import (
    ACTION_REOPENING,
    ACTION_RESTORING,
    ACTION_RETURN,
    ACTION_SUPERSEDING,
    ACTION_TRANSITIONS,
    ActionState,
)
from sessions_app.actions.models import FollowUpAction, FollowUpActionQuerySet
from sessions_app.actions.selectors import board, is_accepted_by_lead
from sessions_app.actions.staff.wording import due_words, flags, owner_words
from sessions_app.core.policies import RecordPolicy
from sessions_app.core.staff.record_views import trail, url_of
from sessions_app.core.staff.scoped import ScopedObjectMixin, user_of

STATE, AGENCY, DUE = "state", "agency", "due"
GROUPINGS = {STATE: _("By status"), AGENCY: _("By lead agency"), DUE: _("By due date")}

_COLUMNS: dict[str, Callable[[FollowUpActionQuerySet, datetime.date], Iterable[board.Column]]] = {
    STATE: lambda actions, _today: board.by_state(actions),
    AGENCY: lambda actions, _today: board.by_agency(actions),
    DUE: lambda actions, today: board.by_due_date(actions, today=today),
}
#: Ways back: state → the transition of the inspect page that leads out of it.
_WAYS_BACK = {
    **dict.fromkeys(ACTION_RETURN, "return"),
    **dict.fromkeys(ACTION_REOPENING, "reopen"),
    **dict.fromkeys(ACTION_RESTORING, "restore"),
}


class ActionBoardView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows the actions that the user may see. GET changes nothing.

    A card moves through a form: what a step asks is asked on its own page.
    """

    model = FollowUpAction
    permission_policy: RecordPolicy
    any_permission_required: list[str] | None = ["view"]
    index_url_name = ""
    page_title = _("Board of follow-up actions")
    header_icon = "table"
    template_name = "backoffice/actions/board.html"

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [*trail(self), {"url": "", "label": _("Board")}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        asked = self.request.GET.get("by", "")
        by = asked if asked in GROUPINGS else STATE
        visible: Any = self.permission_policy.visible(self.request.user)
        columns = _COLUMNS[by](visible, timezone.localdate())
        return super().get_context_data(
            **kwargs,
            groupings=[(key, label, key == by) for key, label in GROUPINGS.items()],
            columns=[
                {
                    "label": column.label,
                    "count": column.count,
                    "more": column.count > len(column.actions),
                    "url": f"{reverse('followupaction:index')}?{urlencode(column.filters)}",
                    "cards": [self._card(action) for action in column.actions],
                }
                for column in columns
            ],
        )

    def _card(self, action: FollowUpAction) -> dict[str, object]:
        return {
            "action": action,
            "url": url_of(action),
            "details": [str(action.lead_agency), owner_words(action), due_words(action)],
            "flags": flags(action),
            "steps": steps_of(action, user_of(self.request), self.permission_policy),
        }


class ActionStepView(ScopedObjectMixin[FollowUpAction], View):
    """Leads from a card to the page that takes the step and asks what it asks."""

    model = FollowUpAction
    permission_policy: RecordPolicy
    permission_required: str | None = None
    any_permission_required = ["view"]
    pk_url_kwarg = "pk"
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        self.object = self.get_object()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        action = self.object
        to_state = request.GET.get("to", "")
        steps = steps_of(action, user_of(request), self.permission_policy)
        if to_state not in dict(steps):
            messages.error(request, _("This action cannot take that step now."))
            return redirect(url_of(action))
        if to_state == ActionState.SUPERSEDED:
            return redirect(url_of(action, "supersede"))
        if to_state == ActionState.ACCEPTED and not is_accepted_by_lead(action):
            return redirect(url_of(action, "answer"))
        if to_state in ACTION_TRANSITIONS[action.state]:
            return redirect(f"{url_of(action, 'update')}?{urlencode({'to_state': to_state})}")
        return redirect("followupaction:move", action.pk, _WAYS_BACK[action.state])


def steps_of(action: FollowUpAction, user: User, policy: RecordPolicy) -> list[tuple[str, str]]:
    """Return the states to which a user may try to move an action: those of the state machine."""
    if not policy.allows(user, "post_update", action):
        return []
    steps = set(ACTION_TRANSITIONS[action.state])
    if policy.allows(user, "change", action):
        for table in (ACTION_SUPERSEDING, ACTION_RETURN, ACTION_REOPENING):
            steps |= table.get(action.state, frozenset())
    return [(state.value, str(state.label)) for state in ActionState if state in steps]
