"""Two people act on one action or feedback item at once, on SQLite and PostgreSQL."""

import pytest

from sessions_app.feedback.services import feedback
from sessions_app.models import ActionUpdate, FeedbackItem, FollowUpAction, OutboxMessage
from tests.builders import build_action, build_feedback, build_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

#: Seconds for which the first transaction stays open, and after which the second begins.
HOLD, WAIT = 2, 0.7


@pytest.fixture
def by():
    return build_user()


def at_once(crowd, first, second):
    return crowd({**first, "times": 1, "hold": HOLD}, {**second, "times": 1, "wait": WAIT})


def verification(action, by):
    return {"do": "post_update", "action": action.pk, "state": "verified", "by": by.pk}


def assignment(action, owner, by):
    return {"do": "assign_action", "action": action.pk, "owner": owner.pk, "by": by.pk}


def moving(verb, item, by, **values):
    return {"do": "move_item", "verb": verb, "item": item.pk, "by": by.pk, **values}


def duplicate_of(original, by):
    return feedback.mark_duplicate(
        item=build_feedback(), duplicate_of=original, reason="Same.", by=by
    )


@pytest.mark.parametrize("who", ["former owner", "new owner"])
def test_action_is_not_verified_by_its_owners_while_it_is_reassigned(crowd, by, who):
    former, new = build_user(), build_user()
    action = build_action(owner=former, state="completed")
    verifier = former if who == "former owner" else new

    tally = at_once(crowd, assignment(action, new, by), verification(action, verifier))

    assert tally == {"assigned": 1, "EngagementError": 1}
    assert FollowUpAction.objects.get().state == "completed"


def test_action_is_not_verified_by_who_is_completing_it(crowd, by):
    action = build_action(owner=build_user(), state="in_progress", outcome="Printed.")
    completing = {**verification(action, by), "state": "completed"}

    tally = at_once(crowd, completing, verification(action, by))

    assert tally == {"completed": 1, "EngagementError": 1}
    assert FollowUpAction.objects.get().state == "completed"


def test_action_that_is_being_returned_is_not_verified(crowd, by):
    action = build_action(owner=build_user(), state="completed")
    returning = {"do": "return_action", "action": action.pk, "by": by.pk}

    tally = at_once(crowd, returning, verification(action, build_user()))

    assert tally == {"returned": 1, "TransitionNotAllowedError": 1}
    assert FollowUpAction.objects.get().state == "in_progress"


def test_action_is_returned_once_by_two_people(crowd, by):
    action = build_action(owner=build_user(), state="completed")
    returning = {"do": "return_action", "action": action.pk, "by": by.pk}

    tally = at_once(crowd, returning, returning)

    assert tally == {"returned": 1, "TransitionNotAllowedError": 1}
    assert (ActionUpdate.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_duplicate_that_is_being_routed_is_not_unmarked(crowd, by):
    original = build_feedback()
    item = duplicate_of(original, by)

    tally = at_once(crowd, moving("route", original, by), moving("unmark", item, by))

    assert tally == {"route": 1, "TransitionNotAllowedError": 1}
    assert set(FeedbackItem.objects.values_list("state", flat=True)) == {"routed"}


def test_item_that_is_being_unmarked_is_not_routed_with_the_other(crowd, by):
    original = build_feedback()
    item = duplicate_of(original, by)

    tally = at_once(crowd, moving("unmark", item, by), moving("route", original, by))

    assert tally == {"unmark": 1, "route": 1}
    item.refresh_from_db()
    assert (item.state, item.private_note) == ("new", "Said in private.")


def test_item_is_unmarked_while_its_original_becomes_a_duplicate(crowd, by):
    first, last = build_feedback(), build_feedback()
    item = duplicate_of(first, by)

    tally = at_once(crowd, moving("mark", first, by, original=last.pk), moving("unmark", item, by))

    assert tally == {"mark": 1, "unmark": 1}
    assert set(FeedbackItem.objects.counted()) == {last, item}


def test_item_is_unmarked_once_by_two_people(crowd, by):
    item = duplicate_of(build_feedback(), by)

    tally = at_once(crowd, moving("unmark", item, by), moving("unmark", item, by))

    assert tally == {"unmark": 1, "TransitionNotAllowedError": 1}
