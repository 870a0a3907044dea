"""E-mails about follow-up actions."""

from django.utils import formats
from django.utils.translation import gettext as _

from sessions_app.messages.outbox import queue
from sessions_app.models import FollowUpAction


def assigned(*, action: FollowUpAction) -> None:
    """Tell the owner of an action, with or without an account, that it is theirs."""
    owner = action.owner or action.owner_contact
    if owner is None:
        return
    queue(
        kind="action_assigned",
        recipient=owner.email,
        unique_key=f"action:{action.pk}:assigned:{type(owner).__name__.lower()}:{owner.pk}",
        context={"action": action, "has_account": action.owner is not None},
        facts=[
            (_("Action"), action.title),
            (_("Due"), formats.date_format(action.due_on) if action.due_on else ""),
            (_("Reference"), action.reference),
        ],
        link=(_("Open the work desk"), "/admin/") if action.owner else None,
    )
