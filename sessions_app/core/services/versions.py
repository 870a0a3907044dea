"""Optimistic locking: versions of records.

Prevents lost updates between two editors, and a form that was filled in before a transition from
reverting it.
"""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from django.utils.translation import gettext as _

from sessions_app.core.errors import ChangedMeanwhileError
from sessions_app.core.models.base import TimestampedModel

Record = TypeVar("Record", bound=TimestampedModel)


def version_of(record: TimestampedModel) -> str:
    """Return the version of a record; "" for a new one."""
    return record.updated_at.isoformat() if record.pk else ""


def version_of_all(records: Iterable[TimestampedModel]) -> str:
    """Return the version of several records together, independent of their order."""
    versions = sorted(f"{record.pk} {version_of(record)}" for record in records)
    return hashlib.sha256(repr(versions).encode()).hexdigest()


def require_version(*, expected: str, current: str) -> None:
    """Raise :class:`ChangedMeanwhileError` if ``current`` is not the ``expected`` version.

    An empty ``expected`` skips the check.
    """
    if expected and expected != current:
        raise ChangedMeanwhileError(
            _(
                "Someone else changed this while you were working on it. Your changes have "
                "not been saved, and no one has been notified. Check the current version, "
                "then save again to replace it with yours."
            ),
            version=current,
        )


def lock(record: Record, *related: str, expected_version: str = "") -> Record:
    """Return the stored row of a record, locked until the caller's transaction ends.

    FOR NO KEY UPDATE: rows that reference it can still be inserted. ``related`` names the relations
    to join. Raises :class:`ChangedMeanwhileError` if the row is not at the ``expected_version``.
    """
    rows = type(record)._default_manager.select_for_update(of=("self",), no_key=True)
    if related:
        rows = rows.select_related(*related)
    row = rows.get(pk=record.pk)
    require_version(expected=expected_version, current=version_of(row))
    return row


def lock_current(
    record: Record, *, transition_fields: Iterable[str], expected_version: str = ""
) -> Record | None:
    """Lock and return the stored row of a record that a form changed; None for a new one.

    Inside the caller's transaction. Copies the ``transition_fields``, which no form writes, from
    the row to ``record``. Raises :class:`ChangedMeanwhileError` as :func:`lock` does.
    """
    if record.pk is None:
        return None
    row = lock(record, expected_version=expected_version)
    for name in transition_fields:
        attribute = record._meta.get_field(name).attname  # type: ignore[union-attr]
        setattr(record, attribute, getattr(row, attribute))
    return row
