"""Follow-up actions in every state, with updates and linked feedback."""

import datetime
import random

from django.utils import timezone

from engagement_site.accounts.models import User
from home.management.demo.action_promises import REPLACED, make_promises
from home.management.demo.action_text import (
    ACTIONS,
    DECLINED,
    LINK_NOTES,
    OUTCOMES,
    PROGRESS,
    RETURNED,
    UPDATES,
)
from home.management.demo.people import Staff
from home.management.demo.themes import BROADER
from sessions_app.actions.enums import OPEN_ACTION_STATES, ActionState, LinkRelation, Priority
from sessions_app.core.references import make_reference
from sessions_app.models import (
    ActionLink,
    ActionUpdate,
    Agency,
    Contact,
    FeedbackItem,
    FollowUpAction,
    Program,
    ThemeCoding,
)

#: Path from proposed to each state, using allowed transitions only. Some are returned once more.
ROADS = {
    "proposed": (),
    "accepted": ("accepted",),
    "in_progress": ("accepted", "in_progress"),
    "blocked": ("accepted", "in_progress", "blocked"),
    "completed": ("accepted", "in_progress", "completed"),
    "verified": ("accepted", "in_progress", "completed", "verified"),
    "declined": ("accepted", "declined"),
    "superseded": ("accepted", "superseded"),
}


def make_actions(
    *,
    programs: dict[str, Program],
    items: list[FeedbackItem],
    staff: Staff,
    rng: random.Random,
) -> list[FollowUpAction]:
    """Create the actions. Written directly, because they span a year and services use today."""
    agencies = {agency.abbreviation: agency for agency in Agency.objects.all()}
    # Somebody at an agency who answers by e-mail and has no account.
    outsider = Contact.objects.filter(email__contains="federal-regional").first()
    actions: list[FollowUpAction] = []
    for slug, entries in ACTIONS.items():
        for number, entry in enumerate(entries):
            action, begun_on = _action(entry, programs[slug], agencies, number, rng)
            _give_owner(action, staff, outsider, number)
            action.save()
            _support(action, agencies, number)
            _report(action, begun_on, staff, rng)
            actions.append(action)
    make_promises(actions, staff)
    _link(actions, items, staff.officer, rng)
    return actions


def _action(
    entry: tuple[str, str, str, str, str],
    program: Program,
    agencies: dict[str, Agency],
    number: int,
    rng: random.Random,
) -> tuple[FollowUpAction, datetime.date]:
    """Return an action, not saved yet, and the day on which it was proposed."""
    _theme, lead, state, title, description = entry
    today = timezone.localdate()
    begun_on = today - datetime.timedelta(days=rng.randint(40, 340))
    due_on = today + datetime.timedelta(days=rng.randint(14, 200))
    if state not in OPEN_ACTION_STATES:
        due_on = begun_on + datetime.timedelta(days=rng.randint(60, 150))
    elif number % 4 == 3:
        due_on = today - datetime.timedelta(days=rng.randint(3, 45))
    action = FollowUpAction(
        reference=make_reference("FA", year=begun_on.year),
        title=title,
        description=description,
        program=program,
        lead_agency=agencies[lead],
        priority=rng.choices(Priority.values, weights=[2, 5, 3, 1])[0],
        due_on=due_on,
        # Most proposals are internal until they are accepted; a few others are internal too.
        is_public=(state != "proposed" or number % 2 == 0) and number % 7 != 6,
        # What replaces an action may not exist yet.
        state=ActionState.ACCEPTED if state == "superseded" else ActionState(state),
        state_reason=DECLINED.get(title, ""),
        outcome=OUTCOMES.get(title, ""),
    )
    return action, begun_on


def _give_owner(
    action: FollowUpAction, staff: Staff, outsider: Contact | None, number: int
) -> None:
    if action.lead_agency.abbreviation == "ICE":
        action.owner = staff.owner
    elif action.lead_agency.abbreviation == "CRCL":
        action.owner = staff.officer
    elif number % 3 == 0:
        action.owner_contact = outsider


