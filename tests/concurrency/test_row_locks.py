"""Of two services at once, the second sees what the first has done.

A service locks the row of its record before it reads the state. Without the lock, PostgreSQL shows
the second what was committed when it began, and both succeed. On SQLite write transactions exclude
each other.
"""

import datetime

import pytest
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.core.errors import TransitionNotAllowedError
from sessions_app.feedback.services import feedback
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.organization_operations.services import merges
from sessions_app.organizations.services import contacts, organizations
from sessions_app.registrations.services import (
    accommodations,
    invitations,
    transitions,
)
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.session_operations.services import sessions
from tests.builders import (
    build_action,
    build_contact,
    build_feedback,
    build_invitation,
    build_organization,
    build_registration,
    build_session,
    build_user,
)
from tests.concurrency.interleaving import twice, while_open

pytestmark = [pytest.mark.usefixtures("own_database"), pytest.mark.database]

REASON = "The hall is closed."


@pytest.fixture
def by():
    return build_user()


MOVES = {
    "review": lambda by: (feedback.start_review, {"item": build_feedback(), "by": by}),
    "verify": lambda by: (
        organizations.verify,
        {"organization": build_organization(), "by": by},
    ),
    "order": lambda by: (
        accommodations.move,
        {
            "request": build_registration(
                accommodations=[AccommodationInput("asl")]
            ).accommodation_requests.get(),
            "to_state": "ordered",
            "by": by,
        },
    ),
    "revoke": lambda by: (invitations.revoke, {"invitation": build_invitation(), "by": by}),
    "approve": lambda by: (
        transitions.approve,
        {"registration": build_registration(build_session(approval_required=True)), "by": by},
    ),
    "cancel": lambda by: (transitions.cancel, {"registration": build_registration(), "by": by}),
    "cancel_session": lambda by: (
        sessions.cancel,
        {"listening_session": build_session(), "reason": REASON, "by": by},
    ),
    "postpone_session": lambda by: (
        sessions.postpone,
        {"listening_session": build_session(), "reason": REASON, "by": by},
    ),
    "schedule_session": lambda by: (
        sessions.schedule,
        {"listening_session": build_session(state=SessionState.DRAFT), "by": by},
    ),
    "review_notes": lambda by: (
        sessions.start_review,
        {"listening_session": build_session(state=SessionState.HELD), "by": by},
    ),
}


@pytest.mark.parametrize("move", MOVES)
def test_record_moved_by_two_at_once_moves_once(move, by, logged):
    service, arguments = MOVES[move](by)
    before = logged()

    assert isinstance(twice(service, **arguments), TransitionNotAllowedError)
    assert (logged() - before).total() == 1


def test_second_update_of_an_action_starts_from_the_state_that_the_first_has_set(by):
    action = build_action(state="accepted")

    twice(actions.post_update, action=action, text="Done.", to_state="in_progress", by=by)

    states = action.updates.order_by("pk").values_list("from_state", "to_state")
    assert list(states) == [("accepted", "in_progress"), ("in_progress", "in_progress")]


def test_item_is_not_linked_to_an_action_while_it_is_erased(by):
    item, action = build_feedback(), build_action()

    refusal = while_open(
        lambda: feedback.erase(item=item, reason="told", by=by),
        lambda: actions.link_feedback(action=action, item=item, by=by),
    )

    assert "routed to complaints" in refusal.message
    assert not item.action_links.exists()


def test_link_made_while_an_item_is_routed_to_complaints_is_erased_too(by):
    item, action = build_feedback(), build_action(title="About Ana Cruz")

    while_open(
        lambda: actions.link_feedback(action=action, item=item, by=by),
        lambda: route_to_complaints(item=item, reason="told", by=by),
    )

    assert not item.action_links.exists()
    action.refresh_from_db()
    assert "Ana" not in action.title


def test_two_items_marked_as_duplicates_of_each_other_leave_one_original(by):
    one, other = (build_feedback(state="in_review") for _n in range(2))

    refusal = while_open(
        lambda: feedback.mark_duplicate(item=one, duplicate_of=other, reason="Same.", by=by),
        lambda: feedback.mark_duplicate(item=other, duplicate_of=one, reason="Same.", by=by),
    )

    assert refusal.message == "Choose an item that is not itself a duplicate."
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.duplicate_of, other.duplicate_of) == (other, None)


def test_duplicate_of_an_item_that_becomes_a_duplicate_is_refused(by):
    first, second, third = (build_feedback(state="in_review") for _n in range(3))

    refusal = while_open(
        lambda: feedback.mark_duplicate(item=second, duplicate_of=third, reason="Same.", by=by),
        lambda: feedback.mark_duplicate(item=first, duplicate_of=second, reason="Same.", by=by),
    )

    assert refusal.message == "Choose an item that is not itself a duplicate."


def test_membership_ends_once(by, logged):
    membership = build_contact(build_organization()).memberships.get()

    refusal = twice(contacts.end_membership, membership=membership, on=timezone.localdate(), by=by)

    assert refusal.message == "This contact has already left the organization."
    assert logged()["engagement.membership.end"] == 1


def test_consent_withdrawn_twice_at_once_is_logged_once(logged):
    twice(contacts.withdraw_email_consent, contact=build_contact())

    assert logged()["engagement.contact.edit"] == 1


def test_two_organizations_merged_into_each_other_leave_one(by):
    one, other = build_organization(), build_organization()

    refusal = while_open(
        lambda: merges.merge(kept=one, merged=other, by=by),
        lambda: merges.merge(kept=other, merged=one, by=by),
    )

    assert "has already been merged" in refusal.message


def test_merge_is_undone_once(by):
    merge = merges.merge(kept=build_organization(), merged=build_organization(), by=by)

    assert twice(merges.undo, merge=merge, by=by).message == "This merge has already been undone."


def test_verification_lapses_once(logged):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    build_organization(verification="verified", verification_due_on=yesterday)

    assert twice(organizations.lapse_due) == 0
    assert logged()["engagement.organization.move"] == 1


def test_contacts_are_reminded_of_a_verification_once():
    due = timezone.localdate() + datetime.timedelta(days=3)
    build_contact(build_organization(verification="verified", verification_due_on=due))

    assert twice(organizations.remind_lapsing) == 0


def test_two_actions_that_replace_each_other_at_once_leave_one_open(by):
    one, other = build_action(), build_action()

    refusal = while_open(
        lambda: actions.supersede(action=one, successor=other, reason="Same.", by=by),
        lambda: actions.supersede(action=other, successor=one, reason="Same.", by=by),
    )

    assert "Choose another action" in refusal.message
    both = type(one).objects.filter(pk__in=[one.pk, other.pk])
    assert sorted(both.values_list("state", flat=True)) == ["proposed", "superseded"]


def test_link_changed_while_it_is_removed_stays_removed(by):
    action, item = build_action(), build_feedback()
    link = actions.link_feedback(action=action, item=item, by=by)

    refusal = while_open(
        lambda: actions.unlink_feedback(action=action, item=item, by=by),
        lambda: actions.change_link(link=link, relation="partly", note="Half.", by=by),
    )

    assert "removed this link" in refusal.message
    assert not item.action_links.exists()


def test_lead_agency_that_answers_twice_at_once_moves_the_action_once(by):
    action = build_action()
    answer = {"action": action, "agency": action.lead_agency, "channel": "email", "by": by}

    twice(actions.record_answer, answer="accepted", **answer)

    states = action.updates.order_by("pk").values_list("from_state", "to_state")
    assert list(states) == [("proposed", "accepted")]
