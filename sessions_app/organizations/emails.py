"""E-mails to contacts of organizations."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from sessions_app.mail.emails.queue import queue
from sessions_app.mail.emails.rendering import render_email
from sessions_app.organizations.models import Contact, Organization


def received(*, organization: Organization, contact: Contact) -> None:
    """Acknowledge an organization's registration, and say what happens next."""
    language = _language(contact)
    with translation.override(language):
        email = render_email(
            kind="organization_received",
            values=_values(organization, contact),
            facts=_facts(organization),
            language=language,
        )
    queue(
        email=email,
        recipient=contact.email,
        unique_key=f"organization:{organization.pk}:received:{contact.pk}",
    )


def verified(*, organization: Organization) -> None:
    _to_contacts(
        organization, "organization_verified", f"verified:{organization.updated_at.timestamp()}"
    )


def declined(*, organization: Organization) -> None:
    _to_contacts(
        organization, "organization_declined", f"declined:{organization.updated_at.timestamp()}"
    )


def lapsing(*, organization: Organization) -> None:
    """Ask the contacts to confirm their details before the verification expires."""
    due = organization.verification_due_on
    _to_contacts(organization, "organization_lapsing", f"lapsing:{due}", facts=_what_is_known)


def _to_contacts(
    organization: Organization,
    kind: str,
    event: str,
    *,
    facts: Callable[[Organization], list[tuple[str, str]]] = lambda _organization: [],
) -> None:
    for contact in _current_contacts(organization).select_related("preferred_language"):
        language = _language(contact)
        with translation.override(language):
            email = render_email(
                kind=kind,
                values=_values(organization, contact),
                facts=[*_facts(organization), *facts(organization)],
                link=_link(kind),
                language=language,
            )
        queue(
            email=email,
            recipient=contact.email,
            unique_key=f"organization:{organization.pk}:{event}:{contact.pk}",
        )


def _link(kind: str) -> tuple[str, str]:
    if kind == "organization_declined":  # its contacts cannot sign in
        return _("See open sessions"), reverse("sessions_app:session_list")
    return _("See your organization’s page"), reverse("sessions_app:workspace")


def _what_is_known(organization: Organization) -> list[tuple[str, str]]:
    due = organization.verification_due_on
    return [
        (_("Kind"), organization.get_kind_display()),
        (_("Website"), organization.website),
        (_("Other names"), ", ".join(alias.name for alias in organization.aliases.all())),
        (_("Where"), ", ".join(map(str, organization.jurisdictions.all()))),
        (_("Contacts"), ", ".join(each.name for each in _current_contacts(organization))),
        (_("Verified until"), formats.date_format(due) if due else ""),
    ]


def _language(contact: Contact) -> str:
    """Return the contact's preferred language if supported, otherwise English."""
    code = contact.preferred_language.code if contact.preferred_language else ""
    return code if code in dict(settings.LANGUAGES) else "en"


def _values(organization: Organization, contact: Contact) -> dict[str, str]:
    due = organization.verification_due_on
    return {
        "name": contact.name,
        "organization": organization.name,
        "reference": organization.reference,
        "reason": organization.verification_reason,
        "due": formats.date_format(due) if due else "",
    }


def _facts(organization: Organization) -> list[tuple[str, str]]:
    return [
        (_("Organization"), organization.name),
        (_("Reference"), organization.reference),
    ]


def _current_contacts(organization: Organization) -> QuerySet[Contact]:
    """Return the current contacts. No consent needed: it is about their own registration."""
    return Contact.objects.filter(
        memberships__organization=organization,
        memberships__ended_on__isnull=True,
    ).exclude(email="")
