"""Services that register, change and verify organizations."""

import datetime
import hashlib
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.transitions import require_reason, transition
from sessions_app.core.services.versions import lock, lock_current
from sessions_app.organizations import emails
from sessions_app.organizations.enums import VERIFICATION_TRANSITIONS, VerificationState
from sessions_app.organizations.errors import DuplicateOrganizationError
from sessions_app.organizations.models import (
    Constituency,
    Contact,
    Membership,
    Organization,
    OrganizationAlias,
)
from sessions_app.organizations.models.organizations import LAPSES_SOON
from sessions_app.organizations.names import organization_key
from sessions_app.organizations.services.hierarchy import lock_with_ancestors, require_no_cycle
from sessions_app.organizations.services.names import index_names
from sessions_app.programs.models import Jurisdiction, Language

#: Written by transitions only, never by a form (see :func:`lock_current`).
TRANSITION_FIELDS = (
    "verification",
    "verified_on",
    "verified_by",
    "verification_due_on",
    "verification_reminded_for",
    "verification_reason",
    "merged_into",
)
#: Validity of a verification: a year.
VERIFICATION_LASTS = datetime.timedelta(days=365)


def register_organization(
    *,
    name: str,
    kind: str,
    contact_name: str,
    contact_email: str,
    contact_phone: str = "",
    role: str = "",
    website: str = "",
    aliases: Iterable[str] = (),
    constituencies: Iterable[Constituency] = (),
    jurisdictions: Iterable[Jurisdiction] = (),
    languages: Iterable[Language] = (),
    email_consent: bool = True,
    different_organization: bool = False,
    submission: str | None = None,
    by: User | None = None,
) -> Organization:
    """Add an organization with its first contact, pending verification; e-mail the contact.

    ``submission`` is the form's idempotency key: the same key again, for the same name and address,
    returns the first organization and changes nothing.

    Raises :class:`DuplicateOrganizationError` if its name or another name is known, unless
    ``different_organization`` is set.
    """
    organization = Organization(name=name, kind=kind, website=website)
    if submission:
        told = (submission, organization_key(name), contact_email.lower())
        organization.idempotency_key = hashlib.sha256(repr(told).encode()).hexdigest()
    try:
        with transaction.atomic():
            if not different_organization:
                _require_unknown(name)
            organization.save()
            organization.constituencies.set(constituencies)
            organization.jurisdictions.set(jurisdictions)
            organization.languages.set(languages)
            _set_aliases(organization, aliases)
            index_names(organization)
            contact = _contact(
                name=contact_name,
                email=contact_email,
                phone=contact_phone,
                email_consent=email_consent,
            )
            Membership.objects.create(
                contact=contact,
                organization=organization,
                role=role,
                started_on=timezone.localdate(),
            )
            audit.record(instance=organization, action="engagement.organization.create", by=by)
            emails.received(organization=organization, contact=contact)
    except (IntegrityError, DuplicateOrganizationError):
        # An earlier submission of the same form can cause this error.
        key = organization.idempotency_key
        known = Organization.objects.filter(idempotency_key=key).first() if key else None
        if known is None:
            raise
        return known
    return organization


@transaction.atomic
def save_organization(
    *,
    organization: Organization,
    by: User,
    aliases: Iterable[str] | None = None,
    constituencies: Iterable[Constituency] | None = None,
    jurisdictions: Iterable[Jurisdiction] | None = None,
    languages: Iterable[Language] | None = None,
    expected_version: str = "",
) -> Organization:
    """Create or change an organization as staff; :func:`verify` changes its verification.

    Raises :class:`ChangedMeanwhileError` (optimistic locking) if the stored version is not the
    ``expected_version``, and :class:`EngagementError` if it would stand above itself.
    """
    above = lock_with_ancestors(organization)
    before = lock_current(
        organization, transition_fields=TRANSITION_FIELDS, expected_version=expected_version
    )
    require_no_cycle(organization, above=above)
    organization.save()
    if aliases is not None:
        _set_aliases(organization, aliases)
    index_names(organization)
    if constituencies is not None:
        organization.constituencies.set(constituencies)
    if jurisdictions is not None:
        organization.jurisdictions.set(jurisdictions)
    if languages is not None:
        organization.languages.set(languages)
    audit.record(
        instance=organization,
        action="engagement.organization.edit" if before else "engagement.organization.create",
        by=by,
        fields=audit.changed_fields(before=before, after=organization),
    )
    return organization


