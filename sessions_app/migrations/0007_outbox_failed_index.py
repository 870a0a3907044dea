from django.db import migrations, models


class Migration(migrations.Migration):
    """Lets the readiness probe count undelivered e-mails without reading the outbox."""

    dependencies = [
        ("sessions_app", "0006_mode_changes"),
    ]

    operations = [
        migrations.AddIndex(
            "OutboxMessage",
            models.Index(
                fields=["-created_at", "-id"],
                name="outbox_failed",
                condition=models.Q(failed_at__isnull=False),
            ),
        ),
    ]
