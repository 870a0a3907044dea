"""The outbox: e-mails waiting to be sent.

A message is stored in the transaction of the change that it reports, and sent later by a worker
that holds a lease on it: no mail server is called inside a transaction, and a worker that dies
loses nothing (docs/invariants.md, 4).
"""

import datetime

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.core.models import AccessToken, SearchedModel, SearchedQuerySet, TimestampedModel
from sessions_app.mail.enums import VoidReason


class OutboxQuerySet(SearchedQuerySet["OutboxMessage"]):
    def waiting(self) -> "OutboxQuerySet":
        return self.filter(sent_at__isnull=True, failed_at__isnull=True, voided_at__isnull=True)

    def to(self, address: str) -> "OutboxQuerySet":
        """Messages to an address, in whatever case it was typed."""
        return self.annotate(address=Lower("recipient")).filter(address=Lower(Value(address)))

    def failed(self) -> "OutboxQuerySet":
        return self.filter(failed_at__isnull=False)

    def due(self, *, now: datetime.datetime) -> "OutboxQuerySet":
        """Messages to send now that no worker holds a lease on, oldest first."""
        return (
            self.waiting()
            .filter(next_attempt_at__lte=now)
            .filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))
            .order_by("next_attempt_at", "pk")
        )


class OutboxMessage(SearchedModel, TimestampedModel):
    """One e-mail to one address.

    Bodies hold ``[[token:ID]]`` in place of the secret of a personal link; the secret is filled in
    when the message is sent and is stored nowhere.
    """

    SEARCHED = ("recipient", "subject")

    kind = models.CharField(_("kind"), max_length=40)
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=250)
    body_text = models.TextField(_("text"))
    body_html = models.TextField(_("HTML"), blank=True)
    #: iTIP part (RFC 6047): the calendar object and its METHOD.
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    #: Idempotency key: names the event that this message reports.
    unique_key = models.CharField(max_length=200, unique=True)
    registration = models.ForeignKey(
        "sessions_app.Registration",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("registration"),
    )
    #: The only personal link whose secret is filled into the bodies.
    token = models.ForeignKey(
        AccessToken, models.PROTECT, null=True, editable=False, related_name="+"
    )
    message_id = models.CharField(max_length=200, unique=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    #: Fencing token: new with each lease, so that a worker whose lease expired cannot write.
    lease_key = models.CharField(max_length=32, blank=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    failed_at = models.DateTimeField(_("not delivered"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    #: Hash of the session's schedule when a reminder was queued; see
    #: ``registrations/services/reminders.py``.
    schedule_hash = models.CharField(
        max_length=32, blank=True, default="", db_default="", editable=False
    )
    #: Set if the message was out of date by the time it was due.
    voided_at = models.DateTimeField(_("not sent"), null=True, blank=True, editable=False)
    void_reason = models.CharField(
        max_length=20, choices=VoidReason, blank=True, default="", db_default="", editable=False
    )

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        constraints = [
            models.CheckConstraint(
                name="outbox_sent_or_failed",
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True),
            ),
            models.CheckConstraint(
                name="outbox_void_is_not_sent",
                condition=Q(voided_at__isnull=True)
                | (Q(sent_at__isnull=True) & Q(failed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="outbox_one_line_headers",
                condition=~Q(subject__contains="\n") & ~Q(subject__contains="\r"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at", "id"],
                name="outbox_waiting",
                condition=Q(sent_at__isnull=True, failed_at__isnull=True, voided_at__isnull=True),
            ),
            models.Index(
                fields=["-created_at", "-id"],
                name="outbox_failed",
                condition=Q(failed_at__isnull=False),
            ),
            models.Index(fields=["-created_at", "-id"], name="outbox_newest"),
            models.Index(Lower("recipient"), "kind", name="outbox_by_recipient"),
            # Queried for every confirmed seat each second, and the rows themselves are large.
            models.Index(
                fields=["registration", "schedule_hash"],
                name="outbox_reminders",
                condition=Q(schedule_hash__gt="", voided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.message_id
