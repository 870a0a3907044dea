import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home import page_feedback
from home.models import PageFeedback
from sessions_app.core.roles import ROLE_ANALYST, ROLE_EDITOR, ROLE_ENGAGEMENT_OFFICER, ROLE_MANAGER
from tests.builders import build_staff
from tests.home.page_builders import build_standard_page

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"
AGENT = "SentinelBrowser/77"


@pytest.fixture
def page():
    cache.clear()
    return build_standard_page(title="Privacy", slug="privacy")


def _send(client, page, *, origin="same-origin", **data):
    headers = {"Sec-Fetch-Site": origin} if origin else {}
    return client.post(
        f"/page-feedback/{page.pk}/",
        {"helpful": "yes"} | data,
        headers=headers,
        REMOTE_ADDR=ADDRESS,
        HTTP_USER_AGENT=AGENT,
    )


def test_answer_is_kept_with_its_day(client, page):
    response = _send(client, page, helpful="no", comment="Too long.")

    assert response.url == "/page-feedback/thanks/"
    answer = PageFeedback.objects.get()
    assert (answer.page_id, answer.helpful, answer.comment) == (page.pk, False, "Too long.")
    assert answer.received_on == timezone.localdate()
    assert client.get(response.url).status_code == 200


def test_page_asks_the_question(client, page):
    html = client.get("/privacy/").content.decode()

    assert f'action="/page-feedback/{page.pk}/"' in html
    assert f'name="{page_feedback.HONEYPOT}"' in html


def test_reading_changes_nothing(client, page):
    response = client.get(f"/page-feedback/{page.pk}/", {"helpful": "yes"})
    client.head(f"/page-feedback/{page.pk}/")

    assert response.status_code == 200
    assert "Privacy" in response.content.decode()
    assert not PageFeedback.objects.exists()


def test_answer_needs_no_cookie_and_sets_none(page):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)

    response = _send(client, page)

    assert response.status_code == 302
    assert not response.cookies
    assert PageFeedback.objects.count() == 1


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_answer_from_another_site_is_refused(client, page, origin):
    assert _send(client, page, origin=origin).status_code == 403
    assert not PageFeedback.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Referer": "https://[::1/privacy/"}, 403),
        ({"Origin": "http://testserver"}, 302),
        ({"Referer": "http://testserver/privacy/"}, 302),
    ],
)
def test_old_browser_is_known_by_its_origin(client, page, headers, status):
    response = client.post(
        f"/page-feedback/{page.pk}/", {"helpful": "yes"}, headers=headers, REMOTE_ADDR=ADDRESS
    )

    assert response.status_code == status


def test_filled_honeypot_is_thanked_and_not_kept(client, page):
    response = _send(client, page, **{page_feedback.HONEYPOT: "https://spam.example"})

    assert response.url == "/page-feedback/thanks/"
    assert not PageFeedback.objects.exists()


def test_answers_above_the_limit_are_refused(client, page, monkeypatch):
    monkeypatch.setattr(page_feedback, "ANSWERS_PER_HOUR", 3)

    statuses = [_send(client, page).status_code for _ in range(5)]

    assert statuses == [302, 302, 302, 429, 429]
    assert PageFeedback.objects.count() == 3


def test_answer_above_the_limit_is_not_lost_and_learns_when_to_come_back(client, page, monkeypatch):
    monkeypatch.setattr(page_feedback, "ANSWERS_PER_HOUR", 1)

    with time_machine.travel("2027-03-01T12:15Z", tick=False):
        _send(client, page)
        response = _send(client, page, helpful="no", comment="Too long by half.")

    html = response.content.decode()
    assert (response.status_code, response.headers["Retry-After"]) == (429, str(45 * 60))
    wait = "Your answers are still here. Wait 45 minutes and send your form again, or call us."
    assert wait in html
    assert "Too long by half." in html
    assert response.context["form"]["helpful"].value() == "no"
    assert "<title>Error:" in html


def test_limit_lasts_to_the_end_of_the_hour(client, page, monkeypatch):
    monkeypatch.setattr(page_feedback, "ANSWERS_PER_HOUR", 2)

    statuses = []
    for minute in ("12:01", "12:02", "12:03", "12:12", "12:59", "13:00"):
        with time_machine.travel(f"2027-03-01T{minute}Z", tick=False):
            statuses.append(_send(client, page).status_code)

    assert statuses == [302, 302, 429, 429, 429, 302]


def test_answer_leaves_no_address_and_no_agent(client, page, caplog):
    from django.db import connection

    _send(client, page, comment="Fine.")

    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            stored.append(str(cursor.fetchall()))
    everything = "".join(stored) + caplog.text
    assert "Fine." in everything
    assert ADDRESS not in everything
    assert AGENT not in everything


def test_comment_that_is_too_long_comes_back_with_the_answer(client, page):
    response = _send(client, page, helpful="no", comment="x" * 1001)

    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error:" in html
    assert "x" * 1001 in html
    assert 'value="no"' in html
    assert not PageFeedback.objects.exists()


def test_answer_without_yes_or_no_says_what_to_do(client, page):
    assert "Choose Yes or No." in _send(client, page, helpful="").content.decode()


def test_page_that_is_not_public_takes_no_answer(client, page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert _send(client, page).status_code == 404
    assert client.post("/page-feedback/999999/").status_code == 404


@pytest.mark.parametrize("name", ["page_feedback_report", "page_feedback_report_results"])
@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (ROLE_EDITOR, True),
        (ROLE_MANAGER, True),
        (ROLE_ENGAGEMENT_OFFICER, False),
        (ROLE_ANALYST, False),
    ],
)
@pytest.mark.usefixtures("synced_roles")
def test_report_opens_to_editors_and_managers(client, page, name, role, reads):
    PageFeedback.objects.create(page=page, helpful=False, comment="Where is the phone number?")
    client.force_login(build_staff(role))

    response = client.get(reverse(name))

    assert ("Where is the phone number?" in response.content.decode()) is reads
    assert response.status_code == (200 if reads else 302)


@pytest.mark.usefixtures("synced_roles")
def test_report_counts_the_answers_of_each_page(client, page):
    for helpful in (True, True, False):
        PageFeedback.objects.create(page=page, helpful=helpful)
    client.force_login(build_staff(ROLE_MANAGER))

    html = "".join(client.get(reverse("page_feedback_report")).content.decode().split())

    assert '<tdclass="title">Privacy</td><td>2</td><td>1</td>' in html
