import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Gives a model the name of what it holds. Its table stays; no statement is run on it."""

    dependencies = [
        ("sessions_app", "0003_places_and_languages"),
    ]

    operations = [
        # The table is named first, so that renaming the model leaves it alone.
        migrations.AlterModelTable("OrganizationWord", "sessions_app_organizationword"),
        migrations.RenameModel("OrganizationWord", "NamePrefix"),
        migrations.AlterField(
            "NamePrefix",
            "organization",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="name_prefixes",
                to="sessions_app.organization",
            ),
        ),
    ]
