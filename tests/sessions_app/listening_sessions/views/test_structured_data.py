"""Structured data (schema.org) of a session: status, attendance mode, dates."""

import datetime
import json
import re

import pytest

from sessions_app.listening_sessions.enums import SessionFormat, SessionState
from sessions_app.session_operations.services import sessions
from tests.builders import build_session

pytestmark = pytest.mark.django_db


def told(client, session) -> dict[str, object]:
    page = client.get(session.get_absolute_url()).content.decode()
    return json.loads(re.search(r"ld\+json\">(.+?)</script>", page)[1])


def move(session, *, days: int):
    session.starts_at += datetime.timedelta(days=days)
    session.ends_at += datetime.timedelta(days=days)
    sessions.save_session(listening_session=session, capacities={}, by=session.host)


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        (SessionFormat.IN_PERSON, "OfflineEventAttendanceMode"),
        (SessionFormat.VIRTUAL, "OnlineEventAttendanceMode"),
        (SessionFormat.HYBRID, "MixedEventAttendanceMode"),
    ],
)
def test_way_of_attending_follows_the_format(client, form, mode):
    session = build_session(format=form)

    assert told(client, session)["eventAttendanceMode"] == f"https://schema.org/{mode}"


@pytest.mark.parametrize("state", [s for s in SessionState if s != SessionState.DRAFT])
@pytest.mark.parametrize("was_moved", [False, True])
def test_status_follows_the_state_and_the_moves(client, state, was_moved):
    session = build_session(time_zone="America/Chicago")
    before = session.local_start.isoformat()
    if was_moved:
        move(session, days=1)
    type(session).objects.filter(pk=session.pk).update(state=state)

    data = told(client, session)

    usual = "EventRescheduled" if was_moved else "EventScheduled"
    expected = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}.get(state, usual)
    assert data["eventStatus"] == f"https://schema.org/{expected}"
    assert data.get("previousStartDate") == (before if was_moved else None)


def test_session_that_was_moved_says_so_on_its_page(client):
    session = build_session(
        starts_at=datetime.datetime(2035, 3, 6, 0, 0, tzinfo=datetime.UTC),
        time_zone="America/Chicago",
    )
    move(session, days=7)

    page = client.get(session.get_absolute_url()).content.decode()

    assert "It was to start on March 5, 2035, 6 p.m." in page


def test_session_that_was_moved_back_was_never_moved(client):
    session = build_session()
    move(session, days=7)
    move(session, days=-7)

    assert told(client, session)["eventStatus"] == "https://schema.org/EventScheduled"


def test_move_of_a_draft_is_nobodys_business(client):
    session = build_session(state=SessionState.DRAFT)
    move(session, days=7)

    assert session.previous_starts_at is None
