"""Verification transitions of an organization, with the e-mails that they send."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sessions_app.core.staff.transitions import ReasonForm, Transition
from sessions_app.mail.emails.readers import language_hints
from sessions_app.organizations.enums import VERIFICATION_TRANSITIONS, VerificationState
from sessions_app.organizations.models import Contact, Organization
from sessions_app.organizations.models.organizations import LAPSES_SOON
from sessions_app.organizations.services import organizations


def _contacts_told(organization: Organization) -> list[str]:
    count = organization.memberships.filter(ended_on=None).exclude(contact__email="").count()
    if not count:
        return [str(_("No contact has an e-mail address, so no e-mail will be sent."))]
    return [_("Contacts who will get an e-mail: %(count)d.") % {"count": count}]


def _lapses_soon(organization: Organization) -> bool:
    due, soon = organization.verification_due_on, timezone.localdate() + LAPSES_SOON
    return organization.is_verified and due is not None and due <= soon


def _contacts_told_why(organization: Organization) -> list[str]:
    contacts = Contact.objects.filter(
        memberships__organization=organization, memberships__ended_on=None
    ).exclude(email="")
    codes = contacts.values_list("preferred_language__code", flat=True)
    known = dict(settings.LANGUAGES)
    return [*_contacts_told(organization), *language_hints(code for code in codes if code in known)]


TRANSITIONS: tuple[Transition[Organization], ...] = (
    Transition(
        slug="verify",
        label=_("Verify"),
        explanation=_(
            "Confirm that the organization is who it says it is. Verification lasts one year."
        ),
        run=lambda organization, by, _answers: organizations.verify(
            organization=organization, by=by
        ),
        done=_("Verified."),
        to_state=VerificationState.VERIFIED,
        allowed=VERIFICATION_TRANSITIONS,
        state_field="verification",
        verb="verify",
        style="",
        tells=_contacts_told,
    ),
    Transition(
        slug="renew",
        label=_("Verify for another year"),
        explanation=_(
            "Confirm that the details are still correct. Verification lasts one year from today."
        ),
        run=lambda organization, by, _answers: organizations.renew(
            organization=organization, by=by
        ),
        done=_("Verified for another year."),
        verb="verify",
        condition=_lapses_soon,
        tells=_contacts_told,
    ),
    Transition(
        slug="decline",
        label=_("Decline"),
        explanation=_("Record that you cannot verify this organization. You can verify it later."),
        run=lambda organization, by, answers: organizations.decline(
            organization=organization, by=by, reason=answers["reason"]
        ),
        done=_("Declined."),
        to_state=VerificationState.DECLINED,
        allowed=VERIFICATION_TRANSITIONS,
        state_field="verification",
        verb="verify",
        form_class=ReasonForm,
        tells=_contacts_told_why,
    ),
)


def flags(organization: Organization) -> list[str]:
    """Return the warnings of an organization, as text."""
    return [str(_("Verification expires soon"))] if _lapses_soon(organization) else []
