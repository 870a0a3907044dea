"""Choices of the answers that organizations give to their statements."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sessions_app.feedback.enums import AttributionLevel


class AnswerKind(TextChoices):
    CONFIRMED = "confirmed", _("Confirmed")
    CORRECTED = "corrected", _("Corrected")
    TYPE_ONLY = "type_only", _("Name only the type of organization")
    NOT_ATTRIBUTED = "not_attributed", _("Do not attribute")


class Settlement(TextChoices):
    """What became of a correction."""

    ACCEPTED = "accepted", _("Accepted into the summary")
    KEPT = "kept", _("Not accepted")
    REPLACED = "replaced", _("Replaced by a later answer")


#: What an organization may withdraw its attribution to.
WITHDRAWN_TO = {
    AnswerKind.TYPE_ONLY: AttributionLevel.TYPE_ONLY,
    AnswerKind.NOT_ATTRIBUTED: AttributionLevel.NONE,
}
