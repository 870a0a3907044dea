"""Drafts of the public feedback form."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FeedbackDraft(models.Model):
    """What somebody has typed so far, encrypted with their return code, which is not stored.

    Nobody but the writer can read it, and nothing connects it with the item that it becomes
    (docs/adr/0050).
    """

    key_hash = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    expires_at = models.DateTimeField(_("expires"), db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("draft of feedback")
        verbose_name_plural = _("drafts of feedback")

    def __str__(self) -> str:
        return self.key_hash
