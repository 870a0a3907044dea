"""Services of programs, actions, and what they share."""

from sessions_app.actions import services as actions
from sessions_app.actions.models import ActionLink, FollowUpAction
from sessions_app.calendars import services as calendars
from sessions_app.core.services import (
    access_tokens,
    audit,
    idempotency,
    search,
    transitions,
    versions,
)
from sessions_app.models import Agency, Program
from sessions_app.organizations.enums import VERIFICATION_TRANSITIONS
from sessions_app.programs import services as programs
from tests.builders import (
    build_action,
    build_contact,
    build_feedback,
    build_organization,
    build_program,
    build_user,
)
from tests.sessions_app.audit.catalog import call, no_log


@call(audit.record, "engagement.program.save", is_part=True)
def something_done(by):
    return {"instance": build_program(), "action": "engagement.program.save"}


@call(audit.record_day, "engagement.program.save", is_part=True)
def something_done_by_nobody_known(by):
    return {"instance": build_program(), "action": "engagement.program.save"}


@call(transitions.transition, "engagement.organization.move", is_part=True)
def moved(by):
    return {
        "record": build_organization(),
        "field": "verification",
        "to": "declined",
        "allowed": VERIFICATION_TRANSITIONS,
        "action": "engagement.organization.move",
    }


@call(programs.save_program, "engagement.program.save")
def new_program(by):
    agency = Agency.objects.get(abbreviation="ICE")
    return {"program": Program(name="Program", slug="new", summary="New.", lead_agency=agency)}


@call(programs.save_program, "engagement.program.save")
def changed_program(by):
    program = build_program()
    program.name = "Another name"
    return {"program": program}


@call(actions.propose, "engagement.action.create", mails=["action_assigned"])
def with_owner(by):
    return {
        "action": FollowUpAction(
            title="Print the notice",
            program=build_program(),
            lead_agency=Agency.objects.get(abbreviation="ICE"),
            owner=build_user(),
        )
    }


@call(actions.edit, "engagement.action.edit")
def same_owner(by):
    action = build_action(owner=build_user())
    action.title = "Print the notice in five languages"
    return {"action": action}


@call(actions.edit, "engagement.action.edit", mails=["action_assigned_outside"])
def another_owner(by):
    action = build_action()
    action.owner_contact = build_contact()
    return {"action": action}


@call(actions.link_feedback, "engagement.action.link")
def new_link(by):
    return {"action": build_action(), "item": build_feedback()}


@call(actions.link_feedback, "engagement.action.link")
def link_with_another_note(by):
    action, item = build_action(), build_feedback()
    ActionLink.objects.create(action=action, feedback_item=item)
    return {"action": action, "item": item, "relation": "declined", "note": "No budget."}


@call(actions.link_all, "engagement.action.link", "engagement.action.link")
def two_items(by):
    return {"actions": [build_action()], "items": [build_feedback(), build_feedback()]}


@call(actions.change_link, "engagement.action.link")
def another_relation(by):
    link = ActionLink.objects.create(action=build_action(), feedback_item=build_feedback())
    return {"link": link, "relation": "partly", "note": "The rest needs money."}


@call(actions.record_answer, "engagement.action.answer", "engagement.action.update")
def lead_agency_accepts(by):
    action = build_action()
    return {
        "action": action,
        "agency": action.lead_agency,
        "answer": "accepted",
        "channel": "email",
    }


@call(actions.supersede, "engagement.action.supersede", "engagement.action.link")
def with_a_link_to_carry_over(by):
    action = build_action()
    link = ActionLink.objects.create(action=action, feedback_item=build_feedback())
    return {
        "action": action,
        "successor": build_action(),
        "reason": "One of them is enough.",
        "carried_over": [link],
    }


@call(actions.restore, "engagement.action.restore")
def replaced_too_early(by):
    action = build_action(state="superseded", state_reason="Enough.", superseded_by=build_action())
    return {"action": action, "reason": "The other was dropped."}


@call(actions.unlink_feedback, "engagement.action.unlink")
def link(by):
    action, item = build_action(), build_feedback()
    ActionLink.objects.create(action=action, feedback_item=item)
    return {"action": action, "item": item}


@call(actions.unlink_feedback)
def no_link(by):
    return {"action": build_action(), "item": build_feedback()}


@call(actions.post_update, "engagement.action.update")
def progress(by):
    action = build_action(state="accepted")
    return {"action": action, "text": "The print shop has it.", "to_state": "in_progress"}


@call(actions.return_to_owner, "engagement.action.return", mails=["action_reopened"])
def something_missing(by):
    action = build_action(state="completed", outcome="Printed.", owner=build_user())
    return {"action": action, "reason": "The Spanish notice is missing."}


@call(actions.reopen, "engagement.action.reopen", mails=["action_reopened"])
def verified_too_early(by):
    action = build_action(state="verified", outcome="Printed.", owner=build_user())
    return {"action": action, "reason": "Two counties have no notices."}


@call(calendars.rotate, "engagement.calendar.rotate", on_behalf_of="user")
def calendar_of_a_user(by):
    return {"user": by}


no_log(
    [
        actions.check_due,
        actions.may_move_to,
        audit.changed_fields,
        calendars.feed_address,
        calendars.owner_of,
        access_tokens.opened,
        access_tokens.require_secret,
        access_tokens.secret_of,
        access_tokens.write_in,
        idempotency.location_of,
        transitions.check_transition,
        transitions.require_reason,
        versions.lock,
        versions.lock_current,
        versions.require_version,
        versions.version_of,
        versions.version_of_all,
    ],
    because="reads, locks or checks; changes nothing",
)
no_log(
    [access_tokens.current_token, access_tokens.issue, calendars.close],
    because="part of a service that writes the entry: a link alone is no event",
)
no_log(
    [idempotency.claim, search.purge_deleted_words, search.rebuild],
    because="changes no record: bookkeeping of forms, and of the search index",
)
