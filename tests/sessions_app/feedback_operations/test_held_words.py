"""Routing to complaints leaves no word in held forms, nor in files that are hard to delete."""

from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from engagement_site import held_forms
from sessions_app.actions import services as actions
from sessions_app.feedback.enums import RoutingReason
from sessions_app.feedback.services import feedback
from sessions_app.feedback.staff.transitions import TRANSITIONS
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.models import ActionEvidence
from tests.builders import build_action, build_feedback, build_user
from tests.whole_database import tables_with

pytestmark = [pytest.mark.django_db, pytest.mark.database]

WORD = "quibblefroth"


def hold(path):
    session = Client().session
    session[held_forms.SESSION_KEY] = {
        "author": 1, "path": path, "data": f"reason={WORD}", "at": 0,
    }  # fmt: skip
    session.save()
    return session.session_key


def route(item):
    return route_to_complaints(item=item, reason=RoutingReason.TOLD, by=build_user())


@pytest.mark.parametrize("slug", [each.slug for each in TRANSITIONS])
def test_reason_typed_for_any_transition_is_forgotten(slug):
    item, copy, other = build_feedback(), build_feedback(), build_feedback()
    feedback.mark_duplicate(item=copy, duplicate_of=item, reason="Same.", by=build_user())
    for each in (item, copy):
        hold(reverse("feedbackitem:move", args=[each.pk, slug]))
    kept = hold(reverse("feedbackitem:move", args=[other.pk, slug]))

    route(item)

    holding = [
        row.session_key
        for row in Session.objects.all()
        if held_forms.SESSION_KEY in row.get_decoded()
    ]
    assert holding == [kept]


@pytest.mark.parametrize("moment", ["before it is read", "before it is saved"])
def test_session_that_ends_meanwhile_does_not_stop_the_routing(monkeypatch, moment):
    item = build_feedback(private_note=WORD)
    hold(reverse("feedbackitem:edit", args=[item.pk]))
    owner, name = {
        "before it is read": (Session, "get_decoded"),
        "before it is saved": (held_forms.SessionStore, "save"),
    }[moment]
    original = getattr(owner, name)

    def end_first(session, *args):
        # The person signs out in another request.
        Session.objects.filter(session_key=session.session_key).delete()
        return original(session, *args)

    monkeypatch.setattr(owner, name, end_first)

    assert route(item).state == "routed"
    assert tables_with(WORD) == set()
    assert not Session.objects.exists()


def test_file_that_cannot_be_deleted_does_not_leave_the_others(
    monkeypatch, django_capture_on_commit_callbacks
):
    item, action = build_feedback(), build_action(state="accepted")
    actions.link_feedback(action=action, item=item, by=build_user())
    files = [SimpleUploadedFile(f"{number}.txt", WORD.encode()) for number in range(3)]
    actions.post_update(action=action, text="Done.", evidence=files, by=build_user())
    stuck, *others = [Path(piece.file.path) for piece in ActionEvidence.objects.order_by("pk")]
    storage = ActionEvidence._meta.get_field("file").storage
    delete = storage.delete

    def delete_unless_stuck(name):
        if Path(storage.path(name)) == stuck:
            raise OSError("read-only")
        delete(name)

    monkeypatch.setattr(storage, "delete", delete_unless_stuck)
    with django_capture_on_commit_callbacks(execute=True):
        route(item)

    assert [path.exists() for path in (stuck, *others)] == [True, False, False]
