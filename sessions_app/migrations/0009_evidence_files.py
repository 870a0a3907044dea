import django.db.models.deletion
import engagement_site.private_files
import sessions_app.actions.models
from django.db import migrations, models


class Migration(migrations.Migration):
    """Give evidence a file of its own. Its document becomes optional."""

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
    ]
