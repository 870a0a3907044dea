"""Hidden form fields: previous answers, the idempotency key, and the expected version."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from engagement_site.admin_forms import StaffModelForm
from engagement_site.text_fields import LineField
from sessions_app.core.models import TimestampedModel
from sessions_app.core.services.versions import version_of, version_of_all


def hidden_inputs(parts: Iterable[Iterable[forms.BoundField]]) -> Iterator[SafeString]:
    """Render every answer as a hidden input. (Django's ``as_hidden`` would reference hints that
    a check page does not have.)
    """
    for part in parts:
        for field in part:
            for value in cast(QueryDict, field.form.data).getlist(field.html_name):
                yield format_html(
                    '<input type="hidden" name="{}" value="{}">', field.html_name, value
                )


def one_time_string() -> str:
    return secrets.token_urlsafe(16)


class SubmissionField(LineField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput, initial=one_time_string, max_length=64, **kwargs)


class Versioned(forms.Form):
    """Optimistic locking: carries the version of the record that the form was filled from."""

    expected_version = LineField(widget=forms.HiddenInput, required=False)
    #: The version that the form was filled from, once somebody else has saved another.
    conflict_version = LineField(widget=forms.HiddenInput, required=False)

    #: Model fields of form fields with another name.
    model_fields: Mapping[str, str] = {}

    @property
    def has_conflict(self) -> bool:
        """Whether somebody else saved the record after the form was filled from it."""
        return self.is_bound and bool(self.data.get("conflict_version"))

    def row_texts(self) -> dict[str, str]:
        """Return the formsets of the form as text by label, to compare two versions of them."""
        return {}


def expected_version_of(record: TimestampedModel) -> str:
    """Return what a :class:`Versioned` form that is filled from a record starts with."""
    return version_of(record)


def expected_version_of_all(records: Iterable[TimestampedModel]) -> str:
    """Return what a :class:`Versioned` form that is filled from several records starts with."""
    return version_of_all(records)


class VersionedForm(StaffModelForm, Versioned):
    """A :class:`Versioned` form of a record."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["expected_version"] = expected_version_of(self.instance)
