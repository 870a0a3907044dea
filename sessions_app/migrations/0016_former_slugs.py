import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0015_action_outcome_help")]

    operations = [
        migrations.AlterField(
            model_name="program",
            name="slug",
            field=models.SlugField(
                error_messages={
                    "unique": "Another program has this web address. Choose a different one."
                },
                help_text="The last part of the page’s web address. If you change it, the page "
                "moves in every language, and so does the calendar feed. The old address leads to "
                "the new one.",
                max_length=80,
                unique=True,
                verbose_name="web address",
            ),
        ),
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                (
                    "slug",
                    models.SlugField(max_length=80, unique=True, verbose_name="web address"),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_slugs",
                        to="sessions_app.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "former web address",
                "verbose_name_plural": "former web addresses",
            },
        ),
    ]
