"""Second contacts, two representatives with accounts, and duplicate records."""

from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.models import Contact, FeedbackItem, Organization, Registration
from sessions_app.organization_operations.services import merges
from sessions_app.organizations.services import contacts
from sessions_app.organizations.services import organizations as service
from sessions_app.organizations.services import representatives as accounts

#: Duplicate organizations: name and contact of the duplicate, name of the original, and whether
#: staff have merged them.
DOUBLES = (
    ("Quillhaven Legal Lanterns", "Wren Lanternby", "Quillhaven Legal Lantern", False),
    (
        "Harrowmere Alliance for Immigrant Rights",
        "Ilse Thistlewood",
        "Harrowmere Immigrant Rights Alliance",
        True,
    ),
)
#: Name, role, and local part of the e-mail address.
COLLEAGUES = (
    ("Noor Wexelby", "Deputy director", "noor"),
    ("Teo Marshlight", "Community liaison", "teo"),
)


def make_representatives(*, by: User) -> None:
    """Give two organizations with many records a second contact, and an account each."""
    coming = Registration.objects.active().filter(listening_session__ends_at__gte=timezone.now())
    heard = FeedbackItem.objects.public()
    busy = Organization.objects.filter(
        verification="verified",
        pk__in=coming.values("organization"),
        feedback_items__in=heard,
    ).distinct()
    for organization, (name, role, mailbox) in zip(
        busy.order_by("name")[: len(COLLEAGUES)], COLLEAGUES, strict=True
    ):
        first = organization.contacts.get()
        accounts.account_for(email=first.email)
        colleague = Contact(name=name, email=f"{mailbox}@{first.email.partition('@')[2]}")
        contacts.add_contact(organization=organization, contact=colleague, role=role, by=by)


def make_doubles(*, by: User) -> None:
    for name, person, known_as, is_merged in DOUBLES:
        known = Organization.objects.get(name=known_as)
        domain = known.contacts.earliest("name", "pk").email.partition("@")[2]
        double = service.register_organization(
            name=name,
            kind=known.kind,
            contact_name=person,
            contact_email=f"office@{domain}",
            by=by,
        )
        if is_merged:
            merges.merge(kept=known, merged=double, by=by)
