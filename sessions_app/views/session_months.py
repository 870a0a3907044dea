"""The public calendar of one month, and the page that explains how to subscribe."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions_app.exports.calendar_links import CalendarLink, feed_links
from sessions_app.forms.listening_sessions import MonthFilterForm
from sessions_app.models import ListeningSession, Program
from sessions_app.selectors.session_months import asked_month, in_month, months_later, weeks_of

#: Months from now beyond which a page is of no use to a search engine.
MONTHS_INDEXED = 6


@require_safe
def session_month(request: HttpRequest) -> HttpResponse:
    """The listed sessions of a month. An address that names no month says so, with 404."""
    today = timezone.localdate()
    asked = request.GET.get("month", "")
    page = asked_month(asked, today=today)
    month = page.first
    typed = request.GET.copy()
    typed["month"] = f"{month:%Y-%m}"  # one that there is not would be sent on with the filters
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
    return render(request, "sessions_app/session_month.html", context, status=status)


@dataclass(frozen=True)
class _Feed:
    name: str
    url: str
    links: list[CalendarLink]


@require_safe
def session_subscribe(request: HttpRequest) -> HttpResponse:
    """How to see sessions in one's own calendar, with the address of each public feed."""
    everything = _feed(_("All listening sessions"), reverse("sessions_app:public_feed"))
    programs = [
        _feed(program.name, reverse("sessions_app:program_feed", args=[program.slug]))
        for program in Program.objects.all()
    ]
    context = {"everything": everything, "programs": programs}
    return render(request, "sessions_app/session_subscribe.html", context)


def _feed(name: str, path: str) -> _Feed:
    url = f"{settings.BASE_URL}{path}"
    return _Feed(name=name, url=url, links=feed_links(url=url, name=name))


def _nearest(listed: Any, month: datetime.date) -> datetime.date | None:
    """Return the next month that has a session, or else the last one before."""
    after = datetime.datetime.combine(
        months_later(month, 1), datetime.time(), timezone.get_current_timezone()
    )
    later = listed.filter(starts_at__gte=after).order_by("starts_at").first()
    found = later or listed.filter(starts_at__lt=after).order_by("-starts_at").first()
    return months_later(found.local_start.date(), 0) if found else None
