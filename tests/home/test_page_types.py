import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from home.models import (
    HomePage,
    ProgramIndexPage,
    ProgramPage,
    ResponseIndexPage,
    ResponsePage,
    StandardPage,
)
from home.serving import page_types
from sessions_app.core.roles import ROLE_MANAGER
from tests.builders import build_program, build_user
from tests.home.page_builders import build_program_page, build_response_page

pytestmark = pytest.mark.django_db


def test_tree_of_a_new_installation_has_the_lists_that_the_navigation_links_to(client):
    assert client.get("/").status_code == 200
    assert client.get("/programs/").status_code == 200
    assert client.get("/responses/").status_code == 200
    assert HomePage.objects.count() == 1


@pytest.mark.parametrize(
    ("page_type", "parents", "children"),
    [
        (HomePage, {"Page"}, {"ProgramIndexPage", "ResponseIndexPage", "StandardPage"}),
        (ProgramIndexPage, {"HomePage"}, {"ProgramPage"}),
        (ProgramPage, {"ProgramIndexPage"}, set()),
        (ResponseIndexPage, {"HomePage"}, {"ResponsePage"}),
        (ResponsePage, {"ResponseIndexPage"}, set()),
        (StandardPage, {"HomePage", "StandardPage"}, {"StandardPage"}),
    ],
)
def test_page_type_stands_in_its_place_alone(page_type, parents, children):
    assert {each.__name__ for each in page_type.allowed_parent_page_models()} == parents
    assert {each.__name__ for each in page_type.allowed_subpage_models()} == children


def test_every_page_type_is_read_in_the_query_that_finds_a_page():
    assert set(page_types()) == {
        HomePage,
        ProgramIndexPage,
        ProgramPage,
        ResponseIndexPage,
        ResponsePage,
        StandardPage,
    }


def test_second_list_of_programs_cannot_be_made():
    assert not ProgramIndexPage.can_create_at(HomePage.objects.get())


def test_program_page_takes_the_address_of_its_program():
    page = build_program_page(program=build_program(slug="stops"), slug="something-else")

    assert page.slug == "stops"


def test_program_with_a_page_gets_no_second_one():
    program = build_program()
    build_program_page(program=program)
    second = ProgramPage(title="Again", program=program)

    with pytest.raises(ValidationError) as refused:
        ProgramIndexPage.objects.get().add_child(instance=second)

    assert "already has a page" in str(refused.value.message_dict["program"])


def test_program_page_cannot_be_copied(admin_client):
    page = build_program_page()

    response = admin_client.get(reverse("wagtailadmin_pages:copy", args=[page.pk]))

    assert response.url == reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assert ProgramPage.objects.count() == 1


def test_program_with_a_page_cannot_be_deleted():
    page = build_program_page()

    with pytest.raises(Exception, match="protected foreign keys"):
        page.program.delete()


@pytest.mark.parametrize(
    "page",
    [HomePage, ProgramIndexPage, ProgramPage, ResponseIndexPage, ResponsePage, StandardPage],
)
def test_preview_of_a_page_without_any_value_is_drawn(page, rf):
    unsaved = page(title="Draft", slug="draft", path="00019999", depth=2, url_path="/draft/")

    response = unsaved.make_preview_request(rf.get("/"))

    assert response.status_code == 200
    assert "Draft" in response.rendered_content or page is HomePage


def test_preview_of_a_block_without_any_value_is_drawn(rf):
    for name, block in StandardPage.body.field.stream_block.child_blocks.items():
        page = StandardPage(title="Draft", slug="draft", path="00019999", depth=2)
        page.body = [(name, block.get_default())]

        assert page.make_preview_request(rf.get("/")).status_code == 200, name


def test_response_lists_are_paged_by_twenty(client):
    for number in range(21):
        build_response_page(title=f"Response number {number}", slug=f"response-{number}")

    first = client.get("/responses/").content.decode()
    second = client.get("/responses/?page=2").content.decode()

    assert first.count("usa-collection__heading") == 20
    assert second.count("usa-collection__heading") == 1


@pytest.fixture
def admin_client(client):
    manager = build_user(is_superuser=True, first_name=ROLE_MANAGER)
    client.force_login(manager)
    return client
