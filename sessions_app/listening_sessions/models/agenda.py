"""Agenda items and materials of a session."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.listening_sessions.models.sessions import ListeningSession


class AgendaItem(models.Model):
    listening_session = models.ForeignKey(
        ListeningSession, models.CASCADE, related_name="agenda_items"
    )
    starts_at = models.TimeField(_("time"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")

    def __str__(self) -> str:
        return self.title


class SessionMaterial(models.Model):
    listening_session = models.ForeignKey(
        ListeningSession, models.CASCADE, related_name="materials"
    )
    title = models.CharField(_("title"), max_length=200)
    document = models.ForeignKey("wagtaildocs.Document", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def __str__(self) -> str:
        return self.title
