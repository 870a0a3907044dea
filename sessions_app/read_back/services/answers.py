"""Services with which an organization answers what was logged as its own."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app.actions.models import ActionLink
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.feedback.allegations import find_allegation
from sessions_app.feedback.enums import AttributionLevel, FeedbackKind
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.selectors.lineage import family_of
from sessions_app.feedback.services import withdrawals
from sessions_app.read_back.enums import WITHDRAWN_TO, AnswerKind, Settlement
from sessions_app.read_back.models import ReadBack, StatementAnswer, TrailAnswer, summary_hash
from sessions_app.read_back.selectors.statements import statements_of
from sessions_app.read_back.services import read_backs


@transaction.atomic
def confirm(*, read_back: ReadBack, reference: str, read: str) -> FeedbackItem:
    """Confirm a statement as it was ``read`` (a hash of its summary). Idempotent.

    Raises :class:`EngagementError` if the read-back is over, the statement is not theirs, or its
    words have changed meanwhile.
    """
    item = _statement(read_back, reference)
    _require_read(item, read)
    newest = item.statement_answers.first()
    if not (newest and newest.kind == AnswerKind.CONFIRMED and newest.summary_hash == read):
        _answer(item, AnswerKind.CONFIRMED)
    return item


@transaction.atomic
def correct(*, read_back: ReadBack, reference: str, read: str, words: str) -> FeedbackItem:
    """Correct a statement. An approved summary has to be approved again, after staff decide.

    Idempotent. Raises what :func:`confirm` raises, and :class:`ReadsLikeAllegationError`.
    """
    item = _statement(read_back, reference)
    _require_read(item, read)
    is_praise = item.kind == FeedbackKind.COMMENDATION
    if finding := find_allegation(words, is_praise=is_praise):
        raise ReadsLikeAllegationError(
            words=finding.words, why=str(finding.sign.label), field="words"
        )
    newest = item.statement_answers.first()
    if newest and newest.kind == AnswerKind.CORRECTED and newest.words == words:
        return item
    if item.summary_approved_at is not None:
        item.summary_approved_at = item.summary_approved_by = None
        item.save()
    _answer(item, AnswerKind.CORRECTED, words=words)
    return item


@transaction.atomic
def withdraw(*, read_back: ReadBack, reference: str, kind: str) -> bool:
    """Withdraw attribution, at once and for good; return whether any statement is left to answer.

    "Not attributed" removes every tie to the organization: see :func:`withdrawals.withdraw`. A
    read-back without statements is deleted as well. Raises what :func:`confirm` raises.
    """
    level = WITHDRAWN_TO[AnswerKind(kind)]
    item = _statement(read_back, reference)
    names = withdrawals.names_of(item)
    # Before the source is gone. The answer names nobody.
    _answer(item, AnswerKind(kind))
    tied = withdrawals.withdraw(item=item, level=level)
    if level == AttributionLevel.NONE:
        _forget_names(item, tied, names)
        if not statements_of(read_back).exists():
            read_backs.forget(read_back=read_back)
            return False
    return True


def _statement(read_back: ReadBack, reference: str) -> FeedbackItem:
    """Return the statement, locked after its read-back, so that the two end together."""
    try:
        current = lock(read_back)
    except ReadBack.DoesNotExist:
        current = None
    item = None
    if current is not None and current.is_open:
        item = statements_of(current).filter(reference=reference).first()
    if item is not None:
        # In primary key order, as everywhere: a withdrawal goes on to change the family.
        withdrawals.lock_family(item)
        item = lock(item, "organization", "listening_session")
    if current is None or item is None or item.organization_id != current.organization_id:
        raise EngagementError(_("This statement can no longer be answered here."))
    return item


def _require_read(item: FeedbackItem, read: str) -> None:
    if read != summary_hash(item):
        raise EngagementError(
            _("We changed these words while you were reading. Please read them again.")
        )


def _answer(item: FeedbackItem, kind: AnswerKind, *, words: str = "") -> None:
    if kind not in WITHDRAWN_TO:
        item.statement_answers.open_corrections().update(
            settlement=Settlement.REPLACED, settled_at=timezone.now()
        )
    StatementAnswer.objects.create(
        feedback_item=item, kind=kind, words=words, summary_hash=summary_hash(item)
    )
    audit.record(instance=item, action="engagement.feedback.read_back", by=None, answer=kind.value)


def _forget_names(item: FeedbackItem, items: list[FeedbackItem], names: list[str]) -> None:
    # A hash of the summary would confirm a name that somebody guesses.
    StatementAnswer.objects.filter(feedback_item__in=items).update(summary_hash="")
    for answer in StatementAnswer.objects.filter(feedback_item__in=items).exclude(words=""):
        answer.words = withdrawals.without_names(answer.words, names)
        answer.settlement_reason = withdrawals.without_names(answer.settlement_reason, names)
        answer.save(update_fields=["words", "settlement_reason"])
    for objection in TrailAnswer.objects.filter(feedback_item__in=items):
        objection.remark = withdrawals.without_names(objection.remark, names)
        objection.reply = withdrawals.without_names(objection.reply, names)
        objection.save(update_fields=["remark", "reply"])
    # Of the whole family: a merge has pointed the links at the item that stays.
    links = ActionLink.objects.filter(feedback_item__in=family_of(item)).exclude(note="")
    for link in links:
        link.note = withdrawals.without_names(link.note, names)
        link.save(update_fields=["note", "updated_at"])
