"""Optimistic locking: telling one saved state of a record from the next.

So that nobody writes over what they have not seen, and so that a form that was filled in before
a record changed its state does not take that back when it is saved.
"""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from django.utils.translation import gettext as _

from sessions_app.core.errors import ChangedMeanwhileError
from sessions_app.core.models.base import TimestampedModel

Record = TypeVar("Record", bound=TimestampedModel)


def version_of(record: TimestampedModel) -> str:
    """Return what tells one saved state of a record from the next; "" for a new one."""
    return record.updated_at.isoformat() if record.pk else ""


def version_of_all(records: Iterable[TimestampedModel]) -> str:
    """Return what tells one saved state of several records from the next, in any order."""
    versions = sorted(f"{record.pk} {version_of(record)}" for record in records)
    return hashlib.sha256(repr(versions).encode()).hexdigest()


def require_version(*, expected: str, current: str) -> None:
    """Raise :class:`ChangedMeanwhileError` when ``current`` is not the ``expected`` version.

    An empty ``expected`` asks for nothing.
    """
    if expected and expected != current:
        raise ChangedMeanwhileError(
            _(
                "Someone else changed this while you were working on it. Your changes "
                "are not saved, and no one has been notified. Check the current version, "
                "then save again to replace it with yours."
            ),
            version=current,
        )


def lock(record: Record, *related: str, expected_version: str = "") -> Record:
    """Return the stored row of a record, locked until the caller's transaction ends.

    FOR NO KEY UPDATE: rows that point at it can still be written. ``related`` names the
    relations that come along. Raises :class:`ChangedMeanwhileError` when the row is not the
    ``expected_version``.
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

    Inside the caller's transaction. ``record`` takes over the ``transition_fields``, which no
    form writes. Raises :class:`ChangedMeanwhileError` as :func:`lock` does.
    """
    if record.pk is None:
        return None
    row = lock(record, expected_version=expected_version)
    for name in transition_fields:
        attribute = record._meta.get_field(name).attname  # type: ignore[union-attr]
        setattr(record, attribute, getattr(row, attribute))
    return row
