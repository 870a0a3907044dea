"""Services of feedback, and those that need feedback and actions."""

from sessions_app.actions.models import ActionLink
from sessions_app.feedback.models import FeedbackItem, Theme, ThemeCoding
from sessions_app.feedback.services import attribution, feedback, notes, themes, ways_back
from sessions_app.feedback_operations import services as feedback_operations
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_session,
    build_theme,
)
from tests.sessions_app.audit.catalog import call, no_log

MOVE = "engagement.feedback.move"


@call(themes.save_theme, "engagement.theme.save")
def new_theme(by):
    return {"theme": Theme(code="interpreters", name="Interpreters", definition="Who asks.")}


@call(themes.save_theme, "engagement.theme.save")
def changed_theme(by):
    theme = build_theme()
    theme.name = "Another name"
    return {"theme": theme}


@call(feedback.record, "engagement.feedback.create")
def point(by):
    item = FeedbackItem(kind="concern", private_note="Said in private.", program=build_program())
    return {"item": item, "themes": [build_theme()]}


@call(feedback.edit, "engagement.feedback.edit")
def same_themes(by):
    item, theme = build_feedback(), build_theme()
    ThemeCoding.objects.create(feedback_item=item, theme=theme, coded_by=by)
    item.severity = "high"
    return {"item": item, "themes": [theme]}


@call(feedback.edit, "engagement.feedback.code", "engagement.feedback.edit")
def one_theme_more(by):
    return {"item": build_feedback(), "themes": [build_theme()]}


@call(feedback.edit, "engagement.feedback.code", "engagement.feedback.edit")
def one_theme_less(by):
    item = build_feedback()
    ThemeCoding.objects.create(feedback_item=item, theme=build_theme(), coded_by=by)
    return {"item": item, "themes": []}


@call(feedback.approve_summary, "engagement.feedback.approve")
def summary(by):
    return {"item": build_feedback(public_summary="In our words.")}


@call(feedback.start_review, MOVE)
def new_item(by):
    return {"item": build_feedback()}


@call(feedback.accept, MOVE)
def item_in_review(by):
    return {"item": build_feedback(state="in_review")}


@call(feedback.answer, MOVE)
def accepted_item(by):
    return {"item": build_feedback(state="accepted")}


@call(feedback.close, MOVE)
def answered_item(by):
    return {"item": build_feedback(state="answered")}


@call(feedback.decline, MOVE)
def reason(by):
    return {"item": build_feedback(state="in_review"), "reason": "The law does not allow it."}


@call(feedback.mark_outside_authority, MOVE)
def another_office(by):
    return {"item": build_feedback(state="in_review"), "reason": "Turn to the city."}


@call(feedback.mark_duplicate, MOVE)
def twin(by):
    return {
        "item": build_feedback(state="in_review"),
        "duplicate_of": build_feedback(),
        "reason": "The same point.",
    }


@call(ways_back.reopen, MOVE)
def closed_too_early(by):
    return {"item": build_feedback(state="closed"), "reason": "There is more to it."}


@call(ways_back.unmark_duplicate, MOVE)
def no_twin(by):
    item = feedback.mark_duplicate(
        item=build_feedback(), duplicate_of=build_feedback(), reason="Same.", by=by
    )
    return {"item": item, "reason": "It is another point."}


@call(notes.log_line, "engagement.feedback.create")
def line(by):
    return {"listening_session": build_session(), "line": "c Fear of calls", "key": "one"}


@call(notes.log_referral, "engagement.feedback.create", MOVE)
def referral(by):
    return {"listening_session": build_session(), "key": "one"}


@call(notes.change_line, "engagement.feedback.edit")
def other_words(by):
    return {"item": build_feedback(listening_session=build_session()), "line": "c Other words"}


@call(notes.take_back, "engagement.feedback.take_back")
def slip(by):
    return {"item": build_feedback(recorded_by=by)}


no_log([notes.may_take_back], because="reads, locks or checks; changes nothing")
no_log([notes.move_line], because="changes no record: the order of lines says nothing about them")


@call(
    attribution.withdraw,
    "engagement.feedback.withdraw_attribution",
    "engagement.feedback.withdraw_attribution",
    on_behalf_of="",
)
def two_of_one_organization(by):
    values = {"organization": build_organization(), "attribution": "named"}
    item = build_feedback(**values)
    build_feedback(split_from=item, **values)
    return {"item": item, "level": "none"}


no_log(
    [
        attribution.least_naming,
        attribution.names_of,
        attribution.require_no_more_named,
        attribution.without_names,
    ],
    because="reads, locks or checks; changes nothing",
)


@call(feedback.erase, MOVE)
def allegation(by):
    return {"item": build_feedback(), "reason": "told"}


@call(
    feedback_operations.route_to_complaints,
    MOVE,
    "engagement.action.unlink",
    "engagement.action.erase",
)
def allegation_with_an_action(by):
    item = build_feedback()
    ActionLink.objects.create(action=build_action(), feedback_item=item)
    return {"item": item, "reason": "told"}
