import django.db.models.deletion
import engagement_site.private_files
import sessions_app.actions.models
from django.db import migrations, models
from sessions_app.core.models import audit

_STATEMENTS = {
    "sqlite": (audit.DROP_TRIGGERS_SQLITE, audit.CREATE_TRIGGERS_SQLITE),
    "postgresql": (audit.DROP_TRIGGERS_POSTGRESQL, audit.CREATE_TRIGGERS_POSTGRESQL),
}


def _replace_triggers(apps, schema_editor):
    """Let the triggers accept that the texts of an action update are erased."""
    for statements in _STATEMENTS[schema_editor.connection.vendor]:
        for statement in statements:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Give evidence a file of its own, and let texts of action updates be erased."""

    dependencies = [
        ("sessions_app", "0007_outbox_failed_index"),
    ]

    operations = [
        migrations.AddField(
            "ActionEvidence",
            "file",
            models.FileField(
                db_default="",
                storage=engagement_site.private_files.private_storage,
                upload_to=sessions_app.actions.models.evidence_path,
                verbose_name="file",
            ),
        ),
        migrations.AddField(
            "ActionEvidence",
            "name",
            models.CharField(db_default="", max_length=150, verbose_name="file name"),
        ),
        migrations.AddField(
            "ActionEvidence",
            "size",
            models.PositiveBigIntegerField(db_default=0, default=0, verbose_name="size in bytes"),
        ),
        migrations.AlterField(
            "ActionEvidence",
            "document",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtaildocs.document",
            ),
        ),
        migrations.RemoveConstraint("ActionEvidence", "evidence_once"),
        migrations.AlterModelOptions(
            "ActionEvidence",
            {
                "ordering": ["pk"],
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
            },
        ),
        migrations.AlterField(
            "OutboxMessage",
            "void_reason",
            models.CharField(
                blank=True,
                choices=[
                    ("moved", "Not sent: the session changed"),
                    ("called_off", "Not sent: the session was postponed or cancelled"),
                    ("seat_given_up", "Not sent: the seat was given up"),
                    ("erased", "Not sent: what it was about was routed to complaints"),
                    ("begun", "Not sent: the session had started"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=20,
            ),
        ),
        migrations.RunPython(_replace_triggers, migrations.RunPython.noop),
    ]
