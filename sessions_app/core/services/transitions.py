"""The state machine: the only way in which a record changes its state.

Each noun's ``enums`` has the tables of allowed transitions; its services have a function for each
verb, which calls :func:`transition`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from engagement_site.accounts.models import User
from sessions_app.core.errors import ReasonRequiredError, TransitionNotAllowedError
from sessions_app.core.services import audit

#: State → allowed next states. A state that is not in the table allows none.
AllowedTransitions = Mapping[str, frozenset[str]]


def check_transition(
    *, record: models.Model, field: str = "state", to: str, allowed: AllowedTransitions
) -> None:
    """Raise :class:`TransitionNotAllowedError` unless ``allowed`` lists the transition."""
    now = getattr(record, field)
    if to not in allowed.get(now, ()):
        labels = dict(_choices(record, field))
        raise TransitionNotAllowedError(
            record=str(record), from_state=str(labels[now]), to_state=str(labels[to])
        )


def transition(
    *,
    record: models.Model,
    to: str,
    allowed: AllowedTransitions,
    action: str,
    by: User | None,
    field: str = "state",
    reason: str | None = None,
    changed: Iterable[str] = (),
    logged: Mapping[str, Any] | None = None,
) -> None:
    """Move a locked record to the state ``to``: check, save, and write the audit entry.

    Inside the caller's transaction. Saves the state, its ``reason`` (field ``<field>_reason``; None
    leaves it unchanged), and the fields named in ``changed``, which the caller has set; no other
    field. The audit entry ``action`` contains both states and ``logged``.

    Raises :class:`TransitionNotAllowedError`, and then changes nothing.
    """
    check_transition(record=record, field=field, to=to, allowed=allowed)
    was = getattr(record, field)
    fields = {field, "updated_at", *changed}
    setattr(record, field, to)
    if reason is not None:
        setattr(record, f"{field}_reason", reason)
        fields.add(f"{field}_reason")
    record.save(update_fields=fields)
    audit.record(instance=record, action=action, by=by, **{field: [was, to], **(logged or {})})


def require_reason(reason: str, message: str) -> str:
    """Return the stripped reason, or raise :class:`ReasonRequiredError` if it is empty."""
    reason = reason.strip()
    if not reason:
        raise ReasonRequiredError(message)
    return reason


def _choices(record: models.Model, field: str) -> Any:
    return record._meta.get_field(field).flatchoices  # type: ignore[union-attr]
