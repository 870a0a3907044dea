"""Staff forms sent again, and forms sent after the session had ended."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.urls import get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import expect

from engagement_site import held_forms
from sessions_app.core.services import idempotency
from sessions_app.core.staff.record_views import RecordCreateView
from sessions_app.core.staff.repeats import KEY_NAME
from sessions_app.models import ActionUpdate, FeedbackItem, IdempotencyKey
from tests.browsing import follow
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_session,
)
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db

ADD = "/admin/feedback/new/"
LATER = datetime.timedelta(minutes=31)


def said(**changes):
    return {
        "kind": "concern",
        "program": build_program().pk,
        "private_note": "People stopped calling.",
        "severity": "moderate",
        "received_on": "2026-05-04",
        "channel": "email",
        KEY_NAME: "one-form",
    } | changes


def test_form_sent_twice_is_saved_once(officer_client):
    data = said()

    first = officer_client.post(ADD, data)
    second = officer_client.post(ADD, data, follow=True)

    item = FeedbackItem.objects.get()
    assert second.redirect_chain == [(first["Location"], 302)]
    assert "Nothing was added a second time." in text_of(second)
    assert item.private_note == "People stopped calling."


@pytest.mark.parametrize("change", [{"private_note": "Another."}, {KEY_NAME: "another-form"}])
def test_other_input_or_another_form_is_another_record(officer_client, change):
    data = said()

    officer_client.post(ADD, data)
    officer_client.post(ADD, data | change)

    assert FeedbackItem.objects.count() == 2


def test_colleague_with_the_same_form_is_not_taken_for_the_first(officer_client, manager_client):
    data = said()

    officer_client.post(ADD, data)
    manager_client.post(ADD, data)

    assert FeedbackItem.objects.count() == 2


def test_form_with_an_error_can_be_sent_again(officer_client):
    data = said(kind="")

    assert officer_client.post(ADD, data).status_code == 200
    assert officer_client.post(ADD, data).context[KEY_NAME] == "one-form"
    assert not IdempotencyKey.objects.exists()

    officer_client.post(ADD, data | {"kind": "concern"})
    assert FeedbackItem.objects.count() == 1


def test_refused_service_leaves_the_key_free(officer_client):
    session = build_session(attribution_rule="not_attributed")
    data = said(listening_session=session.pk, organization=build_organization().pk)

    assert officer_client.post(ADD, data).status_code == 200
    assert not IdempotencyKey.objects.exists()


def test_keys_are_forgotten_after_a_day(officer_client):
    with time_machine.travel(timezone.now() - idempotency.KEPT_FOR, tick=False):
        idempotency.claim(key="old")
    assert idempotency.claim(key="old") is not None

    idempotency.claim(key="new")
    assert IdempotencyKey.objects.count() == 2


def create_views():
    """Return the names of all URLs that lead to a RecordCreateView."""
    found = []
    for namespace, (_path, resolver) in get_resolver().namespace_dict.items():
        for pattern in resolver.url_patterns:
            view = getattr(pattern.callback, "view_class", None)
            if view and issubclass(view, RecordCreateView):
                found.append(f"{namespace}:{pattern.name}")
    return found


def test_every_form_that_creates_something_has_a_key(manager_client):
    action = build_action()
    pages = [reverse(name) for name in create_views()]
    assert len(pages) >= 6
    pages += [
        reverse("followupaction:update", args=[action.pk]),
        reverse("organization:contact_add", args=[build_organization().pk]),
    ]
    for page in pages:
        response = manager_client.get(page)
        assert response.content.decode().count(f'name="{KEY_NAME}"') == 1, page


def test_update_sent_twice_is_posted_once(manager_client):
    action = build_action(state="in_progress")
    data = {"text": "Printed.", "is_public": "on", KEY_NAME: "one-form"}

    for _time in range(2):
        manager_client.post(reverse("followupaction:update", args=[action.pk]), data)

    assert ActionUpdate.objects.count() == 1


def test_contact_sent_twice_is_added_once(manager_client):
    organization = build_organization()
    data = {"name": "Ana Cruz", "since": "2026-05-04", KEY_NAME: "one-form"}

    for _time in range(2):
        manager_client.post(reverse("organization:contact_add", args=[organization.pk]), data)

    assert organization.memberships.count() == 1


def test_back_and_save_in_a_browser_adds_nothing(page, live_server, officer_client):
    build_program(name="Alder Watch")
    cookie = officer_client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + ADD)
    page.get_by_role("textbox", name="What was said").fill("Nobody calls.")
    page.get_by_role("radio", name="Concern").check()
    page.get_by_role("combobox", name="Program").select_option(label="Alder Watch")
    follow(page.get_by_role("button", name="Save", exact=True))
    saved = page.url
    assert FeedbackItem.objects.count() == 1

    page.go_back()
    expect(page.get_by_role("textbox", name="What was said")).to_have_value("Nobody calls.")
    follow(page.get_by_role("button", name="Save", exact=True))

    assert page.url == saved
    expect(page.get_by_text("Nothing was added a second time.")).to_be_visible()
    assert FeedbackItem.objects.count() == 1


@pytest.fixture
def clock():
    start = datetime.datetime(2027, 3, 1, 14, 0, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False) as traveller:
        yield traveller


def test_form_sent_after_the_session_ended_is_there_again(clock, officer_client, officer):
    data = said()
    officer_client.get(ADD)
    clock.shift(LATER)

    response = officer_client.post(ADD, data, follow=True)
    assert "what you typed is kept for one hour" in text_of(response)

    officer_client.force_login(officer)
    page = officer_client.get(ADD)
    assert "What you typed is still here." in text_of(page)
    assert page.context["form"]["private_note"].value() == "People stopped calling."
    assert page.context[KEY_NAME] == "one-form"
    assert not FeedbackItem.objects.exists()

    officer_client.post(ADD, data)
    assert FeedbackItem.objects.count() == 1
    # It is shown once.
    assert not officer_client.get(ADD).context["form"].is_bound


def test_held_form_is_for_its_author_and_for_an_hour(clock, officer_client, officer, manager):
    def send_late():
        officer_client.force_login(officer)
        officer_client.get(ADD)
        clock.shift(LATER)
        officer_client.post(ADD, said())

    send_late()
    officer_client.force_login(manager)
    assert not officer_client.get(ADD).context["form"].is_bound
    assert held_forms.SESSION_KEY not in officer_client.session

    send_late()
    clock.shift(datetime.timedelta(hours=1))
    officer_client.force_login(officer)
    assert not officer_client.get(ADD).context["form"].is_bound


def test_held_form_waits_for_its_own_page(clock, officer_client, officer):
    item = build_feedback(private_note="Before.")
    edit = reverse("feedbackitem:edit", args=[item.pk])
    officer_client.get(ADD)
    clock.shift(LATER)
    officer_client.post(edit, said(private_note="After."))
    officer_client.force_login(officer)

    assert not officer_client.get(ADD).context["form"].is_bound
    assert officer_client.get(edit).context["form"]["private_note"].value() == "After."
    item.refresh_from_db()
    assert item.private_note == "Before."


@pytest.mark.parametrize("name", ["followupaction:update", "followupaction:edit"])
def test_other_screens_keep_what_was_typed_as_well(clock, manager_client, manager, name):
    address = reverse(name, args=[build_action().pk])
    manager_client.get(address)
    clock.shift(LATER)
    manager_client.post(address, {"text": "Printed.", "title": "Printed."})
    manager_client.force_login(manager)

    form = manager_client.get(address).context["form"]
    assert form.data.get("text") == "Printed."


def test_forged_form_is_not_held(clock, signed_in, officer):
    client = signed_in(officer)
    client.handler.enforce_csrf_checks = True
    client.get(ADD)
    clock.shift(LATER)

    assert client.post(ADD, said()).status_code == 403
    assert held_forms.SESSION_KEY not in client.session


def test_very_long_form_is_not_held(clock, officer_client):
    officer_client.get(ADD)
    clock.shift(LATER)

    officer_client.post(ADD, said(private_note="W" * held_forms.MOST_BYTES))

    assert held_forms.SESSION_KEY not in officer_client.session
