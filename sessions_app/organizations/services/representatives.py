"""Services for the accounts of representatives and their own contact details."""

from allauth.account.models import EmailAddress
from django.db import transaction

from engagement_site.accounts.models import User
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock
from sessions_app.organizations.models import Contact
from sessions_app.organizations.selectors.representatives import may_speak
from sessions_app.organizations.services.contact_links import end_links_of_changed

#: Fields that contacts may change themselves; staff change the others.
OWN_FIELDS = ("name", "phone", "preferred_language", "email_consent", "phone_consent")


@transaction.atomic
def account_for(*, email: str) -> User | None:
    """Create and return the account of the contact with this address, if they have none yet.

    None for any other address, for which the same steps run and are rolled back, to prevent a
    timing attack (user enumeration). The account has no password; the address is verified once the
    code that was e-mailed to it is entered.
    """
    if User.objects.filter(email__iexact=email).exists():
        return None  # including a deactivated one
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
    """Save a contact's changes to their own name, phone, language and consents."""
    before = lock(contact)
    contact.save(update_fields=[*OWN_FIELDS, "updated_at"])
    end_links_of_changed(before=before, after=contact)
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
