"""Which items a page of the register is about: those that match its URL, or those ticked."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from engagement_site.accounts.models import User
from sessions_app.core.policies import may, policy_for
from sessions_app.core.record_numbers import record_number
from sessions_app.core.selectors.search import matching
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback_register.enums import MOST_ITEMS
from sessions_app.feedback_register.staff.filters import FILTER_NAMES, read_filters

#: Value of ``scope``: all items that match, rather than those ticked.
ALL = "all"


def searched_fields(user: User) -> list[str]:
    """Return the fields that a search reads: nothing that the user cannot see in the list."""
    fields = ["reference", "public_summary"]
    if may(user, "read_note", FeedbackItem):
        fields.append("private_note")
    if may(user, "read_source", FeedbackItem):
        fields.append("organization__name")
    return fields


@dataclass(frozen=True, kw_only=True)
class Selection:
    #: In the order of their primary keys; one more than :data:`MOST_ITEMS` if there are too many.
    items: list[FeedbackItem]
    #: Labels of filters that could not be read: nothing may be done to what the rest would find.
    unread: list[str]

    @property
    def is_too_large(self) -> bool:
        return len(self.items) > MOST_ITEMS


def selected(request: HttpRequest) -> Selection:
    """Return the items that the query string of a bulk change names."""
    user, data = user_of(request), request.GET
    records = policy_for(FeedbackItem).visible(user)
    unread: list[str] = []
    if data.get("scope") == ALL:
        filters, unread = read_filters(request, data)
        records = filters.filter_queryset(records)
        if text := data.get("q", "").strip():
            records = matching(records, fields=searched_fields(user), text=text)
    else:
        keys = map(record_number, data.getlist("item")[:MOST_ITEMS])
        records = records.filter(pk__in=[key for key in keys if key is not None])
    return Selection(items=list(records.order_by("pk")[: MOST_ITEMS + 1]), unread=unread)


def filter_query(data: QueryDict, *, with_search: bool = False) -> str:
    """Return the filters and the order in a query string, without page, search and the rest."""
    names = FILTER_NAMES | {"ordering"} | ({"q"} if with_search else set())
    kept = QueryDict(mutable=True)
    for name in sorted(names):
        if values := [value for value in data.getlist(name) if value]:
            kept.setlist(name, values)
    return kept.urlencode()
