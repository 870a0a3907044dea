"""Verifying an organization: each change on a page of its own that says who is written to."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.core.staff.transitions import Move, ReasonForm
from sessions_app.organizations.enums import VERIFICATION_MOVES, VerificationState
from sessions_app.organizations.models import Organization
from sessions_app.organizations.models.organizations import LAPSES_SOON
from sessions_app.organizations.services import organizations


def _contacts_told(organization: Organization) -> list[Any]:
    count = organization.memberships.filter(ended_on=None).exclude(contact__email="").count()
    if not count:
        return [_("It has no contact with an e-mail address, so nobody gets an e-mail.")]
    return [_("Contacts who get an e-mail: %(count)d.") % {"count": count}]


def _lapses_soon(organization: Organization) -> bool:
    due, soon = organization.verification_due_on, timezone.localdate() + LAPSES_SOON
    return organization.is_verified and due is not None and due <= soon


MOVES = (
    Move(
        slug="verify",
        label=_("Verify"),
        explanation=_("Say that the organization is who it says it is. This holds for a year."),
        service=organizations.verify,
        keyword="organization",
        done=_("Verified."),
        to_state=VerificationState.VERIFIED,
        moves=VERIFICATION_MOVES,
        state_field="verification",
        verb="verify",
        style="",
        tells=_contacts_told,
    ),
    Move(
        slug="renew",
        label=_("Verify for another year"),
        explanation=_("Say that what we know is still right. This holds for a year from today."),
        service=organizations.renew,
        keyword="organization",
        done=_("Verified for another year."),
        verb="verify",
        condition=_lapses_soon,
        tells=_contacts_told,
    ),
    Move(
        slug="decline",
        label=_("Decline"),
        explanation=_("Say that it cannot be verified. It can be verified later all the same."),
        service=organizations.decline,
        keyword="organization",
        done=_("Declined."),
        to_state=VerificationState.DECLINED,
        moves=VERIFICATION_MOVES,
        state_field="verification",
        verb="verify",
        form_class=ReasonForm,
        tells=_contacts_told,
    ),
)


def flags(organization: Organization) -> list[str]:
    """Return the warnings of an organization in words."""
    return [str(_("Verification runs out soon"))] if _lapses_soon(organization) else []
