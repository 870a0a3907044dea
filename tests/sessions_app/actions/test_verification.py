"""Nobody verifies what they owned or completed at any time."""

import pytest
from django.urls import reverse

from sessions_app.actions import services as actions
from sessions_app.actions.enums import ActionState
from sessions_app.core.errors import EngagementError
from sessions_app.models import AuditEntry, FollowUpAction
from tests.builders import build_action, build_contact, build_user
from tests.sessions_app.answers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

REFUSED = "neither owned nor completed"


@pytest.fixture
def officer_by():
    return build_user()


def post(action, by, state):
    return actions.post_update(
        action=action, text="As it is.", to_state=state, outcome="Printed.", by=by
    )


def assign(action, by, **owner):
    current = FollowUpAction.objects.get(pk=action.pk)
    current.owner = owner.get("owner")
    current.owner_contact = owner.get("owner_contact")
    return actions.edit(action=current, by=by)


def refuses(action, by):
    with pytest.raises(EngagementError, match=REFUSED) as refusal:
        post(action, by, ActionState.VERIFIED)
    return refusal.value.field == "to_state" and not action.updates.filter(
        by=by, to_state="verified"
    )


def verifies(action, by):
    post(action, by, ActionState.VERIFIED)
    return FollowUpAction.objects.get(pk=action.pk).state == ActionState.VERIFIED


def test_owner_before_the_last_change_of_owner_does_not_verify(officer_by):
    first, second, third = build_user(), build_user(), build_user()
    action = build_action(owner=first, state="completed")
    for owner in (second, third, None):
        assign(action, officer_by, owner=owner)

    assert all(refuses(action, owner) for owner in (first, second, third))
    assert verifies(action, officer_by)


def test_owner_from_the_proposal_does_not_verify_after_reassignment(officer_by):
    first = build_user()
    action = actions.propose(action=_unsaved(owner=first), by=officer_by)
    FollowUpAction.objects.update(state="completed", owner=None)

    assert refuses(action, first)
    assert verifies(action, officer_by)


def test_who_completed_an_action_does_not_verify_it(officer_by):
    other = build_user()
    action = build_action(owner=build_user(), state="in_progress")
    post(action, other, ActionState.COMPLETED)

    assert refuses(action, other)
    assert verifies(action, officer_by)


def test_who_completed_it_before_it_was_returned_does_not_verify(officer_by):
    earlier, later = build_user(), build_user()
    action = build_action(state="in_progress")
    post(action, earlier, ActionState.COMPLETED)
    actions.return_to_owner(action=action, reason="The letter.", by=officer_by)
    post(action, later, ActionState.COMPLETED)

    assert refuses(action, earlier)
    assert refuses(action, later)
    assert verifies(action, officer_by)


def test_who_only_reported_on_a_completed_action_verifies_it(officer_by):
    action = build_action(owner=build_user(), state="completed")
    actions.post_update(action=action, text="The file is here.", by=officer_by)

    assert verifies(action, officer_by)


def test_owner_who_had_no_account_yet_does_not_verify(officer_by):
    contact, now, other = build_contact(), build_contact(), build_contact(user=build_user())
    action = build_action(owner_contact=contact, state="completed")
    assign(action, officer_by, owner_contact=now)
    for owner in (contact, now):
        owner.user = build_user()
        owner.save()

    assert refuses(action, contact.user)
    # An account with the address of the contact is that person, linked or not.
    assert refuses(action, build_user(email=now.email.upper()))
    assert refuses(action, now.user)
    assert verifies(action, other.user)


def test_owners_of_another_action_verify(officer_by):
    owner = build_user()
    mine, other = (build_action(owner=owner, state="completed") for _ in range(2))
    assign(mine, officer_by, owner=officer_by)

    assert refuses(mine, officer_by)
    assert verifies(other, officer_by)


def test_audit_log_holds_the_owners_by_key_alone(officer_by):
    first, second = build_user(email="first@ice.example"), build_user()
    action = actions.propose(action=_unsaved(owner=first), by=officer_by)
    assign(action, officer_by, owner=second)
    action.refresh_from_db()
    action.title = "Another title"
    actions.edit(action=action, by=officer_by)

    create, reassign, edit = AuditEntry.objects.for_instance(action).order_by("pk")
    assert create.data == {"owner": [None, first.pk]}
    assert reassign.data == {"fields": ["owner"], "owner": [first.pk, second.pk]}
    assert edit.data == {"fields": ["title"]}


@pytest.mark.parametrize("is_owner", [True, False])
def test_form_says_why_verified_is_not_offered(officer_client, officer, is_owner):
    action = build_action(owner=officer if is_owner else None, state="completed")

    page = officer_client.get(reverse("followupaction:update", args=[action.pk]))

    assert ("verified" in dict(page.context["form"].fields["to_state"].choices)) != is_owner
    assert (REFUSED in text_of(page)) == is_owner


def _unsaved(**values):
    action = build_action()
    fields = {name: getattr(action, name) for name in ("title", "description", "program")}
    return FollowUpAction(**fields, lead_agency=action.lead_agency, **values)