def _support(action: FollowUpAction, agencies: dict[str, Agency], number: int) -> None:
    if number % 3 == 0:
        action.supporting_agencies.add(
            agencies["CRCL" if action.lead_agency.abbreviation != "CRCL" else "ICE"]
        )


def _report(
    action: FollowUpAction, begun_on: datetime.date, staff: Staff, rng: random.Random
) -> None:
    """Write the updates that lead to the action's state, and backdate the action to match."""
    road = ROADS["superseded" if action.title in REPLACED else action.state]
    if action.title in RETURNED:
        road = (*road, "completed", "in_progress")
    at = timezone.make_aware(datetime.datetime.combine(begun_on, datetime.time(10)))
    FollowUpAction.objects.filter(pk=action.pk).update(created_at=at)
    silent = action.is_open and rng.random() < 0.2
    days_left = max((timezone.now() - at).days - (70 if silent else 5), len(road) + 2)
    step = datetime.timedelta(days=max(days_left // (len(road) + 2), 1))
    state = str(ActionState.PROPOSED)
    for next_state in road:
        at += step
        public, private = UPDATES[next_state]
        if state == "completed" and next_state == "in_progress":
            public = RETURNED[action.title]
        _update(action, staff, at=at, text=public, move=(state, next_state))
        state = next_state
        _update(action, staff, at=at, text=private, move=(state, state), is_public=False)
    if state == ActionState.IN_PROGRESS:
        at += step
        _update(action, staff, at=at, text=rng.choice(PROGRESS), move=(state, state))
    FollowUpAction.objects.filter(pk=action.pk).update(last_update_at=at, updated_at=at)


def _update(
    action: FollowUpAction,
    staff: Staff,
    *,
    at: datetime.datetime,
    text: str,
    move: tuple[str, str],
    is_public: bool = True,
) -> None:
    ActionUpdate.objects.create(
        action=action,
        by=staff.manager if _checks_work(*move) else action.owner or staff.officer,
        at=at,
        text=text,
        from_state=move[0],
        to_state=move[1],
        is_public=is_public,
    )


def _checks_work(from_state: str, to_state: str) -> bool:
    """Whether an update verifies or returns what the owner completed."""
    return to_state == "verified" or (from_state == "completed" and to_state == "in_progress")


def _link(
    actions: list[FollowUpAction],
    items: list[FeedbackItem],
    by: User,
    rng: random.Random,
) -> None:
    """Link each action to a few items of its program, with the same theme where possible."""
    themes = {
        entry[3]: BROADER.get(entry[0], entry[0])
        for entries in ACTIONS.values()
        for entry in entries
    }
    coded: dict[int, set[str]] = {}
    for item_id, code in ThemeCoding.objects.values_list("feedback_item_id", "theme__code"):
        coded.setdefault(item_id, set()).add(code)
    links = []
    for action in actions:
        ours = [
            item
            for item in items
            if item.program_id == action.program_id
            and item.kind != "commendation"
            and item.state not in ("new", "duplicate", "routed")
        ]
        rng.shuffle(ours)
        ours.sort(key=lambda item: themes[action.title] not in coded.get(item.pk, ()))
        for item in ours[: rng.randint(2, 4)]:
            relation = _relation(action, rng)
            links.append(
                ActionLink(
                    action=action,
                    feedback_item=item,
                    relation=relation,
                    note=LINK_NOTES[relation],
                    linked_by=by,
                )
            )
    ActionLink.objects.bulk_create(links)


def _relation(action: FollowUpAction, rng: random.Random) -> str:
    if action.state == ActionState.DECLINED:
        return LinkRelation.DECLINED
    return rng.choice([LinkRelation.ADDRESSES, LinkRelation.ADDRESSES, LinkRelation.PARTLY])
