"""Telling one saved state of a record from the next.

So that nobody writes over what they have not seen, and so that a form that was filled before a
record was moved does not take the move back when it is saved.
"""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

from django.utils.translation import gettext as _

from sessions_app.core.errors import ChangedMeanwhileError
from sessions_app.core.models import TimestampedModel

Record = TypeVar("Record", bound=TimestampedModel)


def version_of(record: TimestampedModel) -> str:
    """Return what tells one saved state of a record from the next; "" for a new one."""
    return record.updated_at.isoformat() if record.pk else ""


def version_of_all(records: Iterable[TimestampedModel]) -> str:
    """Return what tells one saved state of several records from the next, in any order."""
    versions = sorted(f"{record.pk} {version_of(record)}" for record in records)
    return hashlib.sha256(repr(versions).encode()).hexdigest()


def require_same(*, seen: str, now: str) -> None:
    """Raise :class:`ChangedMeanwhileError` when what was ``seen`` is not what holds ``now``.

    An empty ``seen`` asks for nothing.
    """
    if seen and seen != now:
        raise ChangedMeanwhileError(
            _(
                "Somebody changed this while you worked on it. Nothing of yours is saved, and "
                "nobody is told yet. Look at what holds now, then save again to put yours in "
                "its place."
            ),
            version=now,
        )


def stored(record: Record, *, of_moves: Iterable[str], seen: str = "") -> Record | None:
    """Lock and return the stored row of a record that a form changed; None for a new one.

    Inside the caller's transaction. ``record`` takes over the fields ``of_moves``, which no form
    writes. Raises :class:`ChangedMeanwhileError` when the row is not as it was ``seen``.
    """
    if record.pk is None:
        return None
    row = type(record)._default_manager.select_for_update(no_key=True).get(pk=record.pk)
    require_same(seen=seen, now=version_of(row))
    for name in of_moves:
        attribute = record._meta.get_field(name).attname  # type: ignore[union-attr]
        setattr(record, attribute, getattr(row, attribute))
    return row
