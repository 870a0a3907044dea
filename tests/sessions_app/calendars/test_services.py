import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.calendars import services as calendar_feeds
from sessions_app.core.enums import TokenPurpose
from sessions_app.core.errors import TokenInvalidError
from sessions_app.core.tokens import hash_token
from sessions_app.models import AccessToken, AuditEntry
from sessions_app.registrations.services import personal_links
from tests.builders import build_registration, build_user

pytestmark = pytest.mark.django_db


def secret(address) -> str:
    return address.url.rpartition("/")[2].removesuffix(".ics")


def test_address_is_the_same_until_it_is_changed():
    user = build_user()
    assert calendar_feeds.feed_address(user=user) is None

    first = calendar_feeds.rotate(user=user)

    assert calendar_feeds.feed_address(user=user) == first
    assert calendar_feeds.owner_of(raw=secret(first)) == user
    assert first.webcal == f"webcal://engagement.example/calendar/{secret(first)}.ics"

    second = calendar_feeds.rotate(user=user)

    assert calendar_feeds.feed_address(user=user) == second
    assert second.url != first.url
    with pytest.raises(TokenInvalidError):
        calendar_feeds.owner_of(raw=secret(first))


def test_database_holds_no_address():
    address = calendar_feeds.rotate(user=build_user())

    row = AccessToken.objects.values().get(purpose=TokenPurpose.CALENDAR)

    assert row["token_hash"] == hash_token(secret(address))
    assert secret(address) not in str(row)


def test_change_of_address_is_in_the_trail_without_a_name():
    user = build_user(first_name="Ana", last_name="Rivera")
    calendar_feeds.rotate(user=user)

    entry = AuditEntry.objects.get(action="engagement.calendar.rotate")

    assert (entry.user, entry.label) == (user, f"calendar · {user.pk}")


def test_closed_calendar_opens_no_more():
    user = build_user()
    address = calendar_feeds.rotate(user=user)

    assert calendar_feeds.close(user=user) == 1

    assert calendar_feeds.feed_address(user=user) is None
    with pytest.raises(TokenInvalidError):
        calendar_feeds.owner_of(raw=secret(address))


def test_address_runs_out_and_can_be_made_anew():
    user = build_user()
    address = calendar_feeds.rotate(user=user)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=731)):
        with pytest.raises(TokenInvalidError):
            calendar_feeds.owner_of(raw=secret(address))
        assert calendar_feeds.feed_address(user=user) is None
        assert calendar_feeds.rotate(user=user).url != address.url


def test_calendar_of_somebody_who_left_is_closed():
    user = build_user()
    address = calendar_feeds.rotate(user=user)
    user.is_active = False
    user.save()

    with pytest.raises(TokenInvalidError):
        calendar_feeds.owner_of(raw=secret(address))


def test_link_of_a_registration_opens_no_calendar():
    registration = build_registration()
    raw = personal_links.raw_token_for(registration=registration)

    with pytest.raises(TokenInvalidError):
        calendar_feeds.owner_of(raw=raw)


def test_address_is_not_shown_when_the_keys_are_gone(settings):
    user = build_user()
    calendar_feeds.rotate(user=user)
    settings.SECRET_KEY = "another"

    assert calendar_feeds.feed_address(user=user) is None
