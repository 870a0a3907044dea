"""The pages that the footer links to are chosen, and no longer found by a fixed address."""

import django.db.models.deletion
from django.db import migrations, models

CHOSEN = {
    "blank": True,
    "null": True,
    "on_delete": django.db.models.deletion.SET_NULL,
    "related_name": "+",
    "to": "home.standardpage",
}


def choose(apps, schema_editor):
    """Choose the pages at the addresses that were fixed before."""
    StandardPage = apps.get_model("home", "StandardPage")
    for site in apps.get_model("wagtailcore", "Site").objects.select_related("root_page"):
        found = {
            slug: StandardPage.objects.filter(url_path=f"{site.root_page.url_path}{slug}/").first()
            for slug in ("accessibility", "privacy")
        }
        if any(found.values()):
            apps.get_model("home", "RequiredPages").objects.create(site=site, **found)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_first_pages"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="RequiredPages",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("accessibility", models.ForeignKey(verbose_name="accessibility", **CHOSEN)),
                ("privacy", models.ForeignKey(verbose_name="privacy policy", **CHOSEN)),
                (
                    "site",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="wagtailcore.site",
                    ),
                ),
            ],
            options={"verbose_name": "required pages"},
        ),
        migrations.RunPython(choose, migrations.RunPython.noop),
    ]
