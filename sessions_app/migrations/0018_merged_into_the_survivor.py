"""Points every merged organization at the record that survives, however many merges lie between."""

from django.db import migrations

_LABEL = "sessions_app.organization.merged_into"


def flatten(apps, schema_editor):
    Organization = apps.get_model("sessions_app", "Organization")
    OrganizationMerge = apps.get_model("sessions_app", "OrganizationMerge")
    merges = OrganizationMerge.objects.filter(undone_at=None).order_by("pk")
    for pk, kept, merged in list(merges.values_list("pk", "kept_id", "merged_id")):
        earlier = Organization.objects.filter(merged_into=merged)
        keys = sorted(earlier.values_list("pk", flat=True))
        if not keys:
            continue
        # Undoing the later merge points exactly these back.
        merge = OrganizationMerge.objects.get(pk=pk)
        merge.moved["rows"][_LABEL] = keys
        merge.save(update_fields=["moved"])
        earlier.update(merged_into=kept)


class Migration(migrations.Migration):
    dependencies = [("sessions_app", "0017_work_lists")]

    # The code before understands what this writes, so there is nothing to reverse.
    operations = [migrations.RunPython(flatten, migrations.RunPython.noop)]
