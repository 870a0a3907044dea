"""Services that take in what the public says about a program, and what writers do afterwards."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit, idempotency
from sessions_app.core.services.versions import lock
from sessions_app.feedback import emails
from sessions_app.feedback.allegations import find_allegation
from sessions_app.feedback.enums import (
    AttributionLevel,
    FeedbackChannel,
    FeedbackKind,
    FeedbackState,
)
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.models import (
    FeedbackContact,
    FeedbackItem,
    FeedbackMessage,
    FeedbackReceipt,
)
from sessions_app.feedback.selectors.intake import of_one_source
from sessions_app.feedback.services import contacts, withdrawals
from sessions_app.programs.models import Language, Program


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Who somebody says that they are, and how we may name them."""

    attribution: str = AttributionLevel.NONE
    organization_name: str = ""
    organization_kind: str = ""
    email: str = ""


@transaction.atomic
def receive(
    *, program: Program, kind: str, words: str, writer: Writer, code: str, language: str
) -> FeedbackItem:
    """Log what somebody said through the public form. ``code`` is their return code.

    Stores the day and no time, and contact details only for an item that is attributed. An address
    is asked for a confirmation by e-mail, which does not contain the code. Raises
    :class:`ReadsLikeAllegationError` for words that read like an allegation about an identifiable
    person.
    """
    stop_allegation(words, kind=kind, field="words")
    stop_allegation(writer.organization_name, kind=kind, field="organization_name")
    item = FeedbackItem(
        program=program,
        kind=kind,
        private_note=words,
        attribution=writer.attribution,
        channel=FeedbackChannel.WEB,
        language=Language.objects.filter(code=language).first(),
    )
    item.save()
    day = timezone.make_aware(datetime.datetime.combine(item.received_on, datetime.time.min))
    FeedbackItem.objects.filter(pk=item.pk).update(created_at=day, updated_at=day)
    FeedbackReceipt.objects.create(item=item, code_hash=make_password(code))
    audit.record_day(instance=item, action="engagement.feedback.create", kind=kind)
    _keep_contact(item, writer, language)
    return item


@transaction.atomic
def add_message(*, item: FeedbackItem, text: str, key: str) -> FeedbackMessage | None:
    """Add something that the writer of an item says later. Staff are shown that it is new.

    The idempotency ``key`` adds it once; None if it was added before. Raises
    :class:`ReadsLikeAllegationError` as :func:`receive` does, and :class:`EngagementError` for an
    item that was routed to complaints.
    """
    stop_allegation(text, kind=item.kind, field="text")
    current = lock(item)
    if current.state == FeedbackState.ROUTED:
        raise EngagementError(_("What you told us was routed to complaints, so nothing is added."))
    if idempotency.claim(key=repr(("message", item.pk, key, text))) is None:
        return None
    message = FeedbackMessage.objects.create(item=item, text=text, is_new=True)
    audit.record_day(
        instance=item,
        action="engagement.feedback.add",
    )
    return message


@transaction.atomic
def withdraw_contact(*, item: FeedbackItem) -> FeedbackItem:
    """Erase the contact details that the writer of an item left."""
    current = lock(item)
    if contacts.forget(item=current):
        audit.record_day(
            instance=current,
            action="engagement.feedback.withdraw",
        )
    return current


@transaction.atomic
def withdraw_naming(*, item: FeedbackItem) -> FeedbackItem:
    """Make an item one that is not attributed, for good: its writer asked not to be named.

    So are the items that would name the same source. All contact details are erased, and public
    summaries have to be approved again.
    """
    items = _locked_source(item)
    names = {name for each in items for name in withdrawals.names_of(each)}
    typed = FeedbackContact.objects.filter(item__in=items).exclude(organization_name="")
    names |= set(typed.values_list("organization_name", flat=True))
    FeedbackReceipt.objects.filter(item=item).update(is_naming_withdrawn=True)
    withdrawn = [
        each for each in items if each.attribution != AttributionLevel.NONE or each.pk == item.pk
    ]
    for each in withdrawn:
        version = each.updated_at
        withdrawals.take_source_out(each, names=names)
        each.summary_approved_at = each.summary_approved_by = None
        each.save()
        # Another version, without the time.
        FeedbackItem.objects.filter(pk=each.pk).update(
            updated_at=version + datetime.timedelta(microseconds=1)
        )
        audit.record_day(
            instance=each,
            action="engagement.feedback.unname",
        )
    withdrawals.forget_source(items, names=names)
    return items[[each.pk for each in items].index(item.pk)]


def stop_allegation(text: str, *, kind: str, field: str) -> None:
    """Raise :class:`ReadsLikeAllegationError` for what reads like an allegation about a person."""
    if finding := find_allegation(text, is_praise=kind == FeedbackKind.COMMENDATION):
        raise ReadsLikeAllegationError(
            words=finding.words, why=str(finding.sign.label), field=field
        )


def _keep_contact(item: FeedbackItem, writer: Writer, language: str) -> None:
    given = (writer.organization_name, writer.organization_kind, writer.email)
    if item.attribution == AttributionLevel.NONE or not any(given):
        return
    contact = FeedbackContact.objects.create(
        item=item,
        organization_name=writer.organization_name,
        organization_kind=writer.organization_kind,
        email=writer.email,
        language=language,
    )
    emails.confirm_address(contact=contact)


def _locked_source(item: FeedbackItem) -> list[FeedbackItem]:
    """Lock the items of one source, by key, until nobody can have added to them meanwhile."""
    locked: set[int] = set()
    while (keys := {each.pk for each in of_one_source(_stored(item))}) != locked:
        list(FeedbackItem.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        locked = keys
    return list(FeedbackItem.objects.filter(pk__in=locked).order_by("pk"))


def _stored(item: FeedbackItem) -> FeedbackItem:
    return FeedbackItem.objects.get(pk=item.pk)
