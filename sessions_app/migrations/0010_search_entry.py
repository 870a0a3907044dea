from django.db import migrations, models

from sessions_app.core.models import search

_STATEMENTS = {
    "sqlite": (search.CREATE_SQLITE, search.DROP_SQLITE),
    "postgresql": (search.CREATE_POSTGRESQL, search.DROP_POSTGRESQL),
}


def _run(schema_editor, which):
    for statement in _STATEMENTS[schema_editor.connection.vendor][which]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Creates the search index of our records, and how each database finds words in it."""

    dependencies = [
        ("sessions_app", "0009_private_evidence"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=80)),
                ("object_id", models.BigIntegerField()),
                ("words", models.TextField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("object_id", "source"), name="search_entry_once"
                    )
                ],
            },
        ),
        migrations.RunPython(
            lambda apps, schema_editor: _run(schema_editor, 0),
            lambda apps, schema_editor: _run(schema_editor, 1),
        ),
    ]
