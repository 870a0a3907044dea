"""What two editors of one record wrote, side by side.

Shown when optimistic locking refuses a form, until it is saved (ADR 0030).
"""

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from sessions_app.core.forms.hidden_fields import Versioned, VersionedForm
from sessions_app.core.models import AuditEntry
from sessions_app.core.staff.wagtail_types import AnyForm, Record, RecordPage

#: Audit entries that are read to find out who wrote what is saved.
ENTRIES_READ = 50


@dataclass(frozen=True, kw_only=True)
class Difference:
    label: str
    saved: str
    mine: str
    #: Who wrote what is saved, and when; "" if the audit log does not tell for this field.
    written: str


@dataclass(frozen=True, kw_only=True)
class EditConflict:
    #: Who last changed the record, and when.
    written: str
    differences: list[Difference]


class EditConflictMixin(RecordPage[Record]):
    """For a view with a form of a record."""

    def edit_conflict(self, form: AnyForm) -> EditConflict | None:
        """Return in what a form differs from what somebody else saved meanwhile.

        None for a form that nobody came before, and for one that edits no text.
        """
        if not isinstance(form, VersionedForm) or not form.has_conflict:
            return None
        current = self.model._default_manager.get(pk=form.instance.pk)
        saved = type(form)(instance=current, for_user=self.request.user)
        return compared(form, saved, record=current)


def compared(
    form: Versioned,
    saved: Versioned,
    *,
    record: Model,
    parts: Iterable[tuple[forms.BaseForm, forms.BaseForm]] = (),
) -> EditConflict:
    """Return in what a form differs from one that was filled from what is saved in ``record``.

    ``parts`` are more forms of the same page, each with its saved counterpart.
    """
    entries = list(
        AuditEntry.objects.for_instance(record)
        .select_related("user")
        .order_by("-timestamp", "-pk")[:ENTRIES_READ]
    )
    return EditConflict(
        written=_written(entries[0]) if entries else "",
        differences=[
            *(
                difference
                for mine, theirs in ((form, saved), *parts)
                for difference in _fields(mine, theirs, entries)
            ),
            *_rows(form, saved),
        ],
    )


def _fields(
    form: forms.BaseForm, saved: forms.BaseForm, entries: list[AuditEntry]
) -> Iterator[Difference]:
    model_fields = form.model_fields if isinstance(form, Versioned) else {}
    for mine in form.visible_fields():
        field = mine.field
        if mine.name not in saved.fields or field.disabled:
            continue
        if isinstance(field, forms.BooleanField) and mine.name not in saved.initial:
            continue  # a question about this saving, with no answer in the record
        theirs = saved[mine.name]
        if not field.has_changed(theirs.initial, mine.data):
            continue
        stored_as = model_fields.get(mine.name, mine.name)
        entry = next((e for e in entries if stored_as in e.data.get("fields", ())), None)
        yield Difference(
            label=str(mine.label),
            saved=_shown(theirs, theirs.initial),
            mine=_shown(mine, mine.data),
            written=_written(entry) if entry else "",
        )


def _rows(form: Versioned, saved: Versioned) -> Iterator[Difference]:
    theirs = saved.row_texts()
    for label, mine in form.row_texts().items():
        if mine != theirs[label]:
            nothing = _("Nothing")
            yield Difference(
                label=label, saved=theirs[label] or nothing, mine=mine or nothing, written=""
            )


def _written(entry: AuditEntry) -> str:
    at = timezone.localtime(entry.timestamp)
    return _("%(name)s, %(time)s") % {
        "name": entry.user or _("The system"),
        "time": f"{formats.date_format(at, 'M j, Y, P')} {at.tzname()}",
    }


def _shown(bound: forms.BoundField, value: Any) -> str:
    """Return the value of a field, stored or typed, as its reader knows it."""
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return _("Yes") if field.to_python(value) else _("No")
    if hasattr(field, "choices"):
        return _labels(field, value) or _("Nothing")
    with contextlib.suppress(ValidationError):  # typed, and not valid
        value = field.to_python(value)
    match value:
        case datetime.datetime():
            return formats.date_format(value, "M j, Y, P")
        case datetime.date():
            return formats.date_format(value, "M j, Y")
        case datetime.time():
            return formats.time_format(value, "P")
    return _("Nothing") if value in (None, "") else str(value)


def _labels(field: Any, value: Any) -> str:
    chosen = field.prepare_value(value) if hasattr(field, "prepare_value") else value
    wanted = {str(each) for each in (chosen if isinstance(chosen, (list, tuple)) else [chosen])}
    return ", ".join(
        str(label)
        for key, label in _flat(field.choices)
        if str(key) in wanted and str(key) not in ("", "None")
    )


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield key, label
