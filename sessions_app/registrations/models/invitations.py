"""Invitations to a listening session: guest, address, and answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from sessions_app.core.models import (
    ReferencedModel,
    SearchedModel,
    SearchedQuerySet,
    TimestampedModel,
)
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Contact, Organization
from sessions_app.registrations.enums import REGISTRATION_ENDS, InvitationState
from sessions_app.registrations.models.registrations import Registration


class InvitationQuerySet(SearchedQuerySet["Invitation"]):
    def prepared(self) -> "InvitationQuerySet":
        return self.filter(state=InvitationState.PREPARED)


class Invitation(SearchedModel, ReferencedModel, TimestampedModel):
    """An invitation to one e-mail address. Its link can be used for one registration at a time."""

    REFERENCE_KIND = "IN"
    SEARCHED = ("reference", "name", "email")

    listening_session = models.ForeignKey(
        ListeningSession,
        models.PROTECT,
        related_name="invitations",
        verbose_name=_("listening session"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("organization"),
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invitations",
        verbose_name=_("contact"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(
        _("e-mail language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    state = models.CharField(
        _("status"),
        max_length=20,
        choices=InvitationState,
        default=InvitationState.PREPARED,
        editable=False,
    )
    sent_at = models.DateTimeField(_("sent on"), null=True, editable=False)
    answered_at = models.DateTimeField(_("answered on"), null=True, editable=False)
    #: The most recent registration made with it.
    registration = models.OneToOneField(
        Registration, models.PROTECT, null=True, editable=False, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "listening_session",
                Lower("email"),
                name="invitation_once_per_address",
                condition=~Q(state=InvitationState.REVOKED),
            ),
            models.CheckConstraint(
                name="invitation_accepted_by_a_registration",
                condition=~Q(state=InvitationState.ACCEPTED) | Q(registration__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["listening_session", "state", "id"], name="invitation_by_state"),
            models.Index(fields=["state", "-created_at"], name="invitation_newest_in_state"),
            models.Index(fields=["-created_at", "-id"], name="invitation_newest"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_usable(self) -> bool:
        """Whether its link can register: it was sent, and has no active registration."""
        if self.state == InvitationState.ACCEPTED and self.registration is not None:
            return self.registration.state in REGISTRATION_ENDS
        return self.state in (InvitationState.SENT, InvitationState.DECLINED)
