"""Services for contacts and their memberships."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.organizations.errors import ContactKnownError
from sessions_app.organizations.models import Contact, Membership, Organization
from sessions_app.organizations.services.contact_links import end_links, end_links_of_changed


@transaction.atomic
def add_contact(
    *,
    organization: Organization,
    contact: Contact,
    role: str = "",
    since: datetime.date | None = None,
    take_known: bool = False,
    by: User,
) -> Membership:
    """Add a person to an organization, from ``since`` or today on.

    Raises :class:`ContactKnownError` if the address belongs to a known contact, unless
    ``take_known`` is set, which adds that contact and does not overwrite their details. Raises
    :class:`EngagementError` if they are a contact of the organization already.
    """
    known = None
    if contact.email:
        known = Contact.objects.select_for_update().filter(email__iexact=contact.email).first()
    if known is None:
        contact.save()
        audit.record(instance=contact, action="engagement.contact.create", by=by)
    elif _current(known, organization).exists():
        raise EngagementError(
            _("%(name)s has this address and is already a contact for this organization.")
            % {"name": known.name},
            field="email",
        )
    elif not take_known:
        raise ContactKnownError(
            _(
                "This address belongs to %(name)s, who is already a contact. Check the "
                "box below to add that person here, or enter another address."
            )
            % {"name": known.name}
        )
    return _begin(known or contact, organization, role=role, since=since, by=by)


@transaction.atomic
def change_contact(*, membership: Membership, by: User, expected_version: str = "") -> Membership:
    """Save changes to a contact, and to their role and dates at the organization.

    Takes the changes from ``membership`` and ``membership.contact`` in memory. Raises
    :class:`EngagementError` if the address belongs to another contact, or the end is before the
    start, and :class:`ChangedMeanwhileError` (optimistic locking) if the stored version of the
    contact is not the ``expected_version``.
    """
    contact = membership.contact
    others = Contact.objects.exclude(pk=contact.pk)
    if contact.email and (other := others.filter(email__iexact=contact.email).first()):
        raise EngagementError(
            _("This address belongs to %(name)s, who is already a contact.") % {"name": other.name},
            field="email",
        )
    if contact.user and others.filter(user=contact.user).exists():
        raise EngagementError(
            _("This account belongs to another contact. Enter a different address."),
            field="account",
        )
    _require_order(membership)
    before = lock(contact, expected_version=expected_version)
    was = Membership.objects.get(pk=membership.pk)
    contact.save()
    membership.save()
    end_links_of_changed(before=before, after=contact)
    if membership.ended_on:
        end_links(contact=contact, membership=membership)
    audit.record(
        instance=contact,
        action="engagement.contact.edit",
        by=by,
        fields=audit.changed_fields(before=before, after=contact)
        + audit.changed_fields(before=was, after=membership),
    )
    return membership


@transaction.atomic
def withdraw_email_consent(*, contact: Contact) -> Contact:
    """Record that a contact no longer wants invitations by e-mail. Idempotent."""
    current = lock(contact)
    if current.email_consent:
        current.email_consent = False
        current.save(update_fields=["email_consent", "updated_at"])
        end_links(contact=current)
        audit.record(
            instance=current, action="engagement.contact.edit", by=None, fields=["email_consent"]
        )
    return current


@transaction.atomic
def end_membership(*, membership: Membership, on: datetime.date, by: User | None) -> Membership:
    """End a contact's membership in an organization. The row is kept, with its end date.

    Raises :class:`EngagementError` if it has ended already, or for a date in the future or before
    its start.
    """
    current = Membership.objects.select_for_update().get(pk=membership.pk)
    if current.ended_on:
        raise EngagementError(_("This contact has already left the organization."))
    if on > timezone.localdate():
        raise EngagementError(_("Enter today’s date or an earlier one."), field="on")
    current.ended_on = on
    _require_order(current, field="on")
    current.save(update_fields=["ended_on"])
    end_links(contact=current.contact, membership=current)
    audit.record(
        instance=current.organization,
        action="engagement.membership.end",
        by=by,
        contact=current.contact.reference,
    )
    return current


def _current(contact: Contact, organization: Organization) -> QuerySet[Membership]:
    return contact.memberships.filter(organization=organization, ended_on=None)


def _begin(
    contact: Contact,
    organization: Organization,
    *,
    role: str,
    since: datetime.date | None,
    by: User | None,
) -> Membership:
    membership = Membership.objects.create(
        contact=contact,
        organization=organization,
        role=role,
        started_on=since or timezone.localdate(),
    )
    audit.record(
        instance=organization,
        action="engagement.membership.begin",
        by=by,
        contact=contact.reference,
    )
    return membership


def _require_order(membership: Membership, *, field: str = "since") -> None:
    if membership.ended_on and membership.ended_on < membership.started_on:
        raise EngagementError(
            _("The date they left must be after the date they started. Check both dates."),
            field=field,
        )
