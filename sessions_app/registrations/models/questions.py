"""Questions that a session asks at registration, in addition to the standard ones.

The answers are denormalized into ``Registration.answers``, as JSON, and not in a table of their
own: they are written in the one INSERT or UPDATE of their registration and are never read without
it. Each entry stores the wording that was asked and its order on the form, so that an answer stays
meaningful when a question is reworded or retired: ``{"<question pk>": {"asked": …, "kind": …,
"order": …, "answer": …}}``.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.core.models import TimestampedModel
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import QuestionKind
from sessions_app.registrations.models.registrations import Registration


class RegistrationQuestionQuerySet(models.QuerySet["RegistrationQuestion"]):
    def asked(self) -> "RegistrationQuestionQuerySet":
        """Questions that are currently asked."""
        return self.filter(retired_at__isnull=True)


class RegistrationQuestion(TimestampedModel):
    """A question of one session. Once answered it is retired, never deleted."""

    listening_session = models.ForeignKey(
        ListeningSession, models.CASCADE, related_name="questions"
    )
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("explanation"), max_length=300, blank=True)
    kind = models.CharField(
        _("answer type"),
        max_length=20,
        choices=QuestionKind,
        default=QuestionKind.SHORT_TEXT,
    )
    choices = models.TextField(
        _("answer choices"),
        blank=True,
        help_text=_("Enter one answer per line. For “Choose one” only."),
    )
    is_required = models.BooleanField(_("required"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RegistrationQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("registration question")
        verbose_name_plural = _("registration questions")

    def __str__(self) -> str:
        return self.label

    @property
    def options(self) -> list[str]:
        """The options, without empty and duplicate ones."""
        return list(dict.fromkeys(filter(None, map(str.strip, self.choices.splitlines()))))

    @property
    def field_name(self) -> str:
        """Name of its field on every form."""
        return f"question_{self.pk}"

    @property
    def is_answered(self) -> bool:
        return Registration.objects.filter(
            listening_session=self.listening_session_id, answers__has_key=str(self.pk)
        ).exists()

    def retire(self) -> None:
        self.retired_at = timezone.now()
