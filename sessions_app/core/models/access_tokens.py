"""Access tokens: personal links that open a record without an account."""

import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.core.enums import TokenPurpose
from sessions_app.core.models.base import TimestampedModel

#: Foreign keys to the records that a link may open; each link has exactly one. The records belong
#: to nouns above this one, so the schema names them without importing them.
OWNERS = ("registration", "invitation", "user", "read_back_recipient", "contact")


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def valid(self, *, now: datetime.datetime | None = None) -> "AccessTokenQuerySet":
        return self.filter(revoked_at__isnull=True, expires_at__gt=now or timezone.now())


class AccessToken(TimestampedModel):
    """One personal link, for one purpose and one record; see :mod:`sessions_app.core.tokens`."""

    purpose = models.CharField(_("purpose"), max_length=20, choices=TokenPurpose)
    registration = models.ForeignKey(
        "sessions_app.Registration", models.CASCADE, null=True, related_name="access_tokens"
    )
    invitation = models.ForeignKey(
        "sessions_app.Invitation", models.CASCADE, null=True, related_name="access_tokens"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="access_tokens"
    )
    read_back_recipient = models.ForeignKey(
        "sessions_app.ReadBackRecipient", models.CASCADE, null=True, related_name="access_tokens"
    )
    contact = models.ForeignKey(
        "sessions_app.Contact", models.CASCADE, null=True, related_name="access_tokens"
    )
    nonce = models.CharField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        constraints = [
            models.CheckConstraint(
                name="access_token_opens_one_record",
                condition=reduce(
                    or_,
                    (
                        Q(**{f"{name}__isnull": name != owner for name in OWNERS})
                        for owner in OWNERS
                    ),
                ),
            ),
            models.UniqueConstraint(
                fields=["user"],
                name="access_token_one_calendar",
                condition=Q(purpose=TokenPurpose.CALENDAR, revoked_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["registration", "purpose"],
                name="access_token_current",
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} · {self.registration or self.invitation or self._owner_key()}"

    def _owner_key(self) -> int | None:
        return next(filter(None, (getattr(self, f"{name}_id") for name in OWNERS)), None)
