from sessions_app.actions.services.actions import check_due, edit, propose
from sessions_app.actions.services.links import link_feedback, unlink_feedback
from sessions_app.actions.services.updates import (
    VERIFIED_BY_SOMEBODY_ELSE,
    may_move_to,
    post_update,
)
from sessions_app.actions.services.ways_back import reopen, return_to_owner

__all__ = [
    "VERIFIED_BY_SOMEBODY_ELSE",
    "check_due",
    "edit",
    "link_feedback",
    "may_move_to",
    "post_update",
    "propose",
    "reopen",
    "return_to_owner",
    "unlink_feedback",
]
