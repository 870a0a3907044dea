"""The cache table: what it answers when it cannot be written."""

import datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError

from tests.read_only_database import read_only_database

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def test_entry_is_added_once_until_it_expires():
    assert [cache.add("seat", 1, timeout=60), cache.add("seat", 2, timeout=60)] == [True, False]
    assert cache.get("seat") == 1

    with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=2)):
        assert cache.add("seat", 3, timeout=60) is True


def test_add_says_so_when_the_table_cannot_be_written():
    cache.add("there", 1)

    with read_only_database():
        assert cache.add("there", 2) is False
        with pytest.raises(OperationalError):
            cache.add("new", 1)


def test_expired_entry_is_read_as_absent_while_the_database_is_read_only():
    cache.set("old", 1, timeout=60)
    later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=2)

    with read_only_database(), time_machine.travel(later):
        assert cache.get("old") is None
