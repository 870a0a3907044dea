"""Services for the accounts of representatives and their own contact details."""

from allauth.account.models import EmailAddress
from django.db import transaction

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.organizations.models import Contact
from sessions_app.organizations.selectors.representatives import may_speak

#: What contacts change of themselves; the rest is for staff to write.
OWN_FIELDS = ("name", "phone", "preferred_language", "email_consent", "phone_consent")


@transaction.atomic
def account_for(*, email: str) -> User | None:
    """Return a new account for the contact with this address, who has none yet.

    None for everybody else. Takes the same steps for an address that is nobody's, and takes
    them back, so that the time it takes tells nothing. The account has no password; the
    address counts as proven once the code that was mailed there comes back.
    """
    if User.objects.filter(email__iexact=email).exists():
        return None  # one that is switched off
    with transaction.atomic():
        known = Contact.objects.filter(email__iexact=email, user=None)
        contact = may_speak(known).first()
        user = User.objects.create_user(email, **_name(contact))
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
        if contact is None:
            transaction.set_rollback(True)
            return None
        contact.user = user
        contact.save(update_fields=["user", "updated_at"])
        audit.record(instance=contact, action="engagement.contact.account", by=None)
    return user


@transaction.atomic
def change_own_details(*, contact: Contact, by: User) -> Contact:
    """Save what a contact changed of their own name, phone, language and consents."""
    before = lock(contact)
    contact.save(update_fields=[*OWN_FIELDS, "updated_at"])
    audit.record(
        instance=contact,
        action="engagement.contact.edit",
        by=by,
        fields=audit.changed_fields(before=before, after=contact),
    )
    return contact


def _name(contact: Contact | None) -> dict[str, str]:
    first, _space, last = (contact.name if contact else "").partition(" ")
    return {"first_name": first[:150], "last_name": last[:150]}
