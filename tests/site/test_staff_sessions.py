import datetime

import pytest
import time_machine
from django.utils import timezone

from engagement_site import held_forms

pytestmark = pytest.mark.django_db

HEARTBEAT = "/admin/editing-sessions/ping/wagtailcore/page/1/"


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def clock():
    start = datetime.datetime(2027, 3, 1, 14, 0, tzinfo=datetime.UTC)
    with time_machine.travel(start, tick=False) as traveller:
        yield traveller


def test_idle_staff_are_signed_out(client, staff_member, clock):
    client.force_login(staff_member)
    client.get("/admin/")

    clock.shift(datetime.timedelta(minutes=31))
    response = client.get("/admin/")

    assert response.headers["Location"] == "/accounts/login/?next=/admin/"
    assert not is_signed_in(client)


def test_working_staff_stay(client, staff_member, clock):
    client.force_login(staff_member)
    for _ in range(4):
        client.get("/admin/")
        clock.shift(datetime.timedelta(minutes=29))

    assert client.get("/admin/").status_code == 200


def test_open_editor_is_not_work(client, staff_member, clock):
    client.force_login(staff_member)
    client.get("/admin/")
    for _ in range(4):
        clock.shift(datetime.timedelta(minutes=10))
        client.post(HEARTBEAT)

    assert not is_signed_in(client)


def test_script_that_asks_for_news_is_not_work(client, staff_member, clock):
    client.force_login(staff_member)
    client.get("/admin/")
    for _ in range(4):
        clock.shift(datetime.timedelta(minutes=10))
        answer = client.get("/admin/", headers={"Accept": "application/json"})

    assert answer.headers["Location"] == "/accounts/login/?next=/admin/"
    # What is sent from a form in another window is still held for the person.
    client.post("/admin/feedback/new/", {"private_note": "said"})
    assert not is_signed_in(client)
    assert held_forms.SESSION_KEY in client.session


def test_line_of_a_script_is_not_kept_as_a_form(client, staff_member, clock):
    client.force_login(staff_member)
    client.get("/admin/")
    clock.shift(datetime.timedelta(minutes=31))

    answer = client.post("/admin/", {"line": "said"}, headers={"Accept": "application/json"})

    assert answer.status_code == 302
    assert held_forms.SESSION_KEY not in client.session


def test_staff_are_signed_out_after_twelve_hours_of_work(client, staff_member, clock):
    client.force_login(staff_member)
    started = timezone.now()
    while timezone.now() - started <= datetime.timedelta(hours=12):
        assert client.get("/admin/").status_code == 200
        clock.shift(datetime.timedelta(minutes=25))

    assert client.get("/admin/").status_code == 302
    assert not is_signed_in(client)


def test_person_who_is_not_staff_may_pause(client, person, clock):
    client.force_login(person)
    client.get("/accounts/email/")

    clock.shift(datetime.timedelta(hours=2))

    assert client.get("/accounts/email/").status_code == 200


def test_deactivation_ends_access(client, staff_member):
    client.force_login(staff_member)
    staff_member.is_active = False
    staff_member.save()

    assert client.get("/admin/").status_code == 302


def test_public_form_of_staff_whose_session_ended_is_answered_and_nothing_is_said(
    client, staff_member, clock
):
    client.force_login(staff_member)
    client.get("/admin/")
    clock.shift(datetime.timedelta(minutes=31))

    response = client.post("/organizations/register/", {"name": ""})

    assert response.status_code == 200
    assert not is_signed_in(client)
    assert b"You were signed out" not in client.get("/accounts/login/").content


def test_staff_sent_to_sign_in_read_why(client, staff_member, clock):
    client.force_login(staff_member)
    client.get("/admin/")
    clock.shift(datetime.timedelta(minutes=31))

    page = client.get("/admin/", follow=True).content

    assert page.count(b"You were signed out. Sign in again to continue.") == 1
