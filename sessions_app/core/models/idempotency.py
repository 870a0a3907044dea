"""Forms that were handled, so that sending one again does nothing."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdempotencyKey(models.Model):
    """One form that staff sent, and where they were led after it was saved."""

    key_hash = models.CharField(max_length=64, unique=True)
    location = models.TextField(blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")

    def __str__(self) -> str:
        return self.key_hash
