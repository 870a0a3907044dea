from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0014_outbox_recipient_index")]

    operations = [
        migrations.AlterField(
            model_name="followupaction",
            name="outcome",
            field=models.TextField(
                blank=True,
                help_text="The result. The public sees it once the action is completed.",
                verbose_name="outcome",
            ),
        ),
    ]
