"""Services of feedback, and those that need feedback and actions."""

from sessions_app.actions.models import ActionLink
from sessions_app.core import roles
from sessions_app.feedback.models import FeedbackItem, Theme, ThemeCoding
from sessions_app.feedback.services import (
    assignment,
    attribution,
    feedback,
    firewall,
    lineage,
    notes,
    sources,
    themes,
    ways_back,
    withdrawals,
)
from sessions_app.feedback_import import services as imports
from sessions_app.feedback_operations.services import item_locks, merges, routing, splits, undo
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_session,
    build_staff,
    build_theme,
)
from tests.sessions_app.audit.catalog import call, no_log
from tests.sessions_app.feedback_import.sheets import csv_file, uploaded

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


@call(assignment.assign, "engagement.feedback.assign")
def item_of_nobody(by):
    return {"item": build_feedback(), "assignee": build_staff(roles.ROLE_MANAGER)}


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


@call(splits.split, *["engagement.feedback.create"] * 2, "engagement.feedback.split")
def two_points(by):
    parts = [splits.Part(kind="concern", private_note=f"Point {n}.") for n in range(2)]
    return {"item": build_feedback(), "parts": parts}


MERGE = ("engagement.feedback.merged_away", "engagement.feedback.merge")


@call(merges.merge, *MERGE)
def one_point(by):
    program = build_program()
    survivor, *others = [build_feedback(program=program) for _n in range(2)]
    return {"survivor": survivor, "others": others}


@call(merges.merge, "engagement.feedback.lower", *MERGE)
def one_point_that_one_is_named_for(by):
    program = build_program()
    named = build_feedback(program=program, attribution="named")
    return {"survivor": named, "others": [build_feedback(program=program)]}


@call(undo.undo, *["engagement.feedback.unsplit"] * 3)
def one_point_after_all(by):
    arguments = two_points(by)
    return {"operation": splits.split(**arguments, by=by), "reason": "One point."}


@call(undo.undo, *["engagement.feedback.unmerge"] * 2)
def two_points_after_all(by):
    return {"operation": merges.merge(**one_point(by), by=by), "reason": "Two points."}


no_log(
    [lineage.note, lineage.note_undone, lineage.note_unmarked],
    because="part of the service that splits, merges or marks, which logs it",
)
no_log(
    [
        attribution.least, attribution.tells_more, attribution.check_allowed,
        attribution.lock_relatives, lineage.require_own_place, item_locks.lock_items,
        item_locks.require_free, merges.must_survive, undo.why_not,
    ],
    because="reads, locks or checks; changes nothing",
)  # fmt: skip


@call(attribution.lower, "engagement.feedback.lower", is_part=True)
def named_item(by):
    return {"item": build_feedback(attribution="named"), "to": "none"}


@call(attribution.lower_relatives, "engagement.feedback.lower", is_part=True)
def related_item(by):
    named = build_feedback(attribution="named", organization=build_organization())
    build_feedback(split_from=named, attribution="named", organization=named.organization)
    item = FeedbackItem.objects.get(pk=named.pk)
    item.attribution, item.organization = "none", None
    return {"item": item, "before": named}


no_log(
    [notes.may_take_back, firewall.stop_allegation],
    because="reads, locks or checks; changes nothing",
)
no_log([notes.move_line], because="changes no record: the order of lines says nothing about them")


@call(
    withdrawals.withdraw,
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
        withdrawals.lock_family,
        withdrawals.names_of,
        withdrawals.require_no_more_named,
        withdrawals.without_names,
    ],
    because="reads, locks or checks; changes nothing",
)


@call(imports.upload, "engagement.feedback_import.upload")
def spreadsheet(by):
    return {"file": csv_file("Comment", "One")}


@call(imports.start, "engagement.feedback_import.start")
def checked_rows(by):
    return {"feedback_import": uploaded("Comment", "One", by=by)}


@call(imports.discard, "engagement.feedback_import.discard")
def unwanted_rows(by):
    return {"feedback_import": uploaded("Comment", "One", by=by)}


no_log([imports.table_of], because="reads, locks or checks; changes nothing")
no_log([imports.choose_columns], because="changes no record: it says how a file is read")
no_log([imports.discard_forgotten], because="calls discard, which does")


@call(feedback.erase, MOVE)
def allegation(by):
    return {"item": build_feedback(), "reason": "told"}


@call(
    routing.route_to_complaints,
    MOVE,
    "engagement.action.unlink",
    "engagement.action.erase",
)
def allegation_with_an_action(by):
    item = build_feedback()
    ActionLink.objects.create(action=build_action(), feedback_item=item)
    return {"item": item, "reason": "told"}


no_log(
    [sources.forget, sources.forget_forms, withdrawals.forget_source, withdrawals.take_source_out],
    because="part of the service that withdraws or erases a source, which logs it",
)
