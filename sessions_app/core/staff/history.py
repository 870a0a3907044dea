"""Renders audit entries as sentences; the log itself holds only states, field names and dates."""

from collections.abc import Iterator

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from sessions_app.core.models import AuditEntry


def history_words(entry: AuditEntry) -> str:
    """Return the message of an entry, with the states or fields that it names.

    ``Moved the listening session on: Scheduled → Held``
    """
    details = "; ".join(_details(entry))
    return f"{entry.message}: {details}" if details else str(entry.message)


def _details(entry: AuditEntry) -> Iterator[str]:
    model = entry.content_type.model_class()
    for name in ("state", "verification"):
        match entry.data.get(name):
            case [before, after] if before != after:
                labels = dict(_field(model, name).flatchoices)
                yield f"{labels.get(before, before)} → {labels.get(after, after)}"
    if fields := entry.data.get("fields"):
        yield ", ".join(_label(model, name) for name in fields)
    if "to_front" in entry.data:
        yield _("to the front") if entry.data["to_front"] else _("to the end")
    if reason := entry.data.get("reason"):
        yield str(reason)
    for name in ("feedback", "contact", "organization", "duplicate_of"):
        if reference := entry.data.get(name):
            yield str(reference)
    if entry.data.get("is_public"):
        yield _("shown to the public")


def _field(model: type[Model] | None, name: str) -> Field[object, object]:
    field = model._meta.get_field(name) if model else None
    if not isinstance(field, Field):
        raise FieldDoesNotExist
    return field


def _label(model: type[Model] | None, name: str) -> str:
    try:
        return str(_field(model, name).verbose_name)
    except FieldDoesNotExist:
        return name.replace("_", " ")  # the field has been removed since
