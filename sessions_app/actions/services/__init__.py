from sessions_app.actions.services.actions import check_due, edit, propose
from sessions_app.actions.services.agency_answers import record_answer
from sessions_app.actions.services.links import (
    change_link,
    link_all,
    link_feedback,
    unlink_feedback,
)
from sessions_app.actions.services.superseding import restore, supersede
from sessions_app.actions.services.updates import WHY_NOT, may_move_to, post_update
from sessions_app.actions.services.ways_back import reopen, return_to_owner

__all__ = [
    "WHY_NOT",
    "change_link",
    "check_due",
    "edit",
    "link_all",
    "link_feedback",
    "may_move_to",
    "post_update",
    "propose",
    "record_answer",
    "reopen",
    "restore",
    "return_to_owner",
    "supersede",
    "unlink_feedback",
]
