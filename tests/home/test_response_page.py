from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import ResponseIndexPage, ResponsePage
from tests.builders import (
    build_action,
    build_feedback,
    build_program,
    build_public_feedback,
    build_user,
)
from tests.home.page_builders import build_response_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return build_program()


def _form(page: ResponsePage, data=None):
    form_class = page.get_edit_handler().get_form_class()
    return form_class(data, instance=page, for_user=build_user(is_superuser=True))


def _choices(form, name: str) -> set:
    return set(form.fields[name].queryset)


def test_form_offers_public_records_of_the_own_program_only(program):
    item = build_public_feedback(program=program)
    action = build_action(program=program, is_public=True)
    build_feedback(program=program, public_summary="Not approved")
    build_action(program=program)
    build_public_feedback()
    build_action(is_public=True)
    page = build_response_page(program=program)

    form = _form(page)

    assert _choices(form, "feedback_items") == {item}
    assert _choices(form, "actions") == {action}


def test_form_of_a_new_response_offers_nothing_before_its_program_is_known(program):
    build_public_feedback(program=program)

    form = _form(ResponsePage(), None)

    assert _choices(form, "feedback_items") == set()


def test_form_refuses_a_record_that_is_not_offered(program):
    hidden = build_feedback(program=program, public_summary="Not approved")
    page = build_response_page(program=program)

    parts = {part: streamfield([]) for part in ("heard", "did", "will_not_do", "next_steps")}
    data = nested_form_data(parts | {"program": program.pk, "comments": inline_formset([])})
    form = _form(page, QueryDict(urlencode(data | {"feedback_items": hidden.pk})))

    assert "feedback_items" in form.errors


def test_editor_shows_the_choices_and_no_other_record(client, program):
    build_public_feedback(program=program, public_summary="Shown to choose")
    build_feedback(program=program, private_note="Never in the editor")
    page = build_response_page(program=program)
    client.force_login(build_user(is_superuser=True))

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "Shown to choose" in html
    assert "Never in the editor" not in html


def test_page_shows_the_four_parts_and_the_record(client, program):
    item = build_public_feedback(program=program, public_summary="Forms are in English only.")
    action = build_action(program=program, is_public=True, title="Print the form anew")
    page = build_response_page(program=program, feedback_items=[item], actions=[action])

    html = client.get(f"/responses/{page.slug}/").content.decode()

    for part in ("heard", "did", "will_not_do", "next_steps"):
        assert f"The part named {part}." in html
    assert "Forms are in English only." in html
    assert "Print the form anew" in html


def test_each_action_stands_under_what_it_is(client, program):
    titles = {"completed": "Printed anew", "proposed": "Only an idea", "declined": "Too costly"}
    actions = [
        build_action(
            program=program,
            is_public=True,
            title=title,
            state=state,
            state_reason="No budget." if state == "declined" else "",
        )
        for state, title in titles.items()
    ]
    page = build_response_page(program=program, actions=actions)

    html = client.get(f"/responses/{page.slug}/").content.decode()

    parts = dict(
        zip(["heard", "did", "will_not", "next"], html.split("response-part--")[1:], strict=True)
    )
    assert [name for name, part in parts.items() if "Printed anew" in part] == ["did"]
    assert [name for name, part in parts.items() if "Too costly" in part] == ["will_not"]
    assert [name for name, part in parts.items() if "Only an idea" in part] == ["next"]


def test_record_that_is_no_longer_public_disappears_from_the_page(client, program):
    item = build_public_feedback(
        program=program, public_summary="Withdrawn words", private_note="Private words"
    )
    action = build_action(program=program, is_public=True, title="Withdrawn action")
    page = build_response_page(program=program, feedback_items=[item], actions=[action])
    item.summary_approved_at = None
    item.save()
    action.is_public = False
    action.save()

    html = client.get(f"/responses/{page.slug}/").content.decode()

    assert "Withdrawn words" not in html
    assert "Withdrawn action" not in html
    assert "Private words" not in html


@pytest.mark.parametrize("rows", [1, 30])
def test_page_asks_the_database_as_often_for_one_row_as_for_thirty(
    client, program, rows, django_assert_num_queries
):
    page = build_response_page(
        program=program,
        feedback_items=[build_public_feedback(program=program) for _ in range(rows)],
        actions=[build_action(program=program, is_public=True) for _ in range(rows)],
    )

    # Site, page, IDs and records of feedback items and of actions, contact details.
    with django_assert_num_queries(7):
        client.get(f"/responses/{page.slug}/")


def test_responses_are_listed_on_the_front_page(client):
    build_response_page(title="Newest answer")

    assert "Newest answer" in client.get("/").content.decode()
    assert "Newest answer" in client.get("/responses/").content.decode()
    assert ResponseIndexPage.objects.count() == 1
