"""Choices and state machine of listening sessions."""

from collections.abc import Mapping

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class SessionState(TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    POSTPONED = "postponed", _("Postponed")
    HELD = "held", _("Held")
    IN_REVIEW = "in_review", _("Notes in review")
    NOTES_PUBLISHED = "published", _("Notes published")
    CANCELLED = "cancelled", _("Cancelled")


SESSION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    SessionState.DRAFT: frozenset({SessionState.SCHEDULED, SessionState.CANCELLED}),
    SessionState.SCHEDULED: frozenset(
        {SessionState.HELD, SessionState.POSTPONED, SessionState.CANCELLED}
    ),
    SessionState.POSTPONED: frozenset({SessionState.SCHEDULED}),
    SessionState.HELD: frozenset({SessionState.IN_REVIEW}),
    SessionState.IN_REVIEW: frozenset({SessionState.NOTES_PUBLISHED}),
    SessionState.NOTES_PUBLISHED: frozenset(),
    SessionState.CANCELLED: frozenset(),
}


#: States in which a session is still to be held.
STILL_TO_COME = (SessionState.DRAFT, SessionState.SCHEDULED, SessionState.POSTPONED)


#: States in which something can have been said at a session: it takes or took place.
SPOKEN_STATES = (
    SessionState.SCHEDULED,
    SessionState.HELD,
    SessionState.IN_REVIEW,
    SessionState.NOTES_PUBLISHED,
)


#: States in which the public may know about a session.
PUBLIC_SESSION_STATES = (
    SessionState.SCHEDULED,
    SessionState.POSTPONED,
    SessionState.HELD,
    SessionState.IN_REVIEW,
    SessionState.NOTES_PUBLISHED,
    SessionState.CANCELLED,
)


class SessionFormat(TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIRTUAL = "virtual", _("Virtual")
    HYBRID = "hybrid", _("Hybrid")


class AttendanceMode(TextChoices):
    IN_PERSON = "in_person", _("In person")
    VIRTUAL = "virtual", _("Online")


MODES_OF_FORMAT: Mapping[str, tuple[str, ...]] = {
    SessionFormat.IN_PERSON: (AttendanceMode.IN_PERSON,),
    SessionFormat.VIRTUAL: (AttendanceMode.VIRTUAL,),
    SessionFormat.HYBRID: (AttendanceMode.IN_PERSON, AttendanceMode.VIRTUAL),
}


class Visibility(TextChoices):
    PUBLIC = "public", _("Public: listed for everyone")
    UNLISTED = "unlisted", _("Unlisted: anyone with the link")
    INVITATION = "invitation", _("By invitation only")


class AttributionRule(TextChoices):
    ON_THE_RECORD = "on_the_record", _("On the record: people and organizations may be named")
    ORGANIZATION_ONLY = "organization_only", _("Organization only: no people are named")
    NOT_ATTRIBUTED = "not_attributed", _("Not attributed: no one is named")


class Recurrence(TextChoices):
    """Recurrence rules of a series."""

    WEEKLY = "weekly", _("Every week, on the same weekday")
    FORTNIGHTLY = "fortnightly", _("Every two weeks, on the same weekday")
    MONTHLY_WEEKDAY = "monthly_weekday", _("Every month, on the same week and weekday")
    MONTHLY_DATE = "monthly_date", _("Every month, on the same date")


class WaitlistMode(TextChoices):
    INSTANT = "instant", _("Give open seats right away")
    OFFER = "offer", _("Offer open seats for a set time")
    NONE = "none", _("No waitlist")


class ReminderDays(IntegerChoices):
    """How many days before the session reminders are sent."""

    ONE = 1, _("A day before")
    TWO = 2, _("Two days before")
    THREE = 3, _("Three days before")
    SEVEN = 7, _("A week before")
    FOURTEEN = 14, _("Two weeks before")
