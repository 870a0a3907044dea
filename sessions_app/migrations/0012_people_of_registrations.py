from django.db import migrations, models


def keep_who_was_here(apps, schema_editor):
    """Somebody struck from a registration after their check-in was in the room."""
    Attendee = apps.get_model("sessions_app", "Attendee")
    Attendee.objects.filter(checked_in_at__isnull=False, withdrawn_at__isnull=False).update(
        withdrawn_at=None
    )


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0011_normalized_words")]

    operations = [
        migrations.RunPython(keep_who_was_here, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="attendee",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("checked_in_at__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"
                ),
                name="attendee_checked_in_is_coming",
            ),
        ),
    ]
