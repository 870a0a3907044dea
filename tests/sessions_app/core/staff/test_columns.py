"""Columns of staff lists."""

import datetime

import pytest
from django.urls import reverse

from sessions_app.core.staff.columns import DayColumn
from sessions_app.models import OutboxMessage, Registration
from tests.builders import build_registration
from tests.sessions_app.answers import text_of

#: In Washington it is still the day before.
AFTER_MIDNIGHT = datetime.datetime(2026, 11, 28, 2, 30, tzinfo=datetime.UTC)


def test_day_of_a_moment_is_the_day_in_the_zone_of_the_site():
    registration = Registration(created_at=AFTER_MIDNIGHT)

    assert DayColumn("created_at").get_value(registration) == "Nov 27, 2026"


@pytest.mark.django_db
def test_outbox_writes_all_its_times_in_one_format(officer_client):
    build_registration(email="ana@example.org")
    OutboxMessage.objects.update(
        created_at=AFTER_MIDNIGHT, next_attempt_at=AFTER_MIDNIGHT, sent_at=AFTER_MIDNIGHT
    )

    page = text_of(officer_client.get(reverse("outboxmessage:index")))

    assert page.count("Nov 27, 2026, 9:30 p.m.") == 2
