from django.db import migrations, models


class Migration(migrations.Migration):
    """Lets the staff home and the filters of the registers find what waits for somebody."""

    dependencies = [("sessions_app", "0016_former_slugs")]

    operations = [
        migrations.AddIndex(
            "FeedbackItem",
            models.Index(
                fields=["-received_on", "-id"],
                name="feedback_summary_to_approve",
                condition=models.Q(summary_approved_at__isnull=True)
                & ~models.Q(public_summary=""),
            ),
        ),
        migrations.AddIndex(
            "FollowUpAction",
            models.Index(fields=["state", "last_update_at", "id"], name="action_by_silence"),
        ),
        migrations.AddIndex(
            "FollowUpAction",
            models.Index(
                fields=["due_on", "id"],
                name="action_of_nobody",
                condition=models.Q(owner__isnull=True, owner_contact__isnull=True),
            ),
        ),
    ]
