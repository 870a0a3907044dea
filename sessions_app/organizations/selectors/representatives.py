"""Representatives of organizations.

A representative is a current contact of an organization that was neither declined nor merged
(docs/adr/0028).
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from engagement_site.accounts.models import User
from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.models import Contact, Membership, Organization


def may_speak(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Filter for current memberships in organizations that were neither declined nor merged."""
    return contacts.filter(
        pk__in=Membership.objects.filter(
            ended_on=None, organization__in=_speaking().values("pk")
        ).values("contact")
    )


def contact_of(*, user: User | AnonymousUser) -> Contact | None:
    """Return the contact of an account: linked to it, or with the same address."""
    if not isinstance(user, User):
        return None
    own = Q(user=user) | Q(user=None, email__iexact=user.email)
    contacts = Contact.objects.filter(own).select_related("preferred_language")
    return contacts.order_by(F("user").asc(nulls_last=True)).first()


def organizations_of(*, contact: Contact) -> list[Organization]:
    """Return the organizations that a contact currently represents."""
    current = contact.memberships.filter(ended_on=None)
    return list(_speaking().filter(pk__in=current.values("organization")).order_by("name", "pk"))


def own_addresses(contact: Contact, user: User) -> set[str]:
    return {contact.email.lower(), user.email.lower()} - {""}


def _speaking() -> QuerySet[Organization]:
    return Organization.objects.current().exclude(verification=VerificationState.DECLINED)
