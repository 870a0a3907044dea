from django.db import migrations

from engagement_site.search_keys import index_words
from sessions_app.core.references import reference_words

BATCH = 1000

_SEARCHED = {
    "AccommodationRequest": ["reference"],
    "FeedbackItem": ["reference", "public_summary", "private_note"],
    "FollowUpAction": ["reference", "title", "description"],
    "Invitation": ["reference", "name", "email"],
    "ListeningSession": ["reference", "title", "summary"],
    "MailTemplate": ["subject", "body"],
    "Organization": ["reference", "name"],
    "OrganizationAlias": ["name"],
    "OutboxMessage": ["recipient", "subject"],
    "Program": ["name", "summary"],
    "Registration": ["reference", "name", "email", "organization_name"],
    "Theme": ["name", "code", "definition"],
    "Venue": ["name", "street", "city"],
}


def fill(apps, schema_editor):
    SearchEntry = apps.get_model("sessions_app", "SearchEntry")
    for name, fields in _SEARCHED.items():
        model = apps.get_model("sessions_app", name)
        last = 0
        while True:
            rows = list(
                model.objects.filter(pk__gt=last).order_by("pk").values("pk", *fields)[:BATCH]
            )
            if not rows:
                break
            last = rows[-1]["pk"]
            SearchEntry.objects.bulk_create(
                (
                    SearchEntry(
                        source=f"{name.lower()}.{field}",
                        object_id=row["pk"],
                        words=reference_words(row[field])
                        if field == "reference"
                        else index_words(row[field]),
                    )
                    for row in rows
                    for field in fields
                    if row[field]
                ),
                # A record that was written meanwhile has its entries.
                ignore_conflicts=True,
            )


class Migration(migrations.Migration):
    """Indexes the records that there are. In batches, each a transaction; can be run again."""

    atomic = False
    dependencies = [("sessions_app", "0011_search_entry")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
