"""Let the database refuse to change or delete the audit logs and action updates."""

from django.db import migrations

from sessions_app.core.models import audit

_STATEMENTS = {
    "sqlite": (audit.CREATE_TRIGGERS_SQLITE, audit.DROP_TRIGGERS_SQLITE),
    "postgresql": (audit.CREATE_TRIGGERS_POSTGRESQL, audit.DROP_TRIGGERS_POSTGRESQL),
}


def _run(schema_editor, which):
    for statement in _STATEMENTS[schema_editor.connection.vendor][which]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0001_initial"),
        # SQLite drops the triggers of a table that a migration writes anew.
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: _run(schema_editor, 0),
            lambda apps, schema_editor: _run(schema_editor, 1),
        ),
    ]
