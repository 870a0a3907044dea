"""The publishing workflow, from draft to published, by role."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from home.models import HomePage, ProgramIndexPage, ResponseIndexPage, ResponsePage, StandardPage
from sessions_app.core.roles import (
    ROLE_ACTION_OWNER,
    ROLE_ANALYST,
    ROLE_AUDITOR,
    ROLE_EDITOR,
    ROLE_ENGAGEMENT_OFFICER,
    ROLE_MANAGER,
)
from tests.builders import build_public_feedback, build_staff
from tests.home.page_builders import build_response_page, build_standard_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("synced_roles")]

PARTS = ("heard", "did", "will_not_do", "next_steps")


def _response_data(program, **extra):
    text = {"heading": "", "text": rich_text("<p>We heard you.</p>")}
    data = nested_form_data(
        {
            "title": "Answer",
            "slug": "answer",
            "program": program.pk,
            "lead": "In short.",
            "next_update_on": timezone.localdate() + datetime.timedelta(days=30),
            "comments": inline_formset([]),
            **{part: streamfield([("prose", text)]) for part in PARTS},
        }
    )
    return data | extra


def _create_address(page_type: str, parent) -> str:
    return reverse("wagtailadmin_pages:add", args=["home", page_type, parent.pk])


def test_response_goes_from_officer_to_manager_to_public(client):
    item = build_public_feedback(public_summary="Forms are in English only.")
    officer, manager = build_staff(ROLE_ENGAGEMENT_OFFICER), build_staff(ROLE_MANAGER)
    address = _create_address("responsepage", ResponseIndexPage.objects.get())

    client.force_login(officer)
    client.post(address, _response_data(item.program))
    page = ResponsePage.objects.get()
    assert not page.live
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    choice = {"feedback_items": item.pk}
    client.post(edit, _response_data(item.program, **choice, **{"action-submit": "1"}))

    page.refresh_from_db()
    state = page.current_workflow_state
    assert state.workflow.name == "Response approval"
    assert client.get("/responses/answer/").status_code == 404
    approve = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[page.pk, "approve", state.current_task_state.pk],
    )
    client.post(approve, {"comment": ""})
    page.refresh_from_db()
    assert not page.live

    client.force_login(manager)
    client.post(approve, {"comment": ""})

    page.refresh_from_db()
    assert page.live
    client.logout()
    html = client.get("/responses/answer/").content.decode()
    assert "We heard you." in html
    assert "Forms are in English only." in html


def test_officer_who_asks_to_publish_gets_a_draft(client):
    item = build_public_feedback()
    client.force_login(build_staff(ROLE_ENGAGEMENT_OFFICER))
    address = _create_address("responsepage", ResponseIndexPage.objects.get())

    client.post(address, _response_data(item.program, **{"action-publish": "1"}))

    assert [page.live for page in ResponsePage.objects.all()] == [False]


def test_officer_changes_no_page_but_responses(client):
    client.force_login(build_staff(ROLE_ENGAGEMENT_OFFICER))
    text = build_standard_page()
    response = build_response_page()

    def status(page) -> int:
        return client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code

    assert status(response) == 200
    assert status(text) == 302
    assert status(HomePage.objects.get()) == 302
    add = _create_address("programpage", ProgramIndexPage.objects.get())
    assert client.get(add).status_code == 302


def test_editor_changes_pages_and_publishes_none(client):
    client.force_login(build_staff(ROLE_EDITOR))
    page = build_standard_page(title="Old title", slug="text")
    data = nested_form_data(
        {
            "title": "New title",
            "slug": "text",
            "lead": "",
            "body": streamfield([]),
            "comments": inline_formset([]),
        }
    )

    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(edit, data | {"action-publish": "1"})

    assert StandardPage.objects.get().title == "Old title"
    assert StandardPage.objects.get().get_latest_revision_as_object().title == "New title"
    assert client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk])).status_code == 302
    assert StandardPage.objects.get().live


@pytest.mark.parametrize("role", [ROLE_ACTION_OWNER, ROLE_ANALYST, ROLE_AUDITOR])
def test_others_open_no_page_in_the_editor(client, role):
    client.force_login(build_staff(role))
    page = build_response_page()

    for name in ("edit", "copy", "delete", "unpublish", "history"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert response.status_code == 302, name
    add = _create_address("responsepage", ResponseIndexPage.objects.get())
    assert client.get(add).status_code == 302


def test_manager_publishes_at_once(client):
    item = build_public_feedback()
    client.force_login(build_staff(ROLE_MANAGER))
    address = _create_address("responsepage", ResponseIndexPage.objects.get())

    client.post(address, _response_data(item.program, **{"action-publish": "1"}))

    assert ResponsePage.objects.get().live
