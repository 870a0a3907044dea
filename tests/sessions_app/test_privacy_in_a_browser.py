"""Accessibility and layout of evidence and of routing to complaints, in Chromium."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sessions_app.actions import services as actions
from sessions_app.models import ActionUpdate
from tests.browsing import follow
from tests.builders import build_action, build_feedback, build_public_feedback
from tests.journeys import axe, layout
from tests.journeys.visits import OURS_IN_ADMIN

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def action(officer):
    action = build_action(owner=officer, state="accepted", is_public=True)
    for is_public in (True, False):
        name = f"minutes-of-the-meeting-{'x' * 100}.pdf"
        evidence = [SimpleUploadedFile(name, b"%PDF-1.7"), SimpleUploadedFile("a.txt", b"Words.")]
        actions.post_update(
            action=action, text="Done.", by=officer, is_public=is_public, evidence=evidence
        )
    return action


def problems(page, *, within="body"):
    axe.load(page)
    found = []
    for width in (390, 1280):
        layout.resize(page, width)
        found += [(width, each) for each in (*axe.findings(page), *layout.too_wide(page, within))]
    return found


def test_pages_of_evidence_and_routing_have_no_barrier(
    page, live_server, signed_in, officer, action
):
    item = build_public_feedback()
    copy = build_feedback(duplicate_of=item)
    for each in (item, copy):
        actions.link_feedback(action=action, item=each, by=officer)
    session = signed_in(officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    update = reverse("followupaction:update", args=[action.pk])

    found = []
    for path, within in (
        (action.get_absolute_url(), "body"),
        (reverse("followupaction:inspect", args=[action.pk]), OURS_IN_ADMIN),
        (reverse("feedbackitem:move", args=[item.pk, "route"]), OURS_IN_ADMIN),
        (update, OURS_IN_ADMIN),
    ):
        assert page.goto(live_server.url + path).status == 200, path
        found += [(path, each) for each in problems(page, within=within)]
    page.set_input_files(
        "#id_evidence", [{"name": "a.exe", "mimeType": "text/plain", "buffer": b"MZ"}]
    )
    follow(page.get_by_role("button", name="Post update"))
    found += [("in error", each) for each in problems(page, within=OURS_IN_ADMIN)]

    assert found == []
    page.fill("#id_text", "It is printed.")
    files = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"Words."} for n in "ab"]
    page.set_input_files("#id_evidence", files)
    follow(page.get_by_role("button", name="Post update"))
    assert ActionUpdate.objects.first().evidence.count() == 2
