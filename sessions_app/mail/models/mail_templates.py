"""E-mail texts that staff customized."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sessions_app.core.models import SearchedModel, SearchedQuerySet, TimestampedModel
from sessions_app.mail.kinds import kind_choices, kind_label


class MailTemplate(SearchedModel, TimestampedModel):
    """The text of one kind of e-mail in one language; empty where the default is used.

    There is a row for each kind and language (mail/services/mail_templates.py).
    """

    SEARCHED = ("subject", "body")

    kind = models.CharField(_("e-mail"), max_length=40, choices=kind_choices, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, editable=False
    )
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    body = models.TextField(_("text"), blank=True)

    objects = SearchedQuerySet["MailTemplate"].as_manager()

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("e-mail text")
        verbose_name_plural = _("e-mail texts")
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="mail_template_once"),
            models.CheckConstraint(
                name="mail_template_whole",
                condition=Q(subject="", body="") | (~Q(subject="") & ~Q(body="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Label for staff: the kind and the language."""
        return f"{kind_label(self.kind)} ({self.get_language_display()})"

    @property
    def is_changed(self) -> bool:
        return bool(self.body)
