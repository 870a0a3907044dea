"""Timeline of an organization."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import F, Model, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app.actions.models import ActionLink
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.models import OutboxMessage
from sessions_app.organizations.models import Organization
from sessions_app.read_back.models import StatementAnswer
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES
from sessions_app.registrations.models import Invitation, Registration

#: Kinds of timeline entries.
SESSION, REGISTRATION, INVITATION, STATEMENT, ACTION, MESSAGE, ANSWER = KINDS = (
    "session",
    "registration",
    "invitation",
    "statement",
    "action",
    "message",
    "answer",
)
_RELATED: dict[type[Model], tuple[str, ...]] = {
    ListeningSession: (),
    Registration: ("listening_session",),
    Invitation: ("listening_session",),
    FeedbackItem: (),
    ActionLink: ("action", "feedback_item"),
    OutboxMessage: (),
    StatementAnswer: ("feedback_item",),
}


@dataclass(frozen=True)
class TimelineEntry:
    """One event in an organization's history; ``record`` is the object to link to."""

    on: datetime.date
    kind: str
    text: str
    record: Model


class Timeline:
    """An organization's history, newest first, for pagination.

    Supports ``len`` and slicing as a paginator requires. ``kinds`` are those of :data:`KINDS` that
    the reader may view; private notes are included only with ``notes``. A page takes one query, and
    one more for each kind on it.
    """

    def __init__(
        self, organization: Organization, *, kinds: Collection[str] = KINDS, notes: bool = False
    ) -> None:
        self.notes = notes
        legs = {kind: leg for kind, leg in _legs(organization).items() if kind in kinds}
        self._rows: Any = reduce(lambda one, other: one.union(other, all=True), legs.values())
        self._models = {kind: leg.model for kind, leg in legs.items()}

    def __len__(self) -> int:
        return int(self._rows.count())

    def count(self) -> int:
        return len(self)

    def __getitem__(self, part: slice) -> list[TimelineEntry]:
        rows = list(self._rows.order_by("-on", "what", "-pk")[part])
        records: dict[tuple[str, int], Any] = {}
        for kind in sorted({row["what"] for row in rows}):
            model = self._models[kind]
            keys = [row["pk"] for row in rows if row["what"] == kind]
            found = model._default_manager.select_related(*_RELATED[model]).in_bulk(keys)
            records |= {(kind, key): record for key, record in found.items()}
        return [self._entry(row["on"], records[row["what"], row["pk"]]) for row in rows]

    def _entry(self, on: datetime.date, record: Any) -> TimelineEntry:
        match record:
            case ListeningSession():
                words = _("Listening session"), f"{record.title}: {record.get_state_display()}"
            case Registration():
                words = _("Registration"), _registered(record)
            case Invitation():
                words = _("Invitation"), record.listening_session.title
                record = record.listening_session
            case FeedbackItem():
                words = record.get_kind_display(), self._said(record)
            case ActionLink():
                relation = f"{record.get_relation_display()}: {record.feedback_item}"
                words = _("Follow-up action"), f"{record.action.title} ({relation})"
                record = record.action
            case StatementAnswer():
                answered = f"{record.get_kind_display()}: {record.feedback_item}"
                words = _("Answer to a read-back"), answered
                record = record.feedback_item
            case _:
                words = _("E-mail"), record.subject
        return TimelineEntry(on, *words, record)

    def _said(self, item: FeedbackItem) -> str:
        return item.public_summary or (item.private_note if self.notes else "") or item.reference


def _registered(registration: Registration) -> str:
    return _("%(seats)s registered for “%(session)s”: %(state)s") % {
        "seats": registration.seats,
        "session": registration.listening_session.title,
        "state": registration.get_state_display(),
    }


def _legs(organization: Organization) -> dict[str, QuerySet[Any, dict[str, Any]]]:
    """Return one query per kind for a UNION, all with the columns date, kind, primary key."""
    registrations = Registration.objects.filter(organization=organization)
    was_there = registrations.filter(state__in=ACTIVE_REGISTRATION_STATES)
    sessions = ListeningSession.objects.filter(
        pk__in=was_there.values("listening_session"), starts_at__lte=timezone.now()
    )
    items = FeedbackItem.objects.filter(organization=organization)
    own = [organization.pk, *organization.merged_from.values_list("pk", flat=True)]
    messages = OutboxMessage.objects.filter(
        Q(registration__in=registrations.order_by().values("pk")) | _about(own)
    )
    invitations = Invitation.objects.filter(organization=organization, sent_at__isnull=False)
    return {
        SESSION: _leg(sessions, SESSION, TruncDate("starts_at")),
        REGISTRATION: _leg(registrations, REGISTRATION, TruncDate("created_at")),
        INVITATION: _leg(invitations, INVITATION, TruncDate("sent_at")),
        STATEMENT: _leg(items, STATEMENT, F("received_on")),
        ACTION: _leg(
            ActionLink.objects.filter(feedback_item__organization=organization),
            ACTION,
            TruncDate("created_at"),
        ),
        MESSAGE: _leg(messages, MESSAGE, TruncDate("created_at")),
        ANSWER: _leg(
            StatementAnswer.objects.filter(feedback_item__organization=organization),
            ANSWER,
            TruncDate("answered_at"),
        ),
    }


def _leg(rows: QuerySet[Any], kind: str, day: Any) -> QuerySet[Any, dict[str, Any]]:
    return rows.order_by().annotate(on=day, what=Value(kind)).values("on", "what", "pk")


def _about(organizations: Iterable[int]) -> Q:
    """Return e-mails about organizations themselves, matched by prefix of the unique key."""
    about = Q()
    for key in organizations:
        about |= Q(unique_key__startswith=f"organization:{key}:")
    return about
