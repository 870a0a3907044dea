"""Listening sessions and series."""

import datetime
import uuid
import zoneinfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from sessions_app.core.models import (
    ReferencedModel,
    SearchedModel,
    SearchedQuerySet,
    TimestampedModel,
)
from sessions_app.listening_sessions.enums import (
    MODES_OF_FORMAT,
    PUBLIC_SESSION_STATES,
    STILL_TO_COME,
    AttributionRule,
    ReminderDays,
    SessionFormat,
    SessionState,
    Visibility,
    WaitlistMode,
)
from sessions_app.listening_sessions.models.venues import Room, Venue
from sessions_app.programs.models import Jurisdiction, Language, Program

#: Time zones of sessions: one for each local time in the states and territories.
US_TIME_ZONES = [
    ("America/New_York", _("Eastern time")),
    ("America/Chicago", _("Central time")),
    ("America/Denver", _("Mountain time")),
    ("America/Phoenix", _("Mountain time, Arizona")),
    ("America/Los_Angeles", _("Pacific time")),
    ("America/Anchorage", _("Alaska time")),
    ("America/Adak", _("Hawaii-Aleutian time, Aleutian Islands")),
    ("Pacific/Honolulu", _("Hawaii time")),
    ("America/Puerto_Rico", _("Atlantic time, Puerto Rico and Virgin Islands")),
    ("Pacific/Guam", _("Chamorro time, Guam and Northern Marianas")),
    ("Pacific/Pago_Pago", _("Samoa time")),
]


#: Readiness list: what must be settled before a session is held, with its legal basis.
READINESS_CHECKS = (
    "faca_checked",
    "pra_checked",
    "privacy_notice_ready",
    "accommodations_ready",
    "interpreters_ready",
)


#: Those of them that are arranged for one time and place.
ARRANGED_CHECKS = ("accommodations_ready", "interpreters_ready")


#: A year. Dates are computed with these, and must not overflow Python's calendar.
MOST_DAYS = 365


MOST_HOURS = 365 * 24


#: Most people whom one registration can hold: the limit of the database and of the staff form.
MOST_PEOPLE = 50


def new_ical_uid() -> str:
    """Return a globally unique iCalendar UID that reveals nothing (RFC 7986, 5.3)."""
    return str(uuid.uuid4())


