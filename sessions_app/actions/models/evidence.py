"""Files that support the updates of follow-up actions."""

import mimetypes
import secrets

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts.models import User
from engagement_site.file_types import ending_of
from engagement_site.private_files import private_storage
from sessions_app.actions.models.actions import FollowUpAction
from sessions_app.actions.models.updates import ActionUpdate

#: Characters of the name under which a file is downloaded.
FILE_NAME_LENGTH = 150


class ActionEvidenceQuerySet(models.QuerySet["ActionEvidence"]):
    def public(self) -> "ActionEvidenceQuerySet":
        return self.filter(update__is_public=True, update__action__is_public=True)

    def visible_to(self, user: User | AnonymousUser) -> "ActionEvidenceQuerySet":
        """Public evidence, and that of the actions that the user may see."""
        seen = FollowUpAction.objects.visible_to(user).values("pk")
        return self.public() | self.filter(update__action__in=seen)


def evidence_path(evidence: "ActionEvidence", name: str) -> str:
    """Return where to store a file: never under a name that somebody chose."""
    return f"evidence/{secrets.token_hex(16)}.{ending_of(name)}"


class ActionEvidence(models.Model):
    """A file that supports an action update, and is as public as the update.

    Kept apart from Wagtail's documents, which anybody may open who has the URL.
    """

    update = models.ForeignKey(ActionUpdate, models.PROTECT, related_name="evidence")
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=evidence_path, db_default=""
    )
    name = models.CharField(_("file name"), max_length=FILE_NAME_LENGTH, db_default="")
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, db_default=0)

    objects = ActionEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return f"{self.update} · {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:action_evidence", args=[self.update.action.reference, self.pk])

    @property
    def is_public(self) -> bool:
        return self.update.is_public and self.update.action.is_public

    @property
    def content_type(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"
