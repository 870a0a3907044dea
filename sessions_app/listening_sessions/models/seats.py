"""Seats: a denormalized counter for each way of attending, and one for each organization.

A counter is changed by a conditional UPDATE and guarded by a CHECK constraint, so that no number of
concurrent registrations can oversell (docs/invariants.md, 1). The lock order everywhere is:
session, then pool, then allotment.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.listening_sessions.models.sessions import ListeningSession
from sessions_app.organizations.models import Organization


class SeatPool(models.Model):
    """The seats of a session for one way of attending."""

    listening_session = models.ForeignKey(
        ListeningSession, models.CASCADE, related_name="seat_pools"
    )
    mode = models.CharField(_("in person or online"), max_length=20, choices=AttendanceMode)
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Leave blank for no limit.")
    )
    #: Seats of confirmed and offered registrations.
    taken = models.PositiveIntegerField(default=0, editable=False)
    #: Number of registrations on the waitlist. While it is not 0, nobody passes it over.
    waiting = models.PositiveIntegerField(default=0, editable=False)
    #: Next position on the waitlist.
    next_position = models.PositiveIntegerField(default=1, editable=False)
    #: False while the session takes no registrations (draft, postponed, cancelled, held).
    #: Denormalized from the session's state so that one UPDATE can check it together with the
    #: count.
    is_open = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["listening_session", "mode"]
        verbose_name = _("seat pool")
        verbose_name_plural = _("seat pools")
        constraints = [
            models.UniqueConstraint(
                fields=["listening_session", "mode"], name="seat_pool_once_per_mode"
            ),
            models.CheckConstraint(
                name="seat_pool_never_oversold",
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                violation_error_message=_(
                    "More seats than that are already taken. Enter a higher number."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listening_session} · {self.get_mode_display()}"

    @property
    def free(self) -> int | None:
        """Seats left; None if unlimited."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def is_full(self) -> bool:
        """Whether a new registration would be waitlisted."""
        return self.waiting > 0 or self.free == 0


class SeatAllotment(models.Model):
    """The seats that one organization has asked for at one session, and its limit.

    ``taken`` counts every seat requested, including those on the waitlist and awaiting approval, so
    that a promotion can never find the limit reached. The session's limit is denormalized here, so
    that one UPDATE can check it together with the count.
    """

    listening_session = models.ForeignKey(
        ListeningSession, models.CASCADE, related_name="seat_allotments"
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="seat_allotments")
    seats = models.PositiveSmallIntegerField(
        _("seats allowed"), null=True, blank=True, help_text=_("Leave blank for no limit.")
    )
    taken = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("seat allotment")
        verbose_name_plural = _("seat allotments")
        constraints = [
            models.UniqueConstraint(
                fields=["listening_session", "organization"], name="seat_allotment_once"
            ),
            models.CheckConstraint(
                name="seat_allotment_never_exceeded",
                condition=Q(seats__isnull=True) | Q(taken__lte=F("seats")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listening_session} · {self.organization}"
