"""The public month view."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions_app.listening_sessions.forms.filters import MonthFilterForm
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.selectors.months import (
    asked_month,
    in_month,
    months_later,
    weeks_of,
)

#: Months further from now than this are noindex.
MONTHS_INDEXED = 6


@require_safe
def session_month(request: HttpRequest) -> HttpResponse:
    """The listed sessions of a month. An invalid month in the query string is a 404."""
    today = timezone.localdate()
    asked = request.GET.get("month", "")
    page = asked_month(asked, today=today)
    month = page.first
    typed = request.GET.copy()
    typed["month"] = f"{month:%Y-%m}"  # an invalid month would be carried along with the filters
    form = MonthFilterForm(typed if request.GET else None)
    form.is_valid()
    chosen = {
        name: value
        for name in ("program", "format")
        if (value := getattr(form, "cleaned_data", {}).get(name))
    }
    listed = ListeningSession.objects.listed().select_related("venue")
    if "program" in chosen:
        listed = listed.filter(program__slug=chosen["program"])
    if "format" in chosen:
        listed = listed.filter(format=chosen["format"])
    sessions, has_more = in_month(listed, month)
    distance = abs((month.year - today.year) * 12 + month.month - today.month)
    context: dict[str, Any] = {
        "form": form,
        "asked": "" if page.is_asked_for else asked,
        "month": month,
        "this_month": months_later(today, 0),
        "previous": page.previous,
        "next": page.next,
        "weeks": weeks_of(month, sessions, today=today) if sessions else [],
        "count": len(sessions),
        "has_more": has_more,
        "is_filtered": bool(chosen),
        "is_indexed": page.is_asked_for and not chosen and distance <= MONTHS_INDEXED,
        "page_has_errors": bool(form.errors) or not page.is_asked_for,
    }
    if not sessions:
        context["nearest"] = _nearest(listed, month)
    status = 200 if page.is_asked_for else 404
    return render(request, "listening_sessions/month.html", context, status=status)


def _nearest(listed: Any, month: datetime.date) -> datetime.date | None:
    """Return the next month with a session, or else the most recent one."""
    after = datetime.datetime.combine(
        months_later(month, 1), datetime.time(), timezone.get_current_timezone()
    )
    later = listed.filter(starts_at__gte=after).order_by("starts_at").first()
    found = later or listed.filter(starts_at__lt=after).order_by("-starts_at").first()
    return months_later(found.local_start.date(), 0) if found else None
