"""Removes what else than the item itself would tell whose an item was."""

from collections.abc import Iterable

from django.urls import reverse

from engagement_site import held_forms
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.services import contacts
from sessions_app.organizations.models import OrganizationMerge

#: Staff forms of one item that can hold its source, or words in which the source is named.
FORMS = ("edit", "split", "merge", "answer", "match", "actions")
_MOVED = f"{FeedbackItem._meta.label_lower}.organization"


def forget(items: Iterable[FeedbackItem]) -> None:
    """Erase the contact details of items that are not attributed, and their keys in merges of
    organizations. Inside the caller's transaction.
    """
    keys = set()
    for item in items:
        contacts.forget(item=item)
        keys.add(item.pk)
    for merge in OrganizationMerge.objects.order_by("pk"):
        if keys.isdisjoint(_moved(merge)):
            continue
        current = OrganizationMerge.objects.select_for_update().get(pk=merge.pk)
        current.moved["rows"][_MOVED] = [key for key in _moved(current) if key not in keys]
        current.save(update_fields=["moved"])


def forget_forms(items: Iterable[FeedbackItem]) -> None:
    """Delete the forms about these items that staff sent after their session had ended."""
    move = "any"
    paths = {reverse("feedbackitem:bulk"), reverse("feedbackitem:letter")}
    for item in items:
        paths |= {reverse(f"feedbackitem:{name}", args=[item.pk]) for name in FORMS}
        paths.add(reverse("feedbackitem:move", args=[item.pk, move]).removesuffix(f"{move}/"))
        if item.listening_session_id:
            paths.add(reverse("listeningsession:notes", args=[item.listening_session_id]))
    held_forms.forget(paths=paths)


def _moved(merge: OrganizationMerge) -> list[int]:
    return list(merge.moved.get("rows", {}).get(_MOVED, []))
