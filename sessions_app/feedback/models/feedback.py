"""Feedback items: one for each point that somebody made."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from sessions_app.core.models import (
    ReferencedModel,
    SearchedModel,
    SearchedQuerySet,
    TimestampedModel,
)
from sessions_app.feedback.enums import (
    FEEDBACK_STATES_WITH_REASON,
    AttributionLevel,
    FeedbackChannel,
    FeedbackKind,
    FeedbackState,
    Severity,
)
from sessions_app.listening_sessions.enums import AttributionRule
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Organization
from sessions_app.programs.models import Jurisdiction, Language, Program


class SeverityRank(models.Func):
    """The severity as a number, low to urgent, to order by.

    Without parameters, so that both databases recognize the expression of the index.
    """

    template = (
        "(CASE %(expressions)s WHEN 'urgent' THEN 4 WHEN 'high' THEN 3 WHEN 'moderate' THEN 2 "
        "ELSE 1 END)"
    )
    output_field = models.PositiveSmallIntegerField()


class FeedbackQuerySet(SearchedQuerySet["FeedbackItem"]):
    def counted(self) -> "FeedbackQuerySet":
        """Each point once: without duplicates, and without items split or merged into others.

        All figures start from this QuerySet (docs/invariants.md, 7).
        """
        return self.exclude(state=FeedbackState.DUPLICATE).filter(
            duplicate_of__isnull=True, merged_into__isnull=True, was_split=False
        )

    def public(self) -> "FeedbackQuerySet":
        """Items with an approved public summary."""
        return self.counted().filter(summary_approved_at__isnull=False)

    def summary_to_approve(self) -> "FeedbackQuerySet":
        """Items with a summary that nobody has approved. A new item is reviewed first."""
        return (
            self.counted()
            .filter(summary_approved_at__isnull=True)
            .exclude(public_summary="")
            .exclude(state__in=[FeedbackState.NEW, FeedbackState.ROUTED])
        )

    def with_new_messages(self) -> "FeedbackQuerySet":
        """Items to which their writer added something that staff have not read."""
        return self.filter(pk__in=self.model.objects.filter(messages__is_new=True).values("pk"))

    def visible_to(self, user: User) -> "FeedbackQuerySet":
        """Items that a user may open: all of them for users who may view the register, otherwise
        those linked to actions that the user owns.
        """
        if user.has_perm("sessions_app.view_feedbackitem"):
            return self
        if user.has_perm("sessions_app.view_followupaction"):
            return self.filter(action_links__action__owner=user).distinct()
        return self.none()


class FeedbackItem(SearchedModel, ReferencedModel, TimestampedModel):
    """One concern, suggestion, question or commendation.

    The private note is what was said, verbatim where possible. The public summary is written by
    staff and is shown only after approval.
    """

    REFERENCE_KIND = "FB"
    SEARCHED = ("reference", "public_summary", "private_note")

    kind = models.CharField(_("kind"), max_length=20, choices=FeedbackKind)
    program = models.ForeignKey(
        Program, models.PROTECT, related_name="feedback_items", verbose_name=_("program")
    )
    listening_session = models.ForeignKey(
        ListeningSession,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_items",
        verbose_name=_("listening session"),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback_items",
        verbose_name=_("organization"),
    )
    attribution = models.CharField(
        _("attribution"),
        max_length=20,
        choices=AttributionLevel,
        default=AttributionLevel.TYPE_ONLY,
        help_text=_("Who we may name in public as the source."),
    )
    #: Whoever said it asked to be named less. Nobody can undo it: see ``services/withdrawals.py``.
    attribution_withdrawn = models.BooleanField(default=False, db_default=False, editable=False)
    private_note = models.TextField(
        _("private note"), help_text=_("What was said. Never shown to the public.")
    )
    public_summary = models.TextField(
        _("public summary"),
        blank=True,
        help_text=_("In our own words. Leave out anything that could identify a person."),
    )
    summary_approved_at = models.DateTimeField(
        _("summary approved"), null=True, blank=True, editable=False
    )
    summary_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("summary approved by"),
    )
    severity = models.CharField(
        _("severity"), max_length=20, choices=Severity, default=Severity.MODERATE
    )
    jurisdictions = models.ManyToManyField(
        Jurisdiction,
        blank=True,
        related_name="feedback_items",
        verbose_name=_("states and counties"),
    )
    language = models.ForeignKey(
        Language,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("language spoken"),
    )
    channel = models.CharField(
        _("channel"), max_length=20, choices=FeedbackChannel, default=FeedbackChannel.SESSION
    )
    received_on = models.DateField(_("date received"), default=timezone.localdate)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="recorded_feedback",
        verbose_name=_("logged by"),
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        # Its index is below.
        db_index=False,
        related_name="assigned_feedback",
        verbose_name=_("assigned to"),
    )
    state = models.CharField(
        _("status"),
        max_length=20,
        choices=FeedbackState,
        default=FeedbackState.NEW,
        editable=False,
    )
    state_reason = models.TextField(
        _("reason"),
        blank=True,
        editable=False,
        help_text=_("Shown to the public once the summary is approved."),
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="split_into"
    )
    was_split = models.BooleanField(default=False, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_from"
    )
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="duplicates"
    )
    #: Place in the notes of the session; None for items that were logged elsewhere. No index: a
    #: session has few items.
    position = models.PositiveIntegerField(null=True, editable=False)
    themes = models.ManyToManyField(
        "sessions_app.Theme",
        through="sessions_app.ThemeCoding",
        related_name="feedback_items",
        verbose_name=_("themes"),
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("feedback item")
        verbose_name_plural = _("concerns and suggestions")
        permissions = [
            ("view_private_note", _("Can read private feedback notes")),
            ("approve_summary", _("Can approve public summaries")),
        ]
        constraints = [
            models.CheckConstraint(
                name="feedback_unattributed_holds_no_source",
                condition=~Q(attribution=AttributionLevel.NONE) | Q(organization__isnull=True),
                violation_error_message=_(
                    "An item that is not attributed cannot have an organization. Clear the "
                    "organization, or choose another attribution."
                ),
            ),
            models.CheckConstraint(
                name="feedback_withdrawn_is_not_named",
                condition=Q(attribution_withdrawn=False) | ~Q(attribution=AttributionLevel.NAMED),
            ),
            models.CheckConstraint(
                name="feedback_approved_summary_has_words",
                condition=Q(summary_approved_at__isnull=True) | ~Q(public_summary=""),
            ),
            models.CheckConstraint(
                name="feedback_end_has_reason",
                condition=~Q(state__in=sorted(FEEDBACK_STATES_WITH_REASON)) | ~Q(state_reason=""),
            ),
            models.CheckConstraint(
                name="feedback_not_its_own_origin",
                condition=(Q(split_from__isnull=True) | ~Q(split_from=F("pk")))
                & (Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")))
                & (Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("pk"))),
            ),
        ]
        indexes = [
            models.Index(fields=["-received_on", "-id"], name="feedback_newest"),
            models.Index(fields=["state", "-received_on", "-id"], name="feedback_by_state"),
            models.Index(fields=["kind", "-received_on", "-id"], name="feedback_by_kind"),
            models.Index(fields=["severity", "-received_on", "-id"], name="feedback_by_severity"),
            models.Index(fields=["program", "-received_on", "-id"], name="feedback_by_program"),
            models.Index(
                fields=["listening_session", "-received_on", "-id"], name="feedback_by_session"
            ),
            models.Index(
                fields=["organization", "-received_on", "-id"], name="feedback_by_organization"
            ),
            models.Index(
                fields=["program", "-received_on", "-id"],
                name="feedback_public_by_program",
                condition=Q(summary_approved_at__isnull=False),
            ),
            models.Index(
                fields=["state", "-received_on", "-id"],
                name="feedback_public_by_state",
                condition=Q(summary_approved_at__isnull=False),
            ),
            models.Index(
                fields=["-received_on", "-id"],
                name="feedback_summary_to_approve",
                condition=Q(summary_approved_at__isnull=True) & ~Q(public_summary=""),
            ),
            models.Index(
                fields=["assigned_to", "-received_on", "-id"], name="feedback_by_assignee"
            ),
            models.Index(fields=["channel", "-received_on", "-id"], name="feedback_by_channel"),
            models.Index(fields=["language", "-received_on", "-id"], name="feedback_by_language"),
            models.Index(
                SeverityRank("severity").desc(),
                F("received_on").desc(),
                F("id").desc(),
                name="feedback_by_severity_rank",
            ),
            models.Index(
                fields=["-received_on", "-id"],
                name="feedback_without_summary",
                condition=Q(public_summary=""),
            ),
        ]

    @property
    def is_counted(self) -> bool:
        """Whether it is in :meth:`FeedbackQuerySet.counted`: nothing else stands for it."""
        return not (
            self.state == FeedbackState.DUPLICATE
            or self.duplicate_of_id
            or self.merged_into_id
            or self.was_split
        )

    @property
    def public_source(self) -> str:
        """Return the source as it may be named in public, such as "A participant".

        Limited by the item's attribution and by the session's attribution rule, whichever names
        less.
        """
        session = self.listening_session
        if session is not None and session.attribution_rule == AttributionRule.NOT_ATTRIBUTED:
            return str(_("A participant"))
        if self.organization is None or self.attribution == AttributionLevel.NONE:
            return str(_("A participant"))
        if self.attribution == AttributionLevel.TYPE_ONLY:
            return str(
                _("An organization (%(kind)s)")
                % {"kind": self.organization.get_kind_display().lower()}
            )
        return self.organization.name
