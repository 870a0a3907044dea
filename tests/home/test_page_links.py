"""Links to pages: looked up by what a page is, and only to what everybody can open."""

import re

import pytest
from django import urls
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Locale, PageViewRestriction, Site

from engagement_site import urls as site_urls
from home import page_links
from home.models import HomePage, ProgramIndexPage, RequiredPages, ResponseIndexPage
from tests.builders import build_action, build_program, build_session
from tests.home.page_builders import (
    build_program_page,
    build_response_page,
    build_standard_page,
    prose,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def program():
    return build_program(name="Stops", slug="stops")


@pytest.fixture
def privacy():
    page = build_standard_page(title="Privacy", slug="privacy")
    RequiredPages.objects.create(site=Site.objects.get(), privacy=page)
    return page


def links(client, path):
    html = client.get(path).content.decode()
    return set(re.findall(r'<a\b[^>]*\bhref="([^"]*)"', html))


def close(page, way):
    """Make a page one that not everybody can open."""
    if way == "unpublished":
        page.unpublish()
    elif way == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    elif way == "below a restricted page":
        parent = page.get_parent()
        restriction = PageViewRestriction.objects.create(
            page=parent, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.add(Group.objects.create(name="Readers"))
    else:
        source = build_standard_page(title="Source", slug="source")
        page.alias_of = source
        page.save()
        PageViewRestriction.objects.create(page=source, restriction_type=PageViewRestriction.LOGIN)


def pages_about(program):
    """Return the paths of all pages that link to a program's page."""
    return [
        build_session(program=program).get_absolute_url(),
        build_action(program=program, is_public=True).get_absolute_url(),
        f"/responses/{build_response_page(program=program).slug}/",
    ]


def test_pages_about_a_program_lead_to_its_page(client, program):
    build_program_page(program=program)

    for path in pages_about(program):
        assert "/programs/stops/" in links(client, path), path


@pytest.mark.parametrize("way", ["unpublished", "restricted", "below a restricted page"])
def test_page_of_a_program_that_is_not_open_is_not_linked(client, program, way):
    paths = pages_about(program)
    page = build_program_page(program=program)
    close(page, way)

    for path in [*paths, "/", "/programs/", "/sessions/", "/search/?q=Stops"]:
        assert "/programs/stops/" not in links(client, path), path
    for path in paths:
        assert re.search(r">Stops\s*</dd>", client.get(path).content.decode()), path


def test_program_without_a_page_is_not_linked(client, program):
    for path in pages_about(program):
        assert "/programs/stops/" not in links(client, path), path


EVERYWHERE = ["/", "/sessions/", "/follow-ups/", "/organizations/register/", "/accounts/login/"]


@pytest.mark.parametrize("path", [*EVERYWHERE, "/no-such-page/"])
def test_lists_and_required_pages_are_linked_where_they_are(client, privacy, path):
    index = ProgramIndexPage.objects.get()
    index.slug = "what-we-explain"
    index.save()
    privacy.slug = "your-privacy"
    privacy.save()

    found = links(client, path)

    assert {"/", "/what-we-explain/", "/responses/", "/your-privacy/"} <= found
    assert not {"/programs/", "/privacy/"} & found


@pytest.mark.parametrize("way", ["unpublished", "restricted", "alias of a restricted page"])
@pytest.mark.parametrize("path", [*EVERYWHERE, "/no-such-page/"])
def test_lists_and_required_pages_that_are_not_open_are_not_linked(client, privacy, path, way):
    close(ProgramIndexPage.objects.get(), "unpublished" if way == "unpublished" else "restricted")
    close(privacy, way)

    assert not {"/programs/", "/privacy/"} & links(client, path)


def test_breadcrumbs_skip_a_list_that_is_not_published(client, program):
    build_program_page(program=program)
    ProgramIndexPage.objects.get().unpublish()

    assert "/programs/" not in links(client, "/programs/stops/")


def test_home_page_that_is_not_published_is_not_linked(client):
    HomePage.objects.get().unpublish()

    found = links(client, "/sessions/")

    assert "/" not in found
    assert "/programs/" in found


def test_required_page_that_nobody_chose_is_not_linked(client):
    build_standard_page(title="Privacy", slug="privacy")

    assert "/privacy/" not in links(client, "/sessions/")


@pytest.fixture
def spanish(privacy):
    locale = Locale.objects.create(language_code="es")
    for page in (HomePage.objects.get(), ProgramIndexPage.objects.get(), privacy):
        copy = page.copy_for_translation(locale)
        copy.slug = {"programs": "programas", "privacy": "privacidad"}.get(page.slug, "inicio")
        copy.save_revision().publish()
    return locale


def test_links_lead_to_the_pages_in_the_readers_language(client, spanish):
    found = links(client, "/es/sessions/")

    assert {"/es/", "/es/programas/", "/es/privacidad/"} <= found
    # Not translated: better in English than not at all.
    assert "/responses/" in found
    assert {"/", "/programs/", "/privacy/"} <= links(client, "/sessions/")


def test_translation_that_is_not_published_leaves_the_page_itself(client, spanish, privacy):
    privacy.get_translation(spanish).unpublish()

    assert "/privacy/" in links(client, "/es/sessions/")


def test_restricted_translation_is_not_linked_from_the_page(client, spanish, privacy):
    assert "/es/privacidad/" in links(client, "/privacy/")
    close(privacy.get_translation(spanish), "restricted")

    assert "/es/privacidad/" not in links(client, "/privacy/")


def test_language_without_pages_of_its_own_links_the_english_ones(client, privacy):
    assert {"/es/", "/es/programs/", "/es/privacy/"} <= links(client, "/es/sessions/")


def test_link_in_a_text_to_a_page_that_is_not_published_becomes_plain_words(client):
    target, other = build_standard_page(slug="target"), build_standard_page(slug="other")
    text = (
        f'<a linktype="page" id="{target.pk}">the first</a> and '
        f'<a linktype="page" id="{other.pk}">the second</a>'
    )
    build_standard_page(slug="text", body=prose(text))
    assert {"/target/", "/other/"} <= links(client, "/text/")

    close(target, "unpublished")
    close(other, "restricted")

    assert not {"/target/", "/other/"} & links(client, "/text/")
    assert "<a>the first</a> and <a>the second</a>" in client.get("/text/").content.decode()


TYPED = ["/target/", "/target", "/target/?from=program#part", "/es/objetivo/", "/sessions/"]


def test_link_in_a_text_leads_to_the_translation_that_everybody_can_open(client, spanish, privacy):
    text = f'<a linktype="page" id="{privacy.pk}">Privacy</a>'
    home = HomePage.objects.get(locale__language_code="en")
    page = build_standard_page(home, slug="text", body=prose(text))
    copy = page.copy_for_translation(spanish)
    copy.save_revision().publish()
    assert "/es/privacidad/" in links(client, copy.url)

    close(privacy.get_translation(spanish), "restricted")

    assert "/privacy/" in links(client, copy.url)
    assert "/es/privacidad/" not in links(client, copy.url)


def test_typed_address_of_a_page_that_is_not_published_becomes_plain_words(client, spanish):
    home = HomePage.objects.get(locale__language_code="en")
    target = build_standard_page(home, title="Target", slug="target")
    copy = target.copy_for_translation(spanish)
    copy.slug = "objetivo"
    copy.save_revision().publish()
    items = [{"type": "link", "value": {"title": f"To {url}", "url": url}} for url in TYPED]
    routes = [{"heading": "If", "text": "<p>Then</p>", "link_text": "Go", "url": "/target/"}]
    build_standard_page(
        home,
        slug="text",
        body=[
            ("learn_more", {"heading": "", "items": [(i["type"], i["value"]) for i in items]}),
            ("routes", {"heading": "", "routes": routes}),
        ],
    )
    assert set(TYPED) <= links(client, "/text/")

    close(target, "unpublished")
    close(copy, "restricted")

    html = client.get("/text/").content.decode()
    assert set(TYPED) & links(client, "/text/") == {"/sessions/"}
    assert all(f"To {url}" in html for url in TYPED)
    assert ">Go<" not in html


def test_typed_address_without_a_page_is_left_alone(client):
    """It may be a former address, or one that a redirect or a list of ours answers."""
    home = HomePage.objects.get(locale__language_code="en")
    typed = ["/programs/former/", "/brochure/", "/es/sobre/"]
    items = [("link", {"title": f"To {url}", "url": url}) for url in typed]
    build_standard_page(home, slug="text", body=[("learn_more", {"heading": "", "items": items})])

    assert set(typed) <= links(client, "/text/")


def test_links_take_one_query_with_the_contact_details(
    rf, program, privacy, django_assert_num_queries
):
    build_program_page(program=build_program(slug="other"))
    build_program_page(program=program)
    request = rf.get("/")
    assert Site.find_for_request(request)
    wanted = page_links.Wanted(program="stops", typed=frozenset({"/privacy/", "/programs/other/"}))

    with django_assert_num_queries(1):
        facts = page_links.site_facts(request, wanted)
        assert page_links.site_facts(request).links == facts.links

    assert facts.links.program == "/programs/stops/"
    assert facts.links.responses == ResponseIndexPage.objects.get().url
    assert facts.typed == {"/privacy/", "/programs/other/"}


def broken(request):
    raise ZeroDivisionError


handler500 = "engagement_site.error_pages.server_error"
urlpatterns = [urls.path("broken/", broken), *site_urls.urlpatterns]


@pytest.mark.urls(__name__)
def test_error_page_links_what_the_last_page_linked(privacy, monkeypatch):
    monkeypatch.setattr(page_links, "_last_links", {})
    client = Client(raise_request_exception=False)
    before = links(client, "/broken/")
    client.get("/sessions/")

    assert ("/" in before, "/privacy/" in before) == (True, False)
    assert {"/", "/privacy/"} <= links(client, "/broken/")
