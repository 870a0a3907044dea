"""A program's pages move with its address: in every language, or not at all."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageLogEntry

from home.models import HomePage, ProgramIndexPage, ProgramPage
from sessions_app.core.roles import ROLE_EDITOR, ROLE_MANAGER
from sessions_app.models import FormerSlug, Program
from sessions_app.programs import services as programs
from sessions_app.programs.errors import AddressTakenError
from tests.builders import build_program, build_staff
from tests.home.page_builders import build_program_page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def manager(db):
    return build_staff(ROLE_MANAGER)


@pytest.fixture
def page():
    return build_program_page(program=build_program(name="Stops", slug="stops"))


@pytest.fixture
def spanish(page):
    """Return the page's translation, in a tree of its own."""
    locale = Locale.objects.create(language_code="es")
    for above in (HomePage.objects.get(), ProgramIndexPage.objects.get()):
        above.copy_for_translation(locale).save_revision().publish()
    index = ProgramIndexPage.objects.get(locale=locale)
    index.slug = "programas"
    index.save()
    translated = page.copy_for_translation(locale)
    translated.title = "Paradas"
    translated.save_revision().publish()
    return ProgramPage.objects.get(pk=translated.pk)


def move(page, slug, by):
    program = Program.objects.get(pk=page.program_id)
    program.slug = slug
    return programs.save_program(program=program, by=by)


def test_pages_in_every_language_move_and_the_old_addresses_lead_there(
    client, page, spanish, manager
):
    move(page, "traffic-stops", manager)

    assert "Stops" in client.get("/programs/traffic-stops/").content.decode()
    assert "Paradas" in client.get("/es/programas/traffic-stops/").content.decode()
    english, there = client.get("/programs/stops/?utm=mail"), client.get("/es/programas/stops/")
    assert (english.status_code, english["Location"]) == (
        301,
        "/programs/traffic-stops/?utm=mail",
    )
    assert (there.status_code, there["Location"]) == (301, "/es/programas/traffic-stops/")
    for each in (page, spanish):
        entry = PageLogEntry.objects.get(page=each.pk, action="home.page.move_with_program")
        assert entry.user == manager


def test_language_without_pages_of_its_own_leads_on_too(client, page, manager):
    move(page, "traffic-stops", manager)

    assert client.get("/es/programs/stops/")["Location"] == "/es/programs/traffic-stops/"


def test_old_address_elsewhere_in_the_tree_is_not_found(client, page, manager):
    move(page, "traffic-stops", manager)

    for path in ("/stops/", "/responses/stops/", "/programs/programs/stops/"):
        assert client.get(path).status_code == 404, path


def test_old_address_of_an_unpublished_page_is_not_found(client, page, manager):
    page.unpublish()
    move(page, "traffic-stops", manager)

    assert client.get("/programs/stops/").status_code == 404
    assert client.get("/programs/traffic-stops/").status_code == 404
    page.refresh_from_db()
    assert page.url_path.endswith("/programs/traffic-stops/")


def test_page_in_the_way_of_one_language_keeps_all_languages(client, page, spanish, manager):
    other = build_program(name="Other", slug="other")
    index = ProgramIndexPage.objects.get(locale=spanish.locale)
    index.add_child(instance=ProgramPage(title="Otro", program=other, locale=spanish.locale))
    # As it could be before addresses moved in one step.
    ProgramPage.objects.filter(program=other).update(slug="traffic-stops")

    with pytest.raises(AddressTakenError, match="A page below “Programs"):
        move(page, "traffic-stops", manager)

    assert Program.objects.get(name="Stops").slug == "stops"
    assert not FormerSlug.objects.exists()
    assert client.get("/programs/stops/").status_code == 200
    assert client.get("/es/programas/stops/").status_code == 200
    assert not PageLogEntry.objects.filter(action="home.page.move_with_program").exists()


def test_draft_from_before_is_published_at_the_new_address(client, page, manager):
    page.title = "Stops, revised"
    draft = page.save_revision()
    move(page, "traffic-stops", manager)

    draft.publish()

    assert "Stops, revised" in client.get("/programs/traffic-stops/").content.decode()
    assert client.get("/programs/stops/").status_code == 301


def test_draft_that_was_scheduled_before_goes_live_at_the_new_address(client, page, manager):
    page.unpublish()
    page = ProgramPage.objects.get()
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    move(page, "traffic-stops", manager)
    past = timezone.now() - datetime.timedelta(hours=1)
    page.revisions.update(approved_go_live_at=past)
    revision = page.revisions.latest("pk")
    revision.content["go_live_at"] = past.isoformat()
    revision.save()

    call_command("publish_scheduled")

    assert client.get("/programs/traffic-stops/").status_code == 200
    assert client.get("/programs/stops/").status_code == 301


def test_saving_a_program_puts_a_stray_page_right(client, page, manager):
    ProgramPage.objects.update(slug="stray", url_path="/home/programs/stray/")

    programs.save_program(program=Program.objects.get(name="Stops"), by=manager)

    assert client.get("/programs/stops/").status_code == 200


def test_published_page_stays_with_its_program(page):
    page.save_revision().publish()
    page = ProgramPage.objects.get()
    page.program = build_program()

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert list(refused.value.message_dict) == ["program"]


@pytest.mark.usefixtures("synced_roles")
def test_page_editor_leads_to_the_form_that_changes_the_address(page):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = f"{reverse('program:edit', args=[page.program_id])}#id_slug"
    seen = {}
    for role in (ROLE_EDITOR, ROLE_MANAGER):
        client = Client()
        client.force_login(build_staff(role))
        seen[role] = form in client.get(edit).content.decode()

    assert seen == {ROLE_EDITOR: False, ROLE_MANAGER: True}
