"""Writes the audit log, inside the transaction of the change that it records."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.log_actions import get_active_log_context, log

from engagement_site.accounts.models import User
from sessions_app.core.models import AuditEntry


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


def record_many(
    *, action: str, by: User, entries: Iterable[tuple[models.Model, Mapping[str, Any]]]
) -> None:
    """Add entries for records of one model, each with its data, in few statements.

    For the data, what :func:`record` says is true.
    """
    now, uuid = timezone.now(), get_active_log_context().uuid
    rows = [
        AuditEntry(
            content_type=ContentType.objects.get_for_model(type(instance)),
            object_id=str(instance.pk),
            label=AuditEntry.objects.get_instance_title(instance),
            action=action,
            data=dict(data),
            timestamp=now,
            uuid=uuid,
            user=by,
            content_changed=True,
        )
        for instance, data in entries
    ]
    if rows:
        rows[0].clean()  # the action is registered
        AuditEntry.objects.bulk_create(rows, batch_size=500)


def record_day(*, instance: models.Model, action: str, **data: Any) -> None:
    """Add one entry for something that an anonymous person did: the day, and not the time.

    A time could be compared with the logs of a network.
    """
    day = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    log(instance, action, user=None, data=data, content_changed=True, timestamp=day)


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
