"""Transitions of a follow-up action that its inspect page offers.

Steps forward are taken by posting an update; see ``staff/updates.py``.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions_app.actions import services as actions
from sessions_app.actions.emails import is_reached
from sessions_app.actions.enums import ACTION_REOPENING, ACTION_RETURN, ActionState
from sessions_app.actions.models import FollowUpAction
from sessions_app.core.staff.transitions import ReasonForm, Transition
from sessions_app.mail.emails.readers import language_hints
from sessions_app.organizations.selectors.recipients import language_of


class ReopenForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = gettext_lazy(
            "The owner will read this. So will the public if the action is in the public tracker. "
            "Leave out names."
        )


class ReturnForm(ReopenForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label = gettext_lazy("What is missing")
        field.error_messages["required"] = gettext_lazy("Enter what is missing.")


def owner_told(action: FollowUpAction) -> list[str]:
    """Say who will get an e-mail, and in which language."""
    owner = action.owner or action.owner_contact
    if owner is None:
        return [_("No one owns this action, so no e-mail will be sent.")]
    if not is_reached(action):
        return [_("The owner’s account is deactivated, so no e-mail will be sent. Hand it over.")]
    if not owner.email:
        return [_("There is no e-mail address, so no e-mail will be sent. Call them.")]
    return [
        _("%(address)s will get an e-mail with your reason.") % {"address": owner.email},
        *language_hints([language_of(email=owner.email) or settings.LANGUAGE_CODE]),
    ]


TRANSITIONS: tuple[Transition[FollowUpAction], ...] = (
    Transition(
        slug="return",
        label=gettext_lazy("Return to owner"),
        explanation=gettext_lazy(
            "The action is not complete. It is in progress again, and its outcome is not shown to "
            "the public any more."
        ),
        run=lambda action, by, answers: actions.return_to_owner(
            action=action, by=by, reason=answers["reason"]
        ),
        done=gettext_lazy("The action is in progress again."),
        to_state=ActionState.IN_PROGRESS,
        allowed=ACTION_RETURN,
        form_class=ReturnForm,
        tells=owner_told,
    ),
    Transition(
        slug="reopen",
        label=gettext_lazy("Reopen"),
        explanation=gettext_lazy(
            "The action is in progress again. Its outcome, or the reason for which it was "
            "declined, is not shown to the public any more. A due date that was only proposed is "
            "taken out: agree on one. Links that decline an item say that this action addresses "
            "it: check them afterwards."
        ),
        run=lambda action, by, answers: actions.reopen(
            action=action, by=by, reason=answers["reason"]
        ),
        done=gettext_lazy("The action is in progress again."),
        to_state=ActionState.IN_PROGRESS,
        allowed=ACTION_REOPENING,
        form_class=ReopenForm,
        tells=owner_told,
    ),
    Transition(
        slug="restore",
        label=gettext_lazy("Not replaced after all"),
        explanation=gettext_lazy(
            "The action has again the status that it had before it was replaced. Links that the "
            "other action took over stay with it: check them afterwards."
        ),
        run=lambda action, by, answers: actions.restore(
            action=action, by=by, reason=answers["reason"]
        ),
        done=gettext_lazy("The action has its earlier status again."),
        condition=lambda action: action.state == ActionState.SUPERSEDED,
        form_class=ReopenForm,
    ),
)
