"""E-mails about follow-up actions."""

from django.utils import formats, translation
from django.utils.translation import gettext as _

from sessions_app.actions.models import FollowUpAction
from sessions_app.mail.emails.queue import queue
from sessions_app.mail.emails.rendering import render_email
from sessions_app.organizations.selectors.recipients import language_of


def assigned(*, action: FollowUpAction) -> None:
    """E-mail the owner of an action, with or without an account, that it is assigned to them."""
    owner = action.owner or action.owner_contact
    if owner is None:
        return
    language = language_of(email=owner.email) or "en"
    with translation.override(language):
        due = formats.date_format(action.due_on) if action.due_on else ""
        email = render_email(
            kind="action_assigned" if action.owner else "action_assigned_outside",
            values={
                "title": action.title,
                "description": action.description,
                "due": due,
                "reference": action.reference,
            },
            facts=[
                (_("Action"), action.title),
                (_("Proposed due date") if action.is_proposed else _("Due"), due),
                (_("Reference"), action.reference),
            ],
            link=(_("Open the staff site"), "/admin/") if action.owner else None,
            language=language,
        )
    queue(
        email=email,
        recipient=owner.email,
        unique_key=f"action:{action.pk}:assigned:{action.updated_at.timestamp()}",
    )
