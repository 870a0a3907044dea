"""Read-back: an organization checks the statements that were logged as its own."""

import datetime
import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.core.models import ReferencedModel, TimestampedModel
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Contact, Organization
from sessions_app.read_back.enums import AnswerKind, Settlement


class ReadBackQuerySet(models.QuerySet["ReadBack"]):
    def open(self) -> "ReadBackQuerySet":
        """Those that can be answered."""
        return self.filter(ends_at__gt=timezone.now(), revoked_at__isnull=True)


class ReadBack(ReferencedModel, TimestampedModel):
    """Statements of one organization at one session, read back to it until a date.

    Holds no key to a statement: those are found by session and organization, so that one whose
    attribution is withdrawn is tied to nothing (docs/adr/0060).
    """

    REFERENCE_KIND = "RB"

    listening_session = models.ForeignKey(
        ListeningSession, models.PROTECT, related_name="read_backs"
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="read_backs")
    answer_by = models.DateField(_("answer by"))
    #: The end of that day where the session took place.
    ends_at = models.DateTimeField(editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("ended early"), null=True, editable=False)

    objects = ReadBackQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("read-back")
        verbose_name_plural = _("read-backs")
        constraints = [
            models.UniqueConstraint(
                fields=["listening_session", "organization"],
                name="read_back_once_at_a_time",
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.ends_at > timezone.now()


class ReadBackRecipient(models.Model):
    """A contact who got the link, at the address that they had then."""

    read_back = models.ForeignKey(ReadBack, models.CASCADE, related_name="recipients")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10, default="en", db_default="en")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("recipient of a read-back")
        verbose_name_plural = _("recipients of a read-back")
        constraints = [
            models.UniqueConstraint(
                fields=["read_back", "contact"], name="read_back_recipient_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.read_back} · {self.contact}"


class StatementAnswerQuerySet(models.QuerySet["StatementAnswer"]):
    def open_corrections(self) -> "StatementAnswerQuerySet":
        """Corrections that staff have not settled."""
        return self.filter(kind=AnswerKind.CORRECTED, settled_at__isnull=True)


class StatementAnswer(models.Model):
    """What an organization answered about one of its statements. Kept; the newest one counts.

    Names no organization and no person: whose answer it is follows from the item, while it has an
    organization.
    """

    feedback_item = models.ForeignKey(
        FeedbackItem, models.PROTECT, related_name="statement_answers"
    )
    kind = models.CharField(_("answer"), max_length=20, choices=AnswerKind)
    words = models.TextField(_("in their words"), blank=True, default="", db_default="")
    #: SHA-256 of the summary that was answered.
    summary_hash = models.CharField(max_length=64, blank=True, default="", db_default="")
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    settlement = models.CharField(
        _("what became of it"),
        max_length=20,
        choices=Settlement,
        blank=True,
        default="",
        db_default="",
    )
    settlement_reason = models.TextField(_("reason"), blank=True, default="", db_default="")
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = StatementAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_at", "-pk"]
        verbose_name = _("answer to a statement")
        verbose_name_plural = _("answers to statements")
        constraints = [
            models.CheckConstraint(
                name="statement_answer_correction_has_words",
                condition=~Q(kind=AnswerKind.CORRECTED) | ~Q(words=""),
            ),
            models.CheckConstraint(
                name="statement_answer_settled_with_result",
                condition=Q(settled_at__isnull=True, settlement="")
                | Q(settled_at__isnull=False) & ~Q(settlement=""),
            ),
            models.CheckConstraint(
                name="statement_answer_kept_with_reason",
                condition=~Q(settlement=Settlement.KEPT) | ~Q(settlement_reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["feedback_item", "-answered_at", "-id"], name="statement_answer_newest"
            ),
            models.Index(
                fields=["feedback_item"],
                name="statement_answer_open",
                condition=Q(kind=AnswerKind.CORRECTED, settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_item} · {self.get_kind_display()}"

    @property
    def answered_on(self) -> datetime.date:
        return timezone.localtime(self.answered_at).date()


class TrailAnswerQuerySet(models.QuerySet["TrailAnswer"]):
    def to_read(self) -> "TrailAnswerQuerySet":
        """Objections that no staff member has answered."""
        return self.filter(is_right=False, seen_at__isnull=True)


class TrailAnswer(models.Model):
    """Whether an organization says that what came of its statement is told right. Append-only.

    Like :class:`StatementAnswer`, it names no organization and no person.
    """

    feedback_item = models.ForeignKey(FeedbackItem, models.PROTECT, related_name="trail_answers")
    is_right = models.BooleanField(_("right"))
    remark = models.TextField(_("remark"), blank=True, default="", db_default="")
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    reply = models.TextField(_("our answer"), blank=True, default="", db_default="")
    seen_at = models.DateTimeField(_("seen"), null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = TrailAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_at", "-pk"]
        verbose_name = _("answer to a trail")
        verbose_name_plural = _("answers to trails")
        constraints = [
            models.CheckConstraint(
                name="trail_answer_objection_has_remark",
                condition=Q(is_right=True) | ~Q(remark=""),
            ),
            models.CheckConstraint(
                name="trail_answer_seen_with_reply",
                condition=Q(seen_at__isnull=True) | ~Q(reply=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["feedback_item", "-answered_at", "-id"], name="trail_answer_newest"
            ),
            models.Index(
                fields=["answered_at", "id"],
                name="trail_answer_to_read",
                condition=Q(is_right=False, seen_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feedback_item} · {self.answered_at:%Y-%m-%d}"


def summary_hash(item: FeedbackItem) -> str:
    """Return what tells whether the words that somebody answered are still the same."""
    return hashlib.sha256(item.public_summary.encode()).hexdigest()
