"""Backwards, deletes the links that the tables before cannot hold."""

from django.db import migrations


def delete_links(apps, schema_editor):
    tokens = apps.get_model("sessions_app", "AccessToken").objects
    tokens.exclude(contact=None, read_back_recipient=None).delete()


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0026_read_back_and_trail")]

    # Apart from the change of the table: PostgreSQL does not alter one with pending triggers.
    operations = [migrations.RunPython(migrations.RunPython.noop, delete_links)]
