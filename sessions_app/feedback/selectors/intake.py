"""Return codes and contact details of feedback items, and which items share a source."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from sessions_app.core.errors import TokenInvalidError
from sessions_app.core.references import normalize_reference
from sessions_app.feedback.models import FeedbackContact, FeedbackItem, FeedbackReceipt
from sessions_app.feedback.tokens import make_code, normalize_code

#: Seconds for which the link confirms an address.
CONFIRM_WITHIN = 30 * 24 * 60 * 60
_SALT = "feedback-address"


def item_opened_by(*, reference: str, code: str) -> FeedbackItem | None:
    """Return the item of a reference and its return code; None if they do not fit.

    Does the same work whichever of the two is wrong.
    """
    nobodys = _nobodys_hash()
    receipt = (
        FeedbackReceipt.objects.filter(item__reference=normalize_reference(reference) or "")
        .select_related("item__program")
        .first()
    )
    fits = check_password(normalize_code(code) or "", receipt.code_hash if receipt else nobodys)
    return receipt.item if receipt and fits else None


@cache
def _nobodys_hash() -> str:
    """Return a hash that no code fits, for references that nobody has."""
    return make_password(make_code() + make_code())


def is_not_to_be_named(item: FeedbackItem) -> bool:
    """Whether a writer asked not to be named: of the item, or of one that its words come from."""
    keys = set[int]()
    found = {key for key in (item.pk, item.split_from_id) if key}
    while found:
        keys |= found
        rows = FeedbackItem.objects.filter(Q(pk__in=found) | Q(merged_into__in=found))
        found = {key for row in rows.values_list("pk", "split_from_id") for key in row if key}
        found -= keys
    return FeedbackReceipt.objects.filter(item__in=keys, is_naming_withdrawn=True).exists()


def of_one_source(item: FeedbackItem) -> list[FeedbackItem]:
    """Return the item and all others that would name its source, by primary key.

    What it was split from or into, what it was merged into, and of the other items in its lineage
    those with the same organization.
    """
    found: dict[int, FeedbackItem] = {}
    to_read = {item.pk}
    while to_read:
        found |= {each.pk: each for each in FeedbackItem.objects.filter(pk__in=to_read)}
        certain = Q(split_from__in=found) | Q(
            pk__in=_keys(found, "split_from_id", "merged_into_id")
        )
        related = Q(merged_into__in=found) | Q(duplicate_of__in=found)
        related |= Q(pk__in=_keys(found, "duplicate_of_id"))
        if item.organization_id is not None:
            certain |= related & Q(organization=item.organization_id)
        rows = FeedbackItem.objects.filter(certain).exclude(pk__in=found)
        to_read = set(rows.values_list("pk", flat=True))
    return [found[key] for key in sorted(found)]


def _keys(items: dict[int, FeedbackItem], *names: str) -> set[int]:
    return {key for each in items.values() for name in names if (key := getattr(each, name))}


def confirmation_token(contact: FeedbackContact) -> str:
    """Return the signed part of the link with which an address is confirmed.

    It opens nothing that was said, and it stops working with the contact details.
    """
    return signing.dumps([contact.pk, _address_hash(contact)], salt=_SALT)


def contact_opened_by(raw: str) -> FeedbackContact:
    """Return the contact details of a confirmation link. Raises :class:`TokenInvalidError`."""
    try:
        key, address = signing.loads(raw, salt=_SALT, max_age=CONFIRM_WITHIN)
    except signing.BadSignature:
        key, address = None, ""
    contact = FeedbackContact.objects.filter(pk=key).select_related("item").first()
    if contact is None or not constant_time_compare(address, _address_hash(contact)):
        raise TokenInvalidError(
            _("The link is not complete, it has expired, or the address was removed.")
        )
    return contact


def _address_hash(contact: FeedbackContact) -> str:
    return salted_hmac(_SALT, contact.email, algorithm="sha256").hexdigest()[:32]
