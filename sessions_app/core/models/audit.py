"""The audit log of the domain: who did what to which record, and when.

A Wagtail log model, so that the admin's history pages read it, in its own append-only table:
triggers reject UPDATE and DELETE on SQLite and PostgreSQL. Labels are references, never names; data
holds states and field names, never what was said. Action updates are append-only too, but for texts
that are erased because they were routed to complaints.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import BaseLogEntry, BaseLogEntryManager

#: Append-only tables. Wagtail's log tables are included: they record who approved and published a
#: page.
APPEND_ONLY_TABLES = (
    "sessions_app_auditentry",
    "sessions_app_actionupdate",
    "wagtailcore_pagelogentry",
    "wagtailcore_modellogentry",
)

_MESSAGE = "rows of this table are never changed or deleted"

#: Stands where a text was erased because what was said was routed to complaints.
ERASED = "[Erased: routed to complaints]"

#: The only change of an action update that the triggers accept: its texts are erased.
_ERASES_TEXT = {
    "sessions_app_actionupdate": " AND ".join(
        [
            f"NEW.text = '{ERASED}'",
            f"NEW.due_reason IN ('', '{ERASED}')",
            "NOT NEW.is_public",
            *(
                f"NEW.{column} {{same}} OLD.{column}"
                for column in (
                    "id", "action_id", "by_id", "at", "from_state", "to_state", "revised_due_on",
                )
            ),
        ]
    )
}  # fmt: skip


def _unless_erased(table: str, verb: str, *, same: str) -> str:
    if verb != "UPDATE" or table not in _ERASES_TEXT:
        return ""
    return f"WHEN (NOT ({_ERASES_TEXT[table].format(same=same)})) "


CREATE_TRIGGERS_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
    f"{_unless_erased(table, verb, same='IS')}"
    f"BEGIN SELECT RAISE(ABORT, '{_MESSAGE}'); END"
    for table in APPEND_ONLY_TABLES
    for verb in ("UPDATE", "DELETE")
]
DROP_TRIGGERS_SQLITE = [
    f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
    for table in APPEND_ONLY_TABLES
    for verb in ("update", "delete")
]
CREATE_TRIGGERS_POSTGRESQL = [
    (
        "CREATE OR REPLACE FUNCTION sessions_app_refuse_change() RETURNS trigger "
        f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_MESSAGE}'; END $$"
    ),
    *(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} FOR EACH ROW "
        f"{_unless_erased(table, verb, same='IS NOT DISTINCT FROM')}"
        "EXECUTE FUNCTION sessions_app_refuse_change()"
        for table in APPEND_ONLY_TABLES
        for verb in ("UPDATE", "DELETE")
    ),
]
DROP_TRIGGERS_POSTGRESQL = [
    *(
        f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}"
        for table in APPEND_ONLY_TABLES
        # The first name is that of the triggers before migration 0008.
        for name in ("append_only", "no_update", "no_delete")
    ),
    "DROP FUNCTION IF EXISTS sessions_app_refuse_change()",
]


class AuditEntryManager(BaseLogEntryManager):
    def for_instance(self, instance: models.Model) -> "models.QuerySet[AuditEntry]":
        return self.get_for_model(type(instance)).filter(object_id=str(instance.pk))

    def viewable_by_user(self, user: Any) -> "models.QuerySet[AuditEntry]":
        # Wagtail would show the log to anybody with any permission on any of the models.
        return self.all() if user.has_perm("sessions_app.view_auditentry") else self.none()

    def get_instance_title(self, instance: models.Model) -> str:
        # Users are shown by name elsewhere; the log uses `log_label`, which contains no name.
        return getattr(instance, "log_label", "") or super().get_instance_title(instance)

    def log_action(self, instance: models.Model, action: str, **kwargs: Any) -> "AuditEntry":
        kwargs.setdefault("object_id", str(instance.pk))
        return super().log_action(instance, action, **kwargs)


class AuditEntry(BaseLogEntry):
    object_id = models.CharField(max_length=40)

    objects = AuditEntryManager()

    class Meta:
        ordering = ["-timestamp", "-pk"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        default_permissions = ("view",)
        indexes = [
            models.Index(
                fields=["content_type", "object_id", "-timestamp"], name="audit_by_record"
            ),
            models.Index(fields=["user", "-timestamp"], name="audit_by_user"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Wagtail's full_clean queries each foreign key, although we have just read those rows. The
        # only check that matters is that the action is registered.
        self.clean()
        super(BaseLogEntry, self).save(*args, **kwargs)
