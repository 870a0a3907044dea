"""Due dates of actions and the silence about them: today, yesterday, and to the moment."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.actions.models import SILENCE
from sessions_app.core.errors import EngagementError
from sessions_app.models import FollowUpAction
from tests.builders import build_action, build_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = datetime.timedelta(days=1)
TICK = datetime.timedelta(microseconds=1)


@pytest.fixture
def today():
    # Late in the evening of New York, when it is tomorrow in UTC.
    with time_machine.travel("2026-11-26T04:30:00Z", tick=False):
        yield timezone.localdate()


def propose(due_on, by):
    return actions.propose(action=unsaved(due_on), by=by)


def unsaved(due_on):
    action = build_action(due_on=due_on)
    action.pk, action.reference, action._state.adding = None, "", True
    return action


def edit(due_on, by):
    action = build_action()
    action.due_on = due_on
    return actions.edit(action=action, by=by)


def revise(due_on, by):
    return actions.post_update(
        action=build_action(), text="It takes longer.", revised_due_on=due_on, due_reason="Paper.",
        by=by,
    )  # fmt: skip


@pytest.mark.parametrize("service", [propose, edit, revise])
def test_action_may_be_due_today_and_not_yesterday(service, today):
    by = build_user()

    service(today, by)
    with pytest.raises(EngagementError, match="future date"):
        service(today - DAY, by)


def test_action_is_past_due_the_day_after(today):
    on_time, late = (build_action(due_on=day, state="accepted") for day in (today, today - DAY))

    assert [each.is_past_due() for each in (on_time, late)] == [False, True]
    assert list(FollowUpAction.objects.overdue()) == [late]


def test_action_is_silent_once_its_last_update_is_older_than_the_limit(today):
    now = timezone.now()
    heard, silent = (
        build_action(state="accepted", last_update_at=moment)
        for moment in (now - SILENCE, now - SILENCE - TICK)
    )

    assert [each.is_silent() for each in (heard, silent)] == [False, True]
    assert list(FollowUpAction.objects.silent()) == [silent]
