"""Base viewset of every noun's staff screens."""

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from wagtail.admin.viewsets.model import ModelViewSet

from sessions_app.core.policies import RecordPolicy, policy_for
from sessions_app.core.staff.record_views import (
    RecordCreateView,
    RecordEditView,
    RecordHistoryView,
    RecordIndexView,
    RecordInspectView,
)
from sessions_app.core.staff.transition_view import TransitionView
from sessions_app.core.staff.transitions import Transition


class RecordViewSet(ModelViewSet):
    """List, inspect, create, edit, history and transitions of one noun.

    There is no delete, copy or usage view: records change state and are never deleted by
    staff screens (docs/invariants.md, 13), and a copy would double the figures.
    """

    index_view_class = RecordIndexView
    add_view_class = RecordCreateView
    edit_view_class = RecordEditView
    inspect_view_class = RecordInspectView
    history_view_class = RecordHistoryView
    transition_view_class = TransitionView
    inspect_view_enabled = True
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 25
    #: Which of "add", "edit", "history" the noun has.
    screens: tuple[str, ...] = ("add", "edit", "history")
    transitions: tuple[Transition[Any], ...] = ()
    form_class: type[BaseForm] | None = None

    @property
    def permission_policy(self) -> RecordPolicy:
        return policy_for(self.model)

    def get_form_class(self, for_update: bool = False) -> type[BaseForm] | None:
        if self.form_class is not None and self._edit_handler is None:
            return self.form_class
        return super().get_form_class(for_update) if self._edit_handler else None

    def get_common_view_kwargs(self, **kwargs: object) -> dict[str, object]:
        view_kwargs = super().get_common_view_kwargs(**kwargs)
        view_kwargs.update(delete_url_name=None, usage_url_name=None, transitions=self.transitions)
        for screen in ("add", "edit", "history"):
            if screen not in self.screens:
                view_kwargs[f"{screen}_url_name"] = None
        return view_kwargs

    @property
    def url_finder_class(self) -> type:
        # Target of links in Wagtail's reports: not every noun has an edit view.
        inspect = {"edit_url_name": self.get_url_name("inspect")}
        return type("RecordURLFinder", (super().url_finder_class,), inspect)

    @property
    def transition_view(self) -> Callable[..., HttpResponseBase]:
        return self.construct_view(self.transition_view_class)

    def get_urlpatterns(self) -> list[URLPattern]:
        dropped = {"delete", "usage"}
        dropped |= {name for name in ("add", "edit", "history") if name not in self.screens}
        if "history" in dropped:
            dropped.add("history_results")
        patterns = [p for p in super().get_urlpatterns() if p.name not in dropped]
        if self.transitions:
            patterns.append(path("move/<int:pk>/<slug:move>/", self.transition_view, name="move"))
        return patterns
