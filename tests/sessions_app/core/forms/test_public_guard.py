import datetime

import pytest
import time_machine
from django.test import RequestFactory
from django.utils import timezone

from sessions_app.core.forms.public_guard import PublicGuard, seconds_to_wait

requests = RequestFactory()


def request_from(address: str):
    return requests.post("/", REMOTE_ADDR=address)


def came_back(guard: PublicGuard, *, after: float, purpose: str = "register:1") -> PublicGuard:
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=after), tick=False):
        return PublicGuard.of(purpose, {"form_stamp": guard.stamp})


def test_form_that_took_a_while_is_taken():
    opened = PublicGuard.opened("register:1")

    back = came_back(opened, after=30)

    assert back.refusal(request_from("192.0.2.1")) == ""
    assert back.submission == opened.submission


@pytest.mark.parametrize(
    ("after", "words"),
    [(0.5, "That was very quick."), (25 * 3600, "This page was open for a long time.")],
)
def test_form_that_came_too_soon_or_too_late_is_looked_over(after, words):
    back = came_back(PublicGuard.opened("register:1"), after=after)

    assert words in back.refusal(request_from("192.0.2.1"))


def test_stamp_of_one_form_is_no_good_for_another():
    back = came_back(PublicGuard.opened("register:1"), after=30, purpose="register:2")

    assert back.is_stale
    assert back.stamp != ""


def test_stale_form_gets_a_stamp_that_will_do():
    stale = came_back(PublicGuard.opened("register:1"), after=25 * 3600)

    assert came_back(stale, after=25 * 3600 + 60).refusal(request_from("192.0.2.1")) == ""


def test_every_form_has_its_own_number():
    assert PublicGuard.opened("a").submission != PublicGuard.opened("a").submission


@pytest.mark.django_db
def test_limit_is_that_of_the_settings(settings):
    settings.PUBLIC_FORM_SENDS_PER_HOUR = 2
    request = request_from("192.0.2.1")

    with time_machine.travel("2027-03-01T12:15Z", tick=False):
        waits = [seconds_to_wait(request, form="register") for _ in range(3)]

    assert waits == [0, 0, 45 * 60]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://["])
def test_form_of_another_site_is_refused_without_fetch_metadata_too(rf, origin):
    guard = came_back(PublicGuard.opened("register:1"), after=30)

    refusal = guard.refusal(rf.post("/", headers={"Origin": origin}))

    assert "another site" in refusal
