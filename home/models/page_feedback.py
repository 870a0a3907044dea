from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

COMMENT_LENGTH = 1000


class PageFeedback(models.Model):
    """One answer to "Was this page helpful?". Stores nothing that identifies the reader."""

    page = models.ForeignKey(
        Page, models.CASCADE, related_name="reader_feedback", verbose_name=_("page")
    )
    helpful = models.BooleanField(_("helpful"))
    comment = models.TextField(_("comment"), max_length=COMMENT_LENGTH, blank=True)
    #: A date without a time, so that it cannot be matched with server logs.
    received_on = models.DateField(_("date received"), default=timezone.localdate, editable=False)

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("answer to “Was this page helpful?”")
        verbose_name_plural = _("answers to “Was this page helpful?”")
        # Readers only add answers, and nobody changes one.
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["page", "helpful"], name="page_feedback_by_page"),
            models.Index(fields=["-received_on", "-id"], name="page_feedback_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.received_on}"
