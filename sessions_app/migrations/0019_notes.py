from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("sessions_app", "0018_merged_into_the_survivor"),
    ]

    operations = [
        migrations.AddField(
            model_name='feedbackitem',
            name='position',
            field=models.PositiveIntegerField(editable=False, null=True),
        ),
    ]
