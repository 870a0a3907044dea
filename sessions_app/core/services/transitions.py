"""The one check of every change of state."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from sessions_app.core.errors import MoveNotAllowedError, ReasonRequiredError


def check_move(
    *, record: models.Model, field: str = "state", to: str, moves: Mapping[str, frozenset[str]]
) -> None:
    """Raise :class:`MoveNotAllowedError` unless ``moves`` lets the record become ``to``."""
    now = getattr(record, field)
    if to not in moves[now]:
        labels = dict(_choices(record, field))
        raise MoveNotAllowedError(
            record=str(record), from_state=str(labels[now]), to_state=str(labels[to])
        )


def require_reason(reason: str, message: str) -> str:
    """Return the reason without outer white space, or raise :class:`ReasonRequiredError`."""
    reason = reason.strip()
    if not reason:
        raise ReasonRequiredError(message)
    return reason


def _choices(record: models.Model, field: str) -> Any:
    return record._meta.get_field(field).flatchoices  # type: ignore[union-attr]
