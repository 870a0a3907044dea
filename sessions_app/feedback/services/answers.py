"""Services with which staff answer the writers of feedback items, and log letters and calls."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.feedback import emails
from sessions_app.feedback.enums import AttributionLevel, FeedbackState, RoutingReason
from sessions_app.feedback.errors import PointsStoppedError, ReadsLikeAllegationError
from sessions_app.feedback.models import FeedbackContact, FeedbackItem, FeedbackMessage
from sessions_app.feedback.services import feedback
from sessions_app.feedback.services.intake import stop_allegation
from sessions_app.organizations.models import Organization
from sessions_app.programs.models import Program


@transaction.atomic
def answer_writer(*, item: FeedbackItem, text: str, by: User) -> FeedbackMessage:
    """Answer the writer of an item, who reads it with the return code. Marks messages as read.

    Tells the writer's address, if it is confirmed, that there is an answer, and not what it is.
    Raises :class:`EngagementError` for an item whose writer has no code, or that was routed to
    complaints.
    """
    current = lock(item)
    if not has_reader(current):
        raise EngagementError(_("Nobody can read an answer here."))
    stop_allegation(text, kind=current.kind, field="text")
    _mark_read(current)
    message = FeedbackMessage.objects.create(item=current, text=text, by=by)
    audit.record(instance=current, action="engagement.feedback.answer_writer", by=by)
    contact = FeedbackContact.objects.filter(item=current).first()
    if contact is not None and contact.email_confirmed_on:
        emails.answered(contact=contact, message=message)
    return message


@transaction.atomic
def mark_read(*, item: FeedbackItem, by: User) -> FeedbackItem:
    """Mark what the writer added as read, without an answer."""
    current = lock(item)
    if _mark_read(current):
        audit.record(instance=current, action="engagement.feedback.read", by=by)
    return current


def has_reader(item: FeedbackItem) -> bool:
    """Whether somebody can read an answer: a writer with a return code."""
    return hasattr(item, "receipt") and item.state != FeedbackState.ROUTED


def _mark_read(item: FeedbackItem) -> int:
    return FeedbackMessage.objects.filter(item=item, is_new=True).update(is_new=False)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What the points of one letter, e-mail or call have in common."""

    program: Program
    channel: str
    received_on: datetime.date
    organization: Organization | None
    attribution: str


@dataclass(frozen=True, kw_only=True)
class Point:
    kind: str
    words: str
    #: Staff read again what the complaint firewall stopped, and say that it is none.
    is_no_allegation: bool = False
    #: It is one: only the referral is logged.
    was_allegation: bool = False


@transaction.atomic
def log_letter(*, letter: Letter, points: Sequence[Point], by: User) -> list[FeedbackItem]:
    """Log each point of a letter, an e-mail or a call, all or none.

    Raises :class:`PointsStoppedError` with the numbers of all points that the complaint firewall
    stopped.
    """
    items, stopped = [], {}
    for number, point in enumerate(points):
        item = FeedbackItem(
            kind=point.kind,
            program=letter.program,
            channel=letter.channel,
            received_on=letter.received_on,
            attribution=letter.attribution,
            organization=letter.organization,
            private_note=point.words,
        )
        if point.was_allegation:
            item.private_note, item.organization = "–", None
            item.attribution = AttributionLevel.NONE
        try:
            feedback.record(item=item, by=by, is_no_allegation=point.is_no_allegation)
        except ReadsLikeAllegationError as error:
            stopped[number] = error.message
            continue
        if point.was_allegation:
            item = feedback.erase(item=item, reason=RoutingReason.TOLD, by=by)
        items.append(item)
    if stopped:
        raise PointsStoppedError(stopped)
    return items
