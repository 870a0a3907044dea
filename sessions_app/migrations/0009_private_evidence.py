"""Move the files of evidence out of Wagtail's documents, which anybody can open by their URL."""

from pathlib import PurePath

from django.db import migrations, models


def move_to_private_store(apps, schema_editor):
    ActionEvidence = apps.get_model("sessions_app", "ActionEvidence")
    moved = set()
    for evidence in ActionEvidence.objects.filter(document__isnull=False).select_related(
        "document"
    ):
        document = evidence.document
        evidence.name = _name_of(document)
        evidence.document = None
        try:
            with document.file.open("rb") as file:
                evidence.file.save(evidence.name, file, save=False)
        except FileNotFoundError:
            # The row still says that there was evidence, and by which name.
            pass
        else:
            evidence.size = evidence.file.size
            moved.add(document.pk)
        evidence.save()
    # Saving the historical model does not update Wagtail's index, which counts as a use.
    apps.get_model("wagtailcore", "ReferenceIndex").objects.filter(
        base_content_type__app_label="sessions_app",
        base_content_type__model="actionevidence",
        model_path="document",
    ).delete()
    _delete_unused(apps, moved)


def _name_of(document):
    path = PurePath(document.file.name)
    return f"{path.stem[: 150 - len(path.suffix)]}{path.suffix}"


def _delete_unused(apps, keys):
    """Delete the documents that no page and no session shows, with their files and search entries.

    The others were public on purpose.
    """
    if not keys:
        return
    # Not the historical model: Wagtail deletes file and search entry by signals of the real one.
    from wagtail.documents import get_document_model
    from wagtail.models import ReferenceIndex

    materials = apps.get_model("sessions_app", "SessionMaterial").objects
    shown = set(materials.filter(document__in=keys).values_list("document_id", flat=True))
    for document in get_document_model().objects.filter(pk__in=keys - shown):
        if not ReferenceIndex.get_references_to(document).exists():
            document.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("sessions_app", "0008_evidence_files"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.RunPython(move_to_private_store, migrations.RunPython.noop, elidable=True),
        # Processes of the version before read the column until they are restarted.
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField("ActionEvidence", "document")]
        ),
        # Counts the e-mails of a kind to one address. Last, because it locks the outbox.
        migrations.AddIndex(
            "OutboxMessage",
            models.Index(fields=["recipient", "kind"], name="outbox_by_recipient"),
        ),
    ]