@transaction.atomic
def verify(*, organization: Organization, by: User) -> Organization:
    """Verify an organization for a year; e-mail its contacts."""
    current = lock(organization)
    today = timezone.localdate()
    current.verified_on, current.verified_by = today, by
    current.verification_due_on = today + VERIFICATION_LASTS
    _move(
        current,
        VerificationState.VERIFIED,
        by=by,
        changed=("verified_on", "verified_by", "verification_due_on"),
    )
    emails.verified(organization=current)
    return current


@transaction.atomic
def renew(*, organization: Organization, by: User) -> Organization:
    """Extend a verification by one year, before it expires.

    Raises :class:`EngagementError` unless the organization is verified now.
    """
    current = lock(organization)
    if not current.is_verified:
        raise EngagementError(_("This organization is not currently verified. Verify it instead."))
    today = timezone.localdate()
    current.verified_on, current.verified_by = today, by
    current.verification_due_on = today + VERIFICATION_LASTS
    current.save()
    audit.record(
        instance=current,
        action="engagement.organization.renew",
        by=by,
        due_on=current.verification_due_on.isoformat(),
    )
    emails.verified(organization=current)
    return current


@transaction.atomic
def decline(*, organization: Organization, reason: str, by: User) -> Organization:
    """Decline to verify an organization; the reason is in the e-mail to its contacts."""
    reason = require_reason(reason, _("Enter the reason. The organization will read it."))
    current = lock(organization)
    _move(current, VerificationState.DECLINED, by=by, reason=reason)
    emails.declined(organization=current)
    return current


def lapse_due(*, today: datetime.date | None = None) -> int:
    """Expire verifications whose date has passed; return how many.

    Takes no lock if there is none, so it may be called every second.
    """
    today = today or timezone.localdate()
    due = Organization.objects.filter(
        verification=VerificationState.VERIFIED, verification_due_on__lt=today
    )
    count = 0
    for pk in list(due.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            organization = due.select_for_update().filter(pk=pk).first()
            if organization is not None:  # another worker was first
                _move(organization, VerificationState.LAPSED, by=None)
                count += 1
    return count


def remind_lapsing(*, today: datetime.date | None = None) -> int:
    """E-mail the contacts of organizations whose verification expires soon.

    Once for each expiry date; returns the number of organizations. Takes no lock if there is none,
    so it may be called every second.
    """
    today = today or timezone.localdate()
    unreminded = Organization.objects.lapsing(by=today + LAPSES_SOON).exclude(
        verification_reminded_for__isnull=False,
        verification_reminded_for=F("verification_due_on"),
    )
    count = 0
    for pk in list(unreminded.values_list("pk", flat=True)[:500]):
        with transaction.atomic():
            organization = unreminded.select_for_update().filter(pk=pk).first()
            if organization is not None:  # another worker was first
                emails.lapsing(organization=organization)
                # Not a change of the organization, so ``updated_at`` is kept.
                Organization.objects.filter(pk=pk).update(
                    verification_reminded_for=organization.verification_due_on
                )
                count += 1
    return count


def _move(
    organization: Organization,
    to: str,
    *,
    by: User | None,
    reason: str = "",
    changed: Iterable[str] = (),
) -> None:
    transition(
        record=organization,
        field="verification",
        to=to,
        allowed=VERIFICATION_TRANSITIONS,
        action="engagement.organization.move",
        by=by,
        reason=reason,
        changed=changed,
    )


def _require_unknown(name: str) -> None:
    if Organization.objects.known_as(name).exists():
        raise DuplicateOrganizationError(
            _(
                "An organization with this name is already registered. If it is yours, "
                "you do not need to register it again. Just register for a session with "
                "your work e-mail address. If yours is a different organization, check "
                "the box below the name."
            )
        )


def _contact(*, name: str, email: str, phone: str, email_consent: bool) -> Contact:
    """Return the contact with this address, or a new one.

    A known contact is not overwritten: entering an address into a public form does not prove that
    it is one's own.
    """
    known = Contact.objects.filter(email__iexact=email)
    if (contact := known.first()) is not None:
        return contact
    contact = Contact(name=name, email=email, phone=phone, email_consent=email_consent)
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError:
        return known.get()  # a concurrent request was first
    return contact


def _set_aliases(organization: Organization, names: Iterable[str]) -> None:
    wanted = {organization_key(name): name.strip() for name in names if name.strip()}
    wanted.pop(organization.name_key, None)
    organization.aliases.exclude(name_key__in=wanted).delete()
    for key, name in wanted.items():
        OrganizationAlias.objects.update_or_create(
            organization=organization, name_key=key[:200], defaults={"name": name}
        )
