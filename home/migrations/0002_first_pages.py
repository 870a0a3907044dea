"""A front page with its two lists, in place of Wagtail's welcome page.

The navigation of every page links to them, so an installation has them before anybody writes.
"""

import uuid

from django.db import migrations


def add(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    welcome = Page.objects.filter(path="00010001", content_type__model="page")
    if Page.objects.filter(depth__gte=2).exclude(pk__in=welcome.values("pk")).exists():
        return  # somebody has begun a tree of their own
    welcome.delete()
    locale, _created = apps.get_model("wagtailcore", "Locale").objects.get_or_create(
        language_code="en"
    )

    def create(name, *, path, numchild=0, **fields):
        content_type, _new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="home", model=name.lower()
        )
        return apps.get_model("home", name).objects.create(
            content_type=content_type,
            locale=locale,
            translation_key=uuid.uuid4(),
            path=path,
            depth=len(path) // 4,
            numchild=numchild,
            draft_title=fields["title"],
            live=True,
            **fields,
        )

    home = create(
        "HomePage",
        path="00010001",
        numchild=2,
        title="Community engagement",
        slug="home",
        url_path="/home/",
        lead="Read about programs that touch civil rights, come to a listening session, "
        "and see what was done about what people said.",
    )
    create(
        "ProgramIndexPage",
        path="000100010001",
        title="Programs",
        slug="programs",
        url_path="/home/programs/",
        lead="What each program does, and what we do to protect people’s rights in it.",
    )
    create(
        "ResponseIndexPage",
        path="000100010002",
        title="Responses",
        slug="responses",
        url_path="/home/responses/",
        lead="What we heard, what we did, what we will not do and why, and what happens next.",
    )
    root = Page.objects.get(depth=1)
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])
    Site = apps.get_model("wagtailcore", "Site")
    if not Site.objects.exists():
        Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