class ListeningSessionQuerySet(SearchedQuerySet["ListeningSession"]):
    def listed(self) -> "ListeningSessionQuerySet":
        """Sessions that public lists, feeds and search may show."""
        return self.filter(visibility=Visibility.PUBLIC, state__in=PUBLIC_SESSION_STATES)

    def reachable(self) -> "ListeningSessionQuerySet":
        """Sessions whose page opens for anyone with the URL."""
        return self.filter(
            visibility__in=[Visibility.PUBLIC, Visibility.UNLISTED],
            state__in=PUBLIC_SESSION_STATES,
        )

    def upcoming(self, *, now: datetime.datetime | None = None) -> "ListeningSessionQuerySet":
        """Sessions that are not over, soonest first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, *, now: datetime.datetime | None = None) -> "ListeningSessionQuerySet":
        """Sessions that are over, most recent first."""
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at", "-pk")

    def to_close_out(self) -> "ListeningSessionQuerySet":
        """Sessions that are over, and whose attendance nobody has recorded yet."""
        return self.filter(state=SessionState.SCHEDULED, ends_at__lt=timezone.now())

    def left_behind(self) -> "ListeningSessionQuerySet":
        """Sessions to come whose host has a deactivated account."""
        to_come = Q(state=SessionState.POSTPONED) | Q(
            state__in=[SessionState.DRAFT, SessionState.SCHEDULED], ends_at__gte=timezone.now()
        )
        return self.filter(to_come, host__in=User.objects.deactivated())


class SessionSeries(TimestampedModel):
    """Groups sessions created from one recurrence rule. Each is an ordinary session."""

    rule = models.CharField(
        _("rule"), max_length=200, help_text=_("A recurrence rule (RFC 5545, 3.3.10).")
    )

    class Meta:
        verbose_name = _("session series")
        verbose_name_plural = _("session series")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class ListeningSession(SearchedModel, ReferencedModel, TimestampedModel):
    """A meeting in which the office hears from the public. Its seats are in :class:`SeatPool`."""

    REFERENCE_KIND = "LS"
    SEARCHED = ("reference", "title", "summary")

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("web address"), max_length=120, unique=True)
    program = models.ForeignKey(
        Program, models.PROTECT, related_name="listening_sessions", verbose_name=_("program")
    )
    summary = models.TextField(
        _("description"), help_text=_("Shown to the public. Say who should come and why.")
    )
    format = models.CharField(_("format"), max_length=20, choices=SessionFormat)
    visibility = models.CharField(
        _("visibility"), max_length=20, choices=Visibility, default=Visibility.PUBLIC
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=40, choices=US_TIME_ZONES)
    venue = models.ForeignKey(
        Venue,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listening_sessions",
        verbose_name=_("venue"),
    )
    room = models.ForeignKey(
        Room,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listening_sessions",
        verbose_name=_("room"),
    )
    join_link = models.URLField(
        _("join link"), blank=True, help_text=_("Shown only to people with a confirmed seat.")
    )
    join_link_in_calendar = models.BooleanField(
        _("put the join link in calendar entries"),
        default=True,
        db_default=True,
        help_text=_(
            "Only in the entries that we e-mail to people with a confirmed seat online. Others who "
            "can see their calendar see it too."
        ),
    )
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="hosted_sessions",
        verbose_name=_("host"),
    )
    jurisdictions = models.ManyToManyField(
        Jurisdiction,
        blank=True,
        related_name="listening_sessions",
        verbose_name=_("states and counties"),
    )
    languages = models.ManyToManyField(
        Language, blank=True, related_name="listening_sessions", verbose_name=_("languages offered")
    )
    attribution_rule = models.CharField(
        _("who may be named"),
        max_length=20,
        choices=AttributionRule,
        default=AttributionRule.ORGANIZATION_ONLY,
    )
    registration_opens_at = models.DateTimeField(
        _("registration opens"),
        null=True,
        blank=True,
        help_text=_("Leave blank to open right away."),
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes"),
        null=True,
        blank=True,
        help_text=_("Leave blank to close when the session starts."),
    )
    seats_per_organization = models.PositiveSmallIntegerField(
        _("seats per organization"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_(
            "Leave blank for no limit. Counted for registrations whose e-mail address shows which "
            "organization they come from."
        ),
    )
    people_per_registration = models.PositiveSmallIntegerField(
        _("people per registration"),
        default=10,
        db_default=10,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
        help_text=_("Staff can register larger groups, up to 50 people."),
    )
    approval_required = models.BooleanField(
        _("staff must approve each registration"), default=False
    )
    waitlist_mode = models.CharField(
        _("waitlist"), max_length=20, choices=WaitlistMode, default=WaitlistMode.INSTANT
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to accept a seat offer"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)],
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("reminder"),
        choices=ReminderDays,
        null=True,
        blank=True,
        default=ReminderDays.TWO,
        help_text=_("Everyone with a seat gets one reminder e-mail. Leave blank for no reminder."),
    )
    change_hours = models.PositiveSmallIntegerField(
        _("hours before the start when online changes close"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_HOURS)],
        help_text=_(
            "After this, people cannot change or cancel with their link, but staff still "
            "can. Leave blank to allow changes until the session ends."
        ),
    )
    accommodation_lead_days = models.PositiveSmallIntegerField(
        _("days needed to arrange accommodations"),
        default=7,
        validators=[MaxValueValidator(MOST_DAYS)],
        help_text=_("Later requests are accepted and marked as short notice."),
    )
    faca_checked = models.BooleanField(
        _("we ask for individual advice, not group advice"),
        default=False,
        help_text=_("Federal Advisory Committee Act, 41 CFR 102-3.40"),
    )
    pra_checked = models.BooleanField(
        _("we do not ask ten or more people the same questions"),
        default=False,
        help_text=_("Paperwork Reduction Act; public meetings are exempt"),
    )
    privacy_notice_ready = models.BooleanField(
        _("Privacy Act statement is ready to hand out"), default=False
    )
    accommodations_ready = models.BooleanField(
        _("accommodations are arranged"), default=False, help_text=_("Section 504")
    )
    interpreters_ready = models.BooleanField(_("interpreters are arranged"), default=False)
    series = models.ForeignKey(
        SessionSeries,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listening_sessions",
        verbose_name=_("series"),
        editable=False,
    )
    ical_uid = models.CharField(max_length=64, unique=True, default=new_ical_uid, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    revised_at = models.DateTimeField(default=timezone.now, editable=False)
    #: The start that was announced before, if the session was rescheduled.
    previous_starts_at = models.DateTimeField(null=True, editable=False)
    state = models.CharField(
        _("status"),
        max_length=20,
        choices=SessionState,
        default=SessionState.DRAFT,
        editable=False,
    )
    state_reason = models.TextField(_("reason"), blank=True, editable=False)

    objects = ListeningSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = _("listening session")
        verbose_name_plural = _("listening sessions")
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The session must end after it starts."),
            ),
            models.CheckConstraint(
                name="session_registration_window_in_order",
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_closes_at__isnull=True)
                | Q(registration_closes_at__gt=F("registration_opens_at")),
                violation_error_message=_("Registration must close after it opens."),
            ),
            models.CheckConstraint(
                name="session_periods_can_be_counted",
                condition=Q(accommodation_lead_days__lte=MOST_DAYS)
                & Q(offer_hours__lte=MOST_HOURS)
                & (Q(change_hours__isnull=True) | Q(change_hours__lte=MOST_HOURS)),
            ),
            models.CheckConstraint(
                name="session_people_per_registration",
                condition=Q(people_per_registration__gte=1)
                & Q(people_per_registration__lte=MOST_PEOPLE),
            ),
        ]
        indexes = [
            models.Index(
                fields=["visibility", "state", "starts_at"], name="session_public_by_start"
            ),
            models.Index(fields=["visibility", "state", "ends_at"], name="session_public_by_end"),
            models.Index(fields=["program", "starts_at"], name="session_program_by_start"),
            models.Index(fields=["state", "starts_at"], name="session_state_by_start"),
            models.Index(fields=["host", "starts_at"], name="session_host_by_start"),
            models.Index(fields=["starts_at"], name="session_by_start"),
            models.Index(fields=["updated_at"], name="session_by_change"),
            models.Index(fields=["ends_at"], name="session_by_end"),
        ]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime.datetime:
        """The start in local time: aware, in :attr:`zone`."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime.datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def modes(self) -> tuple[str, ...]:
        """The ways of attending that its format has."""
        return MODES_OF_FORMAT[self.format]

    @property
    def is_cancelled(self) -> bool:
        return self.state == SessionState.CANCELLED

    def is_over(self, *, now: datetime.datetime | None = None) -> bool:
        return self.ends_at < (now or timezone.now())

    def is_to_come(self, *, now: datetime.datetime | None = None) -> bool:
        """Whether it is still to be held. Drafts and postponed sessions have no final date."""
        is_due = self.state == SessionState.SCHEDULED and self.is_over(now=now)
        return self.state in STILL_TO_COME and not is_due

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:session_detail", args=[self.slug])
