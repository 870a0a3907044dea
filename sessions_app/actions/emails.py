"""E-mails about follow-up actions."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from sessions_app.actions.models import ActionUpdate, FollowUpAction
from sessions_app.mail.emails.queue import queue
from sessions_app.mail.emails.rendering import render_email
from sessions_app.organizations.selectors.recipients import language_of


def assigned(*, action: FollowUpAction) -> None:
    """E-mail the owner of an action, with or without an account, that it is assigned to them."""
    _to_owner(
        action,
        kind="action_assigned",
        values={"description": action.description},
        event=f"assigned:{action.updated_at.timestamp()}",
    )


def reopened(*, update: ActionUpdate) -> None:
    """E-mail the owner of an action that it is open again, and why: the text of the update."""
    _to_owner(
        update.action,
        kind="action_reopened",
        values={"reason": update.text},
        event=f"reopened:{update.pk}",
    )


def is_reached(action: FollowUpAction) -> bool:
    """Whether the owner can be written to: not once their account is deactivated."""
    return action.owner is None or action.owner.is_active


def _to_owner(action: FollowUpAction, *, kind: str, values: Mapping[str, str], event: str) -> None:
    owner = action.owner or action.owner_contact
    if owner is None or not is_reached(action):
        return
    language = language_of(email=owner.email) or "en"
    with translation.override(language):
        due = formats.date_format(action.due_on) if action.due_on else ""
        email = render_email(
            kind=kind if action.owner else f"{kind}_outside",
            values={
                "title": action.title,
                "due": due,
                "reference": action.reference,
                **values,
            },
            facts=[
                (_("Action"), action.title),
                (_("Proposed due date") if action.is_proposed else _("Due"), due),
                (_("Reference"), action.reference),
            ],
            link=(_("Open the staff site"), reverse("wagtailadmin_home")) if action.owner else None,
            language=language,
        )
    queue(email=email, recipient=owner.email, unique_key=f"action:{action.pk}:{event}")
