"""Writes the audit log, inside the transaction of the change that it records."""

from typing import Any

from django.db import models
from wagtail.log_actions import log

from engagement_site.accounts.models import User


def record(
    *,
    instance: models.Model,
    action: str,
    by: User | None,
    **data: Any,
) -> None:
    """Add one entry for ``instance``.

    ``data`` may hold states, references, primary keys, dates and field names; never what somebody
    said, nor a person's name (docs/invariants.md, 12).
    """
    log(instance, action, user=by, data=data, content_changed=True)


def changed_fields(*, before: models.Model | None, after: models.Model) -> list[str]:
    """Return the names of the concrete fields in which two states of a record differ."""
    if before is None:
        return []
    return [
        field.name
        for field in after._meta.concrete_fields
        if field.name != "updated_at"
        and getattr(before, field.attname) != getattr(after, field.attname)
    ]
