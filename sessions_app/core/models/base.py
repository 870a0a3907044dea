"""Abstract base models: timestamps, and a public reference."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.core.references import MAX_LENGTH, make_reference


class TimestampedModel(models.Model):
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        abstract = True


class ReferencedModel(models.Model):
    """Assigns a reference when the record is first saved.

    ``__str__`` is the reference, never a person's name: Wagtail stores it as the label of every log
    entry, and log entries outlive the record.
    """

    #: Two-letter prefix of the reference; set by each model.
    REFERENCE_KIND = ""

    reference = models.CharField(_("reference"), max_length=MAX_LENGTH, unique=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.reference:
            self.reference = self.draw_reference()
        super().save(*args, **kwargs)

    @classmethod
    def draw_reference(cls) -> str:
        """Return a reference that no row has yet; the unique index enforces it."""
        year = timezone.localdate().year
        while True:
            reference = make_reference(cls.REFERENCE_KIND, year=year)
            if not cls._default_manager.filter(reference=reference).exists():
                return reference
