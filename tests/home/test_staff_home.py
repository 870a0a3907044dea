"""Pages on the staff home: what waits for approval, and every page once."""

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

from home.models import ResponseIndexPage, ResponsePage
from sessions_app.core.roles import ROLE_ENGAGEMENT_OFFICER, ROLE_MANAGER
from tests.builders import build_program, build_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("synced_roles")]

MINE, TO_REVIEW, EDITS = PANELS = (
    "Your pages and snippets in a workflow",
    "Awaiting your review",
    "Your most recent edits",
)
PARTS = ("heard", "did", "will_not_do", "next_steps")


def test_response_in_moderation_is_on_each_home_once(client):
    officer, manager = build_staff(ROLE_ENGAGEMENT_OFFICER), build_staff(ROLE_MANAGER)
    text = {"heading": "", "text": rich_text("<p>We heard you.</p>")}
    data = nested_form_data(
        {
            "title": "Answer on the hotline",
            "slug": "answer",
            "program": build_program().pk,
            "lead": "In short.",
            "next_update_on": timezone.localdate() + datetime.timedelta(days=30),
            "comments": inline_formset([]),
            **{part: streamfield([("prose", text)]) for part in PARTS},
        }
    )
    client.force_login(officer)
    index = ResponseIndexPage.objects.get()
    client.post(reverse("wagtailadmin_pages:add", args=["home", "responsepage", index.pk]), data)
    page = ResponsePage.objects.get()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.post(edit, data | {"title": "Answer on the hotline, again"})
    assert panels_of(client.get("/admin/")) == [EDITS]

    client.post(edit, data | {"action-submit": "1"})

    assert panels_of(client.get("/admin/")) == [MINE]
    client.force_login(manager)
    assert panels_of(client.get("/admin/")) == [TO_REVIEW]


def panels_of(answer):
    """Return the panels of pages, of which each is shown if it names the page."""
    return [heading for heading in PANELS if heading in answer.content.decode()]
