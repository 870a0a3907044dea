"""Backwards, deletes the links that the tables before cannot hold."""

from django.db import migrations


def delete_links(apps, schema_editor):
    tokens = apps.get_model("sessions_app", "AccessToken").objects
    keys = list(
        tokens.exclude(contact=None, read_back_recipient=None).values_list("pk", flat=True)
    )
    messages = apps.get_model("sessions_app", "OutboxMessage").objects
    messages.filter(token_id__in=keys).update(token_id=None)
    tokens.filter(pk__in=keys)._raw_delete(schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0026_read_back_and_trail")]

    # Apart from the change of the table: PostgreSQL does not alter one with pending triggers.
    operations = [migrations.RunPython(migrations.RunPython.noop, delete_links)]
