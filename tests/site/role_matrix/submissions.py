"""Valid form data for each staff view that changes data."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from sessions_app.dashboard.staff.menu import EngagementGroup
from sessions_app.models import (
    BulkChange,
    FeedbackItem,
    Invitation,
    ListeningSession,
    ReadBack,
    Registration,
    SessionSeries,
    StatementAnswer,
    TrailAnswer,
)
from tests.builders import build_action, build_feedback, build_organization, build_session
from tests.sessions_app.answers import form_data
from tests.site.role_matrix.people import MANAGER
from tests.site.role_matrix.resolver import every_url
from tests.site.role_matrix.world import World

_LONG_AGO = timezone.now() - datetime.timedelta(days=3)
_REASON = {"reason": "Because."}
#: Confirms the notification preview.
_SENT = {**_REASON, "step": "send"}


@dataclass(frozen=True)
class Submission:
    #: Field values that the record must have first.
    before: dict[str, Any] = field(default_factory=dict)
    #: Form data, in addition to the form's initial values.
    data: dict[str, Any] = field(default_factory=dict)


_LINKS = {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}
_ROOMS = {"rooms-TOTAL_FORMS": 0, "rooms-INITIAL_FORMS": 0}
_SOMEBODY = {
    "name": "Ana Cruz",
    "language": "en",
    "is_coming": "on",
    "submission": "one form",
    "mode": "in_person",
    "people-TOTAL_FORMS": 0,
    "people-INITIAL_FORMS": 0,
}
_CHANGED = {
    "name": "Ana Cruz",
    "language": "en",
    "mode": "in_person",
    "people-TOTAL_FORMS": 1,
    "people-INITIAL_FORMS": 0,
    "people-0-name": "Ana Cruz",
}
_QUESTIONS = {
    "questions-TOTAL_FORMS": 1,
    "questions-INITIAL_FORMS": 0,
    "questions-0-label": "How did you hear of us?",
    "questions-0-kind": "short_text",
    "questions-0-position": 1,
}

_PARTS = {
    "parts-TOTAL_FORMS": 2,
    "parts-INITIAL_FORMS": 0,
    "parts-0-kind": "concern",
    "parts-0-private_note": "One point.",
    "parts-1-kind": "question",
    "parts-1-private_note": "Another point.",
}

#: Names of the views that change data, except transitions.
SCREENS = (
    "add",
    "edit",
    "update",
    "feedback",
    "answer",
    "supersede",
    "actions",
    "contact_add",
    "contact_edit",
    "contact_end",
    "merge",
    "merge_undo",
    "split",
    "undo",
    "questions",
    "register",
    "change",
    "approvals",
    "invite",
    "send_invitations",
    "repeat",
    "carry_over",
    "readiness",
    "check_in",
    "close_out",
    "notes",
    "bulk",
    "bulk_change",
    "save_filter",
    "saved_filter",
    "letter",
    "answer",
    "match",
    "read_back",
)

_LETTER = {
    "channel": "post",
    "received_on": "2026-01-05",
    "attribution": "type_only",
    "points-TOTAL_FORMS": 1,
    "points-INITIAL_FORMS": 0,
    "points-0-words": "Added.",
    "points-0-kind": "concern",
}

#: URL key, for a transition with a space and its slug → form data.
SUBMISSIONS = {
    "listeningsession:add": Submission(data={"slug": "added"}),
    "listeningsession:edit": Submission(data={"title": "Changed"}),
    "listeningsession:questions": Submission(data=_QUESTIONS),
    "listeningsession:approvals": Submission({"state": "scheduled"}, {"decision": "approve"}),
    "listeningsession:register": Submission({"state": "scheduled"}, _SOMEBODY),
    "registration:change": Submission({"state": "confirmed"}, _CHANGED),
    "listeningsession:invite": Submission(data={"typed": "Ana Cruz <ana@example.org>"}),
    "listeningsession:send_invitations": Submission({"state": "scheduled"}),
    "invitation:move revoke": Submission({"state": "prepared"}),
    "listeningsession:repeat": Submission(data={"recurrence": "weekly", "times": 1}),
    "listeningsession:carry_over": Submission(data={"parts": "words"}),
    "listeningsession:close_out": Submission({"state": "scheduled", "starts_at": _LONG_AGO}),
    "listeningsession:check_in": Submission(
        {"starts_at": timezone.now(), "ends_at": timezone.now() + datetime.timedelta(hours=1)},
        {"action": "walk_in", "name": "Added", "submission": "once"},
    ),
    "listeningsession:notes": Submission(
        {"state": "scheduled"}, {"line": "Said aloud", "submission": "once"}
    ),
    "listeningsession:read_back": Submission({"state": "held"}, {"step": "end"}),
    "listeningsession:readiness": Submission(data={"check": "faca_checked", "is_done": "yes"}),
    "listeningsession:move schedule": Submission({"state": "draft"}),
    "listeningsession:move review": Submission({"state": "held"}),
    "listeningsession:move publish-notes": Submission({"state": "in_review"}),
    "listeningsession:move postpone": Submission({"state": "scheduled"}, _SENT),
    "listeningsession:move cancel": Submission({"state": "scheduled"}, _SENT),
    "registration:move approve": Submission({"state": "pending_approval"}),
    "registration:move decline": Submission({"state": "pending_approval"}, _REASON),
    "registration:move switch": Submission({"state": "confirmed"}),
    "registration:move to-front": Submission({"state": "waitlisted", "position": 1}, _REASON),
    "registration:move to-back": Submission({"state": "waitlisted", "position": 1}, _REASON),
    "registration:move replace-link": Submission({"state": "confirmed"}),
    "registration:move attended": Submission({"state": "no_show"}),
    "registration:move no-show": Submission({"state": "attended"}),
    "registration:move cancel": Submission({"state": "confirmed"}, _REASON),
    "accommodationrequest:move ordered": Submission({"state": "requested"}),
    "accommodationrequest:move confirmed": Submission({"state": "ordered"}),
    "accommodationrequest:move provided": Submission({"state": "confirmed"}),
    "accommodationrequest:move assign": Submission(
        {"state": "requested"}, {"assignee": "", "due_on": "2026-01-05"}
    ),
    "accommodationrequest:move unmet": Submission({"state": "requested"}, _REASON),
    "organization:add": Submission(data={"name": "Added", "aliases": ""}),
    "organization:edit": Submission(data={"name": "Changed"}),
    "organization:merge": Submission(),
    "organization:merge_undo": Submission(),
    "organization:contact_add": Submission(data={"name": "Added", "since": "2026-01-05"}),
    "organization:contact_edit": Submission(data={"name": "Changed", "since": "2026-01-05"}),
    "organization:contact_end": Submission(data={"on": timezone.localdate().isoformat()}),
    "organization:move verify": Submission({"verification": "pending"}),
    "organization:move renew": Submission(
        {"verification": "verified", "verified_on": _LONG_AGO, "verification_due_on": _LONG_AGO}
    ),
    "organization:move send-trail": Submission(),
    "organization:move decline": Submission({"verification": "pending"}, _REASON),
    "feedbackitem:add": Submission(data={"private_note": "Added."}),
    "feedbackitem:edit": Submission(data={"private_note": "Changed."}),
    "feedbackitem:split": Submission({"state": "new"}, _PARTS),
    "feedbackitem:merge": Submission({"state": "new"}),
    "feedbackitem:undo": Submission(data=_REASON),
    "feedbackitem:letter": Submission(data=_LETTER),
    "feedbackitem:answer": Submission(data={"text": "Thank you."}),
    "feedbackitem:match": Submission({"attribution": "named"}),
    "feedbackitem:move review": Submission({"state": "new"}),
    "feedbackitem:move accept": Submission({"state": "in_review"}),
    "feedbackitem:move answer": Submission({"state": "accepted"}),
    "feedbackitem:move close": Submission({"state": "answered"}),
    "feedbackitem:move approve-summary": Submission(
        {"summary_approved_at": None, "public_summary": "In our words."}
    ),
    "feedbackitem:move assign": Submission({"state": "new"}),
    "feedbackitem:bulk": Submission({"state": "in_review"}, {"step": "confirm"}),
    "feedbackitem:bulk_change": Submission(),
    "feedbackitem:save_filter": Submission(data={"name": "Added"}),
    "feedbackitem:saved_filter": Submission(data={"name": "Changed", "is_shared": "on"}),
    "feedbackitem:move decline": Submission({"state": "new"}, _REASON),
    "feedbackitem:move outside-authority": Submission({"state": "new"}, _REASON),
    "feedbackitem:move duplicate": Submission({"state": "new"}, _REASON),
    "feedbackitem:move not-duplicate": Submission(
        {"state": "duplicate", "state_reason": "Same."}, _REASON
    ),
    "feedbackitem:move accept-correction": Submission(data={"summary": "As they say it."}),
    "feedbackitem:move keep-summary": Submission({"state": "new"}, _REASON),
    "feedbackitem:move answer-objection": Submission(data={"text": "We put it right."}),
    "feedbackitem:move reopen": Submission({"state": "closed"}, _REASON),
    "feedbackitem:move route": Submission({"state": "new"}, {"reason": "told"}),
    "followupaction:add": Submission(data={"title": "Added", **_LINKS}),
    "followupaction:edit": Submission(data={"title": "Changed", **_LINKS}),
    "followupaction:move return": Submission({"state": "completed"}, _REASON),
    "followupaction:move reopen": Submission({"state": "verified"}, _REASON),
    "followupaction:move restore": Submission(data=_REASON),
    "followupaction:feedback": Submission(data={"step": "link", "relation": "addresses"}),
    "followupaction:answer": Submission(
        data={"answer": "accepted", "answered_on": "2026-01-05", "channel": "email"}
    ),
    "followupaction:supersede": Submission(data=_REASON),
    "feedbackitem:actions": Submission(data={"step": "link", "relation": "addresses"}),
    "followupaction:update": Submission(data={"text": "It is printed."}),
    "program:add": Submission(data={"name": "Added", "slug": "added"}),
    "program:edit": Submission(data={"summary": "Changed."}),
    "theme:add": Submission(data={"name": "Added", "code": "added"}),
    "theme:edit": Submission(data={"definition": "Changed."}),
    "venue:add": Submission(data={"name": "Added", **_ROOMS}),
    "venue:edit": Submission(data={"name": "Changed", "step": "send", **_ROOMS}),
    "mailtemplate:edit": Submission(data={"subject": "Changed"}),
    "mailtemplate:move our-words": Submission({"subject": "Changed", "body": "Changed."}),
    "outboxmessage:move send-again": Submission({"failed_at": _LONG_AGO}),
}

_URLS = {url.key: url for url in every_url()}


def changing_screens() -> set[str]:
    """Return the keys that `SUBMISSIONS` must have, derived from the viewsets."""
    keys = set()
    for viewset in EngagementGroup.items:
        noun = viewset.model._meta.model_name
        for view in SCREENS:
            if f"{noun}:{view}" in _URLS:
                keys.add(f"{noun}:{view}")
        keys |= {f"{noun}:move {each.slug}" for each in viewset.transitions}
    return keys


def prepare(world: World, key: str, variant: str = "") -> tuple[str, dict[str, Any]]:
    """Put the record into the required state; return the URL and the form data."""
    name, _, move = key.partition(" ")
    noun = name.partition(":")[0]
    url, submission = _URLS[name], SUBMISSIONS[key]
    model = next(v.model for v in EngagementGroup.items if v.model._meta.model_name == noun)
    values = world.values_of(url, variant)
    model.objects.filter(pk=values["pk"]).update(**submission.before)
    address = world.address(url, variant)
    if move:
        address = address.replace(f"/{values['move']}/", f"/{move}/")
    data = dict(submission.data)
    if name.endswith((":add", ":edit")):
        shown = world.client(MANAGER).get(world.address(_URLS[f"{noun}:edit"], variant))
        data = form_data(shown.context["form"]) | data
    if name.endswith(":repeat"):
        day = model.objects.get(pk=values["pk"]).local_start.date() + datetime.timedelta(days=7)
        data["days"] = day.isoformat()
    if name.endswith(":carry_over"):
        data["to"] = _later_in_series(model.objects.get(pk=values["pk"])).pk
    if name == "organization:merge":
        data["other"] = build_organization().pk
    if name.endswith(":approvals"):
        pending = Registration.objects.filter(listening_session=values["pk"])
        pending.update(state="pending_approval")
        data |= {"registrations": list(pending.values_list("pk", flat=True)), "confirm": "yes"}
    if name.endswith(":send_invitations"):
        prepared = Invitation.objects.prepared().filter(listening_session=values["pk"])
        data["invitations"] = list(prepared.values_list("pk", flat=True))
    if noun in ("followupaction", "feedbackitem"):
        data |= _chosen(world, name, move, model.objects.get(pk=values["pk"]))
    if name == "feedbackitem:bulk_change":
        _make_fresh(values["bulk"])
    return address, data | _of_read_back(name, move, values["pk"])


def _of_read_back(name: str, move: str, pk: int) -> dict[str, Any]:
    """Create what an organization answered, for the screens that go on from there."""
    if name.endswith(":read_back"):
        return {"read_back": ReadBack.objects.get(listening_session=pk).pk}
    if move in ("accept-correction", "keep-summary"):
        StatementAnswer.objects.create(feedback_item_id=pk, kind="corrected", words="Differently.")
    if move == "answer-objection":
        TrailAnswer.objects.create(feedback_item_id=pk, is_right=False, remark="Not so.")
    return {}


def _make_fresh(bulk_change: int) -> None:
    """Bring a bulk change into the ten minutes in which it can be undone."""
    now = timezone.now()
    BulkChange.objects.filter(pk=bulk_change).update(made_at=now)
    FeedbackItem.objects.filter(bulk_changes__bulk_change=bulk_change).update(updated_at=now)


#: URL key → what is chosen in its form.
_CHOSEN: dict[str, Callable[[World, Any], dict[str, Any]]] = {
    "followupaction:answer": lambda _world, action: {"agency": action.lead_agency_id},
    "followupaction:supersede": lambda _world, _action: {"by": build_action().pk},
    "followupaction:feedback": lambda _world, action: {
        "chosen": build_feedback(program=action.program).pk
    },
    "feedbackitem:actions": lambda _world, item: {"chosen": build_action(program=item.program).pk},
    "feedbackitem:merge": lambda _world, item: {
        "with": build_feedback(program=item.program).pk,
        "survivor": item.pk,
    },
    "feedbackitem:letter": lambda _world, item: {"program": item.program_id},
    "feedbackitem:match": lambda _world, _item: {
        "organization": build_organization(name="Alder Falls Aid").pk
    },
    "feedbackitem:bulk": lambda world, _item: {"assignee": world.people[MANAGER].pk},
}


def _chosen(world: World, name: str, move: str, record: Any) -> dict[str, Any]:
    """Return what is chosen in a form about an action or a feedback item."""
    if name in _CHOSEN:
        return _CHOSEN[name](world, record)
    if move == "restore":
        type(record).objects.filter(pk=record.pk).update(
            state="superseded", state_reason="One.", superseded_by=build_action()
        )
    if move == "duplicate":
        other = FeedbackItem.objects.counted().exclude(pk=record.pk).first()
        return {"duplicate_of": other.reference}
    if move == "assign":
        return {"assignee": world.people[MANAGER].pk}
    return {}


def _later_in_series(session: ListeningSession) -> ListeningSession:
    session.series = SessionSeries.objects.create(rule="FREQ=WEEKLY;COUNT=2")
    session.save()
    week = datetime.timedelta(days=7)
    return build_session(
        series=session.series,
        starts_at=session.starts_at + week,
        program=session.program,
        host=session.host,
        title="Another title",
    )
