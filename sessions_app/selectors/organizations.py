"""The story of an organization."""

import datetime
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from sessions_app.models import ActionLink, FeedbackItem, Organization, Registration

#: Newest entries of each kind on a timeline.
SHOWN = 25


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened with an organization; ``record`` is what to link to."""

    on: datetime.date
    kind: str
    text: str
    record: Model


def timeline(*, organization: Organization) -> list[TimelineEntry]:
    """Return the newest registrations, statements and actions of an organization, newest first."""
    registrations = (
        Registration.objects.filter(organization=organization)
        .select_related("listening_session")
        .order_by("-created_at")[:SHOWN]
    )
    statements = FeedbackItem.objects.filter(organization=organization).order_by(
        "-received_on", "-pk"
    )[:SHOWN]
    links = (
        ActionLink.objects.filter(feedback_item__organization=organization)
        .select_related("action", "feedback_item")
        .order_by("-created_at")[:SHOWN]
    )
    entries = [
        TimelineEntry(
            registration.created_at.date(),
            _("Registration"),
            _("%(seats)s registered for “%(session)s”: %(state)s")
            % {
                "seats": registration.seats,
                "session": registration.listening_session.title,
                "state": registration.get_state_display(),
            },
            registration,
        )
        for registration in registrations
    ]
    entries += [
        TimelineEntry(
            item.received_on,
            item.get_kind_display(),
            item.public_summary or item.reference,
            item,
        )
        for item in statements
    ]
    entries += [
        TimelineEntry(
            link.created_at.date(),
            _("Follow-up action"),
            f"{link.action.title} ({link.get_relation_display()}: {link.feedback_item})",
            link.action,
        )
        for link in links
    ]
    return sorted(entries, key=lambda entry: entry.on, reverse=True)
