"""Filters that several lists use."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sessions_app.core.record_numbers import record_number

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    Choices = Iterable[tuple[str, StrOrPromise]]

#: A list of every session would be too long to choose from.
SESSIONS_OFFERED = 50


def choice_filter(
    label: "StrOrPromise", choices: "Choices | Callable[[], Choices]", **kwargs: object
) -> django_filters.MultipleChoiceFilter:
    """Return a filter of one column, any of whose choices may be checked."""
    return django_filters.MultipleChoiceFilter(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        # By default it selects DISTINCT rows, which sorts all of them. A column joins nothing.
        distinct=False,
        **kwargs,
    )


def flag_filter(
    label: "StrOrPromise", words: "StrOrPromise", method: str
) -> django_filters.ChoiceFilter:
    """Return a filter with a single choice, such as "late"."""
    return django_filters.ChoiceFilter(
        label=label,
        choices=[("yes", words)],
        method=method,
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )


def session_filter(**kwargs: object) -> django_filters.ModelChoiceFilter:
    """Return a filter of the newest sessions, and the one in the query string."""
    return django_filters.ModelChoiceFilter(
        label=_("Listening session"),
        queryset=_sessions_offered,
        widget=forms.Select,
        empty_label=_("All"),
        **kwargs,
    )


def _sessions_offered(request: HttpRequest) -> QuerySet[Model]:
    # Nouns below sessions, such as mail, use this filter too, so the model is not imported.
    sessions = apps.get_model("sessions_app", "ListeningSession")._default_manager
    newest = sessions.order_by("-starts_at").values("pk")[:SESSIONS_OFFERED]
    wanted = Q(pk__in=newest)
    chosen = record_number(request.GET.get("listening_session", ""))
    if chosen is not None:
        wanted |= Q(pk=chosen)
    return sessions.filter(wanted).order_by("-starts_at", "-pk")
