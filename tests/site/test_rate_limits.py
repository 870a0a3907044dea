"""Rate limits per network: exact counts, and only a hash of the network is stored."""

import datetime
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.core.cache import cache
from django.db import connections
from django.test import RequestFactory

from engagement_site.rate_limits import network_of, seconds_to_wait

requests = RequestFactory()


def request_from(address: str):
    return requests.post("/", REMOTE_ADDR=address)


@pytest.fixture
def quarter_past_twelve() -> Iterator[None]:
    moment = datetime.datetime(2027, 3, 1, 12, 15, tzinfo=datetime.UTC)
    with time_machine.travel(moment, tick=False):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("quarter_past_twelve")
def test_limit_counts_each_network_and_each_form_alone():
    first, second = request_from("192.0.2.1"), request_from("192.0.2.2")

    waits = [seconds_to_wait(first, form="register", limit=2) for _ in range(4)]

    assert waits == [0, 0, 45 * 60, 45 * 60]
    assert seconds_to_wait(second, form="register", limit=2) == 0
    assert seconds_to_wait(first, form="organization", limit=2) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "wait"), [(6, 39 * 60), (44, 60), (45, 0)], ids=["soon", "still", "next hour"]
)
@pytest.mark.usefixtures("quarter_past_twelve")
def test_count_lasts_as_long_as_the_hour(minutes, wait):
    request = request_from("192.0.2.1")
    for _ in range(2):
        seconds_to_wait(request, form="register", limit=2)

    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=minutes)
    with time_machine.travel(later, tick=False):
        assert seconds_to_wait(request, form="register", limit=2) == wait


@pytest.mark.django_db
@pytest.mark.usefixtures("quarter_past_twelve")
def test_count_goes_beyond_what_is_read_in_one_query():
    request = request_from("192.0.2.1")

    waits = [seconds_to_wait(request, form="register", limit=150) for _ in range(151)]

    assert waits == [0] * 150 + [45 * 60]


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_forms_that_come_at_the_same_moment_are_all_counted():
    cache.clear()

    def send(number: int) -> int:
        try:
            return seconds_to_wait(request_from("192.0.2.1"), form="register", limit=5)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        waits = list(pool.map(send, range(24)))

    assert len([wait for wait in waits if not wait]) == 5
    cache.clear()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("192.0.2.1", "192.0.2.1"),
        ("no address", ""),
    ],
)
def test_one_network_is_known_again(one, other):
    assert network_of(request_from(one)) == network_of(request_from(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8:1:2::1", "2001:db8:1:3::1"), ("192.0.2.1", "192.0.2.2"), ("::1", "")],
)
def test_networks_are_told_apart(one, other):
    assert network_of(request_from(one)) != network_of(request_from(other))


def test_hash_of_a_network_changes_with_the_day_and_the_key(settings):
    request = request_from("192.0.2.1")
    with time_machine.travel("2027-03-01T12:00Z"):
        today = network_of(request)
        assert network_of(request) == today
        assert "192" not in today
    with time_machine.travel("2027-03-02T12:00Z"):
        assert network_of(request) != today
    settings.SECRET_KEY = "another"
    with time_machine.travel("2027-03-01T12:00Z"):
        assert network_of(request) != today
