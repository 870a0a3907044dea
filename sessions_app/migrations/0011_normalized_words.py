from django.db import migrations, transaction

from engagement_site.search_keys import index_words
from sessions_app.core.references import reference_words
from sessions_app.organizations.names import name_stems, organization_key
from sessions_app.organizations.websites import website_key

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
        for rows in _batches(apps.get_model("sessions_app", name)):
            SearchEntry.objects.bulk_create(
                (
                    SearchEntry(
                        source=f"{name.lower()}.{field}",
                        object_id=row.pk,
                        words=reference_words(text) if field == "reference" else index_words(text),
                    )
                    for row in rows
                    for field in fields
                    if (text := getattr(row, field))
                ),
                # A record that was written meanwhile has its entries.
                ignore_conflicts=True,
            )


def compare_anew(apps, schema_editor):
    Organization = apps.get_model("sessions_app", "Organization")
    OrganizationAlias = apps.get_model("sessions_app", "OrganizationAlias")
    NamePrefix = apps.get_model("sessions_app", "NamePrefix")
    for aliases in _batches(OrganizationAlias):
        for alias in aliases:
            key = organization_key(alias.name)[:200]
            same = OrganizationAlias.objects.filter(organization_id=alias.organization_id, name_key=key)
            # Two other names that are one name now stay as they are.
            if key != alias.name_key and not same.exists():
                OrganizationAlias.objects.filter(pk=alias.pk).update(name_key=key)
    for organizations in _batches(Organization):
        prefixes = []
        for each in organizations:
            each.name_key = organization_key(each.name)[:200]
            each.domain = website_key(each.website)
            names = [each.name, *each.aliases.values_list("name", flat=True)]
            stems = set().union(*map(name_stems, names))
            prefixes += [NamePrefix(organization=each, stem=stem) for stem in sorted(stems)]
        with transaction.atomic():
            Organization.objects.bulk_update(organizations, ["name_key", "domain"])
            NamePrefix.objects.filter(organization__in=organizations).delete()
            NamePrefix.objects.bulk_create(prefixes, ignore_conflicts=True)


def _batches(model):
    last = 0
    while rows := list(model.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield rows
        last = rows[-1].pk


class Migration(migrations.Migration):
    """Indexes the records that there are, and compares organizations by the same rule.

    In batches, each a transaction; can be run again.
    """

    atomic = False
    dependencies = [("sessions_app", "0010_search_entry")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(compare_anew, migrations.RunPython.noop, elidable=True),
    ]
