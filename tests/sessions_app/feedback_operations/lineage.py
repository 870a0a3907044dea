"""What an item and all that hangs on it look like, to compare before and after."""

from typing import Any

from sessions_app.models import ActionLink, FeedbackItem


def snapshot(items: list[FeedbackItem]) -> dict[int, Any]:
    """Return everything that is stored of items, apart from when they were last changed."""
    keys = [item.pk for item in items]
    rows = FeedbackItem.objects.filter(pk__in=keys).values()
    return {
        row["id"]: (
            {name: value for name, value in row.items() if name != "updated_at"},
            set(ActionLink.objects.filter(feedback_item=row["id"]).values_list("pk", "note")),
            set(FeedbackItem.objects.get(pk=row["id"]).codings.values_list("theme_id", "coded_by")),
            set(
                FeedbackItem.jurisdictions.through.objects.filter(
                    feedbackitem=row["id"]
                ).values_list("jurisdiction_id", flat=True)
            ),
        )
        for row in rows
    }
