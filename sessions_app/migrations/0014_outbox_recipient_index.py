from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0013_registration_settings")]

    operations = [
        migrations.AlterField(
            model_name="outboxmessage",
            name="void_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("moved", "Not sent: the session changed"),
                    ("called_off", "Not sent: the session was postponed or cancelled"),
                    ("seat_given_up", "Not sent: the seat was given up"),
                    ("erased", "Not sent: what it was about was routed to complaints"),
                    ("superseded", "Not sent: a newer e-mail says what is true now"),
                    ("begun", "Not sent: the session had started"),
                ],
                db_default="",
                default="",
                editable=False,
                max_length=20,
            ),
        ),
        # Counts the e-mails of a kind to one address, whatever its case.
        migrations.RemoveIndex("OutboxMessage", name="outbox_by_recipient"),
        migrations.AddIndex(
            "OutboxMessage",
            models.Index(Lower("recipient"), "kind", name="outbox_by_recipient"),
        ),
    ]
