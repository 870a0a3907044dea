import pytest
from django.contrib.auth.models import Group
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction, Site

from home.models import HomePage
from home.serving import find_page
from tests.builders import build_user
from tests.home.page_builders import build_program_page, build_standard_page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_page_is_found_by_its_whole_address(client):
    above = build_standard_page(title="Above", slug="above")
    build_standard_page(above, title="Below", slug="below")

    assert "Below" in client.get("/above/below/").content.decode()
    assert client.get("/below/").status_code == 404
    assert client.get("/above/nothing/").status_code == 404


def test_draft_is_not_found(client):
    build_standard_page(slug="draft", live=False)

    assert client.get("/draft/").status_code == 404


def test_address_without_its_last_slash_leads_on(client):
    build_standard_page(slug="plain")

    assert client.get("/plain").headers["Location"] == "/plain/"


@pytest.mark.parametrize("below", [True, False])
def test_restricted_page_asks_a_stranger_to_sign_in(client, below):
    page = build_standard_page(title="Inner", slug="inner")
    shown = build_standard_page(page, title="Deeper", slug="deeper") if below else page
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    group = Group.objects.create(name="Readers")
    restriction.groups.add(group)
    address = "/inner/deeper/" if below else "/inner/"

    refused = client.get(address)
    reader = build_user()
    reader.groups.add(group)
    client.force_login(reader)
    allowed = client.get(address)

    assert refused.status_code == 302
    assert refused.url.startswith("/accounts/login/")
    assert allowed.status_code == 200
    assert shown.title in allowed.content.decode()


def test_restriction_holds_for_an_alias_of_the_page(client):
    page = build_standard_page(title="Inner", slug="inner")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    page.create_alias(update_slug="copy")

    assert client.get("/copy/").status_code == 302


def test_restriction_elsewhere_closes_no_other_page(client):
    page = build_standard_page(slug="inner")
    build_standard_page(slug="inner-not", title="Open to all")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/inner-not/").status_code == 200


def test_translated_page_is_shown_under_its_language(client):
    spanish = Locale.objects.create(language_code="es")
    home = HomePage.objects.get()
    page = build_standard_page(title="Privacy", slug="privacy")
    untranslated = build_standard_page(title="Terms", slug="terms")
    home.copy_for_translation(spanish).save_revision().publish()
    translated = page.copy_for_translation(spanish)
    translated.title = "Privacidad"
    translated.slug = "privacidad"
    translated.save_revision().publish()

    page = client.get("/es/privacidad/").content.decode()
    assert "Privacidad" in page
    assert '<a href="/privacy/" lang="en" hreflang="en">English</a>' in page
    assert "solo en inglés" not in page
    english = client.get("/privacy/").content.decode()
    assert '<a href="/es/privacidad/" lang="es" hreflang="es">Español</a>' in english
    assert 'hreflang="es"' not in client.get(untranslated.url).content.decode()
    assert client.get("/es/privacy/").status_code == 404
    assert "Privacidad" not in client.get("/privacy/").content.decode()


def test_language_without_pages_of_its_own_shows_the_english_ones(client):
    build_standard_page(title="Privacy", slug="privacy")

    response = client.get("/es/privacy/")

    assert response.status_code == 200
    page = response.content.decode()
    assert '<html lang="es">' in page
    assert "solo en inglés" in page
    assert '<a href="/privacy/" lang="en" hreflang="en">English</a>' in page
    english = client.get("/privacy/").content.decode()
    assert '<a href="/es/privacy/" lang="es" hreflang="es">Español</a>' in english
    assert "in English only" not in english


def test_page_comes_whole_in_two_queries(rf, django_assert_num_queries):
    page = build_program_page()
    request = rf.get("/")

    with translation.override("en"), django_assert_num_queries(2):
        found = find_page(request, f"programs/{page.slug}/")
        assert found == page
        assert found.title
        assert found.program.lead_agency.abbreviation == "ICE"
        assert list(found.get_view_restrictions()) == []


def test_site_without_pages_answers_not_found(client):
    Site.objects.all().delete()

    assert client.get("/").status_code == 404
