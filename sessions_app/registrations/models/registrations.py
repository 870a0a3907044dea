"""Registrations for listening sessions, and their attendees."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from sessions_app.core.models import (
    ReferencedModel,
    SearchedModel,
    SearchedQuerySet,
    TimestampedModel,
)
from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.listening_sessions.models.sessions import MOST_PEOPLE
from sessions_app.organizations.models import Organization
from sessions_app.registrations.enums import (
    ACTIVE_REGISTRATION_STATES,
    CHANGEABLE_REGISTRATION_STATES,
    QuestionKind,
    RegistrationSource,
    RegistrationState,
    YesNo,
)


class RegistrationQuerySet(SearchedQuerySet["Registration"]):
    def active(self) -> "RegistrationQuerySet":
        return self.filter(state__in=ACTIVE_REGISTRATION_STATES)


class Registration(SearchedModel, ReferencedModel, TimestampedModel):
    """One request for seats at one session, by one person, for themselves or others."""

    REFERENCE_KIND = "RG"
    SEARCHED = ("reference", "name", "email", "organization_name")

    listening_session = models.ForeignKey(
        ListeningSession,
        models.PROTECT,
        related_name="registrations",
        verbose_name=_("listening session"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("organization"),
    )
    #: As typed. ``organization`` is set only if the e-mail address proves the affiliation.
    organization_name = models.CharField(_("organization as entered"), max_length=200, blank=True)
    name = models.CharField(_("registered by"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    #: A new address that waits to be confirmed from its own mailbox.
    new_email = models.EmailField(
        _("new e-mail"), blank=True, default="", db_default="", editable=False
    )
    phone = PhoneNumberField(_("phone"), blank=True)
    language = models.CharField(
        _("e-mail language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    mode = models.CharField(_("in person or online"), max_length=20, choices=AttendanceMode)
    #: How often ``mode`` has changed; part of the SEQUENCE of the person's calendar entry.
    mode_changes = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    seats = models.PositiveSmallIntegerField(_("seats"))
    #: Answers to the session's own questions; see ``registrations/models/questions.py``.
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    state = models.CharField(_("status"), max_length=20, choices=RegistrationState, editable=False)
    state_reason = models.TextField(_("reason"), blank=True, editable=False)
    source = models.CharField(
        _("source"),
        max_length=20,
        choices=RegistrationSource,
        default=RegistrationSource.WEB,
        editable=False,
    )
    #: Position on the pool's waitlist; None if not waitlisted.
    position = models.PositiveIntegerField(_("place on the waitlist"), null=True, editable=False)
    offer_expires_at = models.DateTimeField(_("offer expires"), null=True, editable=False)
    #: SHA-256 of the form's idempotency key: submitting a form twice registers once.
    idempotency_key = models.CharField(max_length=64, unique=True, null=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                "listening_session",
                Lower("email"),
                name="registration_active_once_per_address",
                condition=Q(state__in=ACTIVE_REGISTRATION_STATES) & ~Q(email=""),
            ),
            models.UniqueConstraint(
                fields=["listening_session", "mode", "position"],
                name="registration_place_in_line_is_unique",
                condition=Q(state=RegistrationState.WAITLISTED),
            ),
            models.CheckConstraint(
                name="registration_has_seats",
                condition=Q(seats__gte=1, seats__lte=MOST_PEOPLE),
            ),
            models.CheckConstraint(
                name="registration_waits_in_a_place",
                condition=~Q(state=RegistrationState.WAITLISTED) | Q(position__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_offer_expires",
                condition=~Q(state=RegistrationState.OFFERED) | Q(offer_expires_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["offer_expires_at"],
                name="registration_offers",
                condition=Q(state=RegistrationState.OFFERED),
            ),
            models.Index(
                fields=["listening_session", "state", "-created_at"],
                name="registration_roster",
            ),
            models.Index(fields=["organization", "-created_at"], name="registration_by_org"),
            models.Index(fields=["state", "-created_at"], name="registration_by_state"),
            models.Index(fields=["-created_at", "-id"], name="registration_newest"),
            models.Index(Lower("email"), name="registration_by_email"),
        ]

    @property
    def is_changeable(self) -> bool:
        """Whether its state allows the registrant to change or cancel it."""
        return self.state in CHANGEABLE_REGISTRATION_STATES

    @property
    def answers_given(self) -> list[tuple[str, str]]:
        """Questions, in the wording that was asked, with answers, in form order."""
        words = dict(YesNo.choices)
        entries = sorted(self.answers.items(), key=lambda entry: (entry[1]["order"], int(entry[0])))
        given = []
        for _pk, entry in entries:
            answer = entry["answer"]
            if entry["kind"] == QuestionKind.YES_NO:
                answer = str(words.get(answer, answer))
            given.append((entry["asked"], answer))
        return given

    @property
    def answers_label(self) -> str:
        """Questions and answers as one text, for a spreadsheet cell."""
        return "\n".join(f"{asked}: {answer}" for asked, answer in self.answers_given)

    @property
    def changes_close_at(self) -> datetime.datetime:
        """Deadline to change or cancel a seat. The waitlist can be left until the end."""
        session = self.listening_session
        if session.change_hours is None or not self.has_seat:
            return session.ends_at
        return session.starts_at - datetime.timedelta(hours=session.change_hours)

    def takes_changes(self, *, now: datetime.datetime | None = None) -> bool:
        """Whether the registrant may change or cancel it now."""
        return self.is_changeable and (now or timezone.now()) < self.changes_close_at

    @property
    def has_seat(self) -> bool:
        return self.state == RegistrationState.CONFIRMED

    @property
    def people_coming(self) -> "list[Attendee]":
        """The attendees who are coming; no query if ``attendees`` was prefetched."""
        if "attendees" in getattr(self, "_prefetched_objects_cache", {}):
            return [each for each in self.attendees.all() if each.withdrawn_at is None]
        return list(self.attendees.coming())


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def coming(self) -> "AttendeeQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Attendee(models.Model):
    """A person who attends. The name is on the session's own roster and nowhere else."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="attendees")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    checked_in_at = models.DateTimeField(_("checked in"), null=True, blank=True, editable=False)
    #: Removed by the registrant; kept for the record, but not on the roster.
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        constraints = [
            models.CheckConstraint(
                name="attendee_checked_in_is_coming",
                condition=Q(checked_in_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration} · {self.pk}"
