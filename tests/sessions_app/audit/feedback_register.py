"""Services of the register of feedback."""

from sessions_app.core import roles
from sessions_app.core.services import audit
from sessions_app.feedback_register.models import SavedFilter
from sessions_app.feedback_register.selectors.bulk import BulkRequest
from sessions_app.feedback_register.services import bulk, bulk_steps, saved_filters, undo
from tests.builders import build_action, build_feedback, build_staff, build_theme
from tests.sessions_app.audit.catalog import call, no_log

CODE, MOVE = "engagement.feedback.code", "engagement.feedback.move"
UNDO = "engagement.feedback.undo"


def two(**values):
    return [build_feedback(**values).pk, build_feedback(**values).pk]


def requested(keys, **values):
    return {"request": BulkRequest(**values), "keys": keys}


@call(bulk.apply, CODE, CODE)
def theme_added_to_two(by):
    return requested(two(), operation="add_theme", theme=build_theme())


@call(bulk.apply, CODE)
def theme_removed_from_one_of_two(by):
    item, theme = build_feedback(), build_theme()
    item.codings.create(theme=theme)
    keys = [item.pk, build_feedback().pk]
    return requested(keys, operation="remove_theme", theme=theme)


@call(bulk.apply, "engagement.feedback.assign", "engagement.feedback.assign")
def two_assigned(by):
    return requested(two(), operation="assign", assignee=build_staff(roles.ROLE_MANAGER))


@call(bulk.apply, MOVE, MOVE)
def two_declined(by):
    return requested(two(), operation="move", to_state="declined", reason="Because.")


@call(bulk.apply, "engagement.action.link", "engagement.action.link")
def two_linked(by):
    return requested(two(), operation="link", action=build_action(), relation="addresses")


@call(bulk.apply, "engagement.feedback.approve", "engagement.feedback.approve")
def two_summaries(by):
    return requested(two(public_summary="Ours.", state="in_review"), operation="approve")


def undone(by, keys, **values):
    return {"change": bulk.apply(request=BulkRequest(**values), keys=keys, by=by)}


@call(undo.undo, UNDO, UNDO)
def theme_of_two(by):
    return undone(by, two(), operation="add_theme", theme=build_theme())


@call(undo.undo, UNDO)
def theme_that_was_removed(by):
    item, theme = build_feedback(), build_theme()
    item.codings.create(theme=theme)
    return undone(by, [item.pk], operation="remove_theme", theme=theme)


@call(undo.undo, UNDO, UNDO)
def status_of_two(by):
    return undone(by, two(), operation="move", to_state="in_review")


@call(undo.undo, "engagement.action.unlink", "engagement.action.unlink", UNDO, UNDO)
def links_of_two(by):
    return undone(by, two(), operation="link", action=build_action(), relation="addresses")


@call(saved_filters.save_filter, "engagement.feedback_filter.save")
def new_filter(by):
    return {"saved": SavedFilter(name="New ones", query="state=new")}


@call(saved_filters.delete_filter, "engagement.feedback_filter.delete")
def filter_of_mine(by):
    return {"saved": SavedFilter.objects.create(name="Mine", query="state=new", owner=by)}


no_log([audit.record_many], because="writes the log itself")
no_log([bulk.lock_items, bulk.too_many_words], because="reads or locks; changes nothing")
no_log([bulk_steps.keys_of, bulk_steps.update], because="part of a service that writes the entry")


no_log([bulk.delete_expired], because="deletes what can no longer be undone, which is logged")
