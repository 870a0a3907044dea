"""Accommodation requests."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from sessions_app.core.models import (
    ReferencedModel,
    SearchedModel,
    SearchedQuerySet,
    TimestampedModel,
)
from sessions_app.registrations.enums import (
    OPEN_ACCOMMODATION_STATES,
    AccommodationKind,
    AccommodationState,
)
from sessions_app.registrations.models.registrations import Registration


class AccommodationQuerySet(SearchedQuerySet["AccommodationRequest"]):
    def open(self) -> "AccommodationQuerySet":
        return self.filter(state__in=OPEN_ACCOMMODATION_STATES)

    def left_behind(self) -> "AccommodationQuerySet":
        """Requests assigned to people whose account is deactivated."""
        return self.filter(assignee__in=User.objects.deactivated())

    def visible_to(self, user: User) -> "AccommodationQuerySet":
        """Requests that a user may read: all, or those assigned to or hosted by them."""
        if user.has_perm("sessions_app.view_any_accommodation"):
            return self
        if user.has_perm("sessions_app.view_accommodationrequest"):
            return self.filter(Q(assignee=user) | Q(registration__listening_session__host=user))
        return self.none()


class AccommodationRequest(SearchedModel, ReferencedModel, TimestampedModel):
    """An accommodation that somebody needs. Only the staff who arrange it may read it."""

    REFERENCE_KIND = "AR"
    SEARCHED = ("reference",)

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="accommodation_requests"
    )
    kind = models.CharField(_("accommodation"), max_length=20, choices=AccommodationKind)
    language = models.CharField(_("language needed"), max_length=80, blank=True)
    detail = models.TextField(_("details"), blank=True)
    state = models.CharField(
        _("status"),
        max_length=20,
        choices=AccommodationState,
        default=AccommodationState.REQUESTED,
        editable=False,
    )
    state_reason = models.TextField(_("reason"), blank=True, editable=False)
    #: Requested inside the session's lead time. A warning to staff, never a refusal.
    is_late = models.BooleanField(_("short notice"), default=False, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accommodation_requests",
        verbose_name=_("assigned to"),
    )
    due_on = models.DateField(_("arrange by"))

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("accommodation request")
        verbose_name_plural = _("accommodation requests")
        permissions = [
            ("view_any_accommodation", _("Can view all accommodation requests")),
            ("count_accommodations", _("Can view accommodation request counts")),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="accommodation_by_due"),
            models.Index(fields=["assignee", "state", "due_on"], name="accommodation_by_assignee"),
        ]
