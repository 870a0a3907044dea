"""Services for the contact details that somebody left with what they said."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.search import purge_deleted_words
from sessions_app.core.services.versions import lock
from sessions_app.feedback.emails import unique_key
from sessions_app.feedback.enums import AttributionLevel
from sessions_app.feedback.models import FeedbackContact, FeedbackItem
from sessions_app.feedback.selectors.intake import contact_opened_by
from sessions_app.mail.models import OutboxMessage
from sessions_app.organizations.models import Organization


@transaction.atomic
def forget(*, item: FeedbackItem) -> bool:
    """Erase the contact details of an item, and the e-mails to its writer; whether it had any.

    Part of the services that withdraw them, that route an item to complaints, or that make it one
    that is not attributed. E-mails are deleted, because their address tells the source.
    """
    if not FeedbackContact.objects.filter(item=item).delete()[0]:
        return False
    OutboxMessage.objects.filter(unique_key__startswith=unique_key(item, "")).delete()
    purge_deleted_words()
    return True


@transaction.atomic
def confirm_address(*, raw: str) -> FeedbackContact:
    """Confirm the address that a link was sent to. Raises :class:`TokenInvalidError`."""
    contact = contact_opened_by(raw)
    lock(contact.item)
    contact = contact_opened_by(raw)
    if contact.email_confirmed_on is None:
        contact.email_confirmed_on = timezone.localdate()
        contact.save(update_fields=["email_confirmed_on"])
        audit.record_day(
            instance=contact.item,
            action="engagement.feedback.confirm_address",
        )
    return contact


@transaction.atomic
def match_organization(*, item: FeedbackItem, organization: Organization, by: User) -> FeedbackItem:
    """Say which organization of the register a writer named. The public summary is approved again.

    The log does not say which, because the writer may withdraw it. Raises :class:`EngagementError`
    if the writer named none.
    """
    current = lock(item)
    typed = FeedbackContact.objects.filter(item=current).exclude(organization_name="")
    if current.attribution == AttributionLevel.NONE or not typed.exists():
        raise EngagementError(_("The writer named no organization, or withdrew it."))
    current.organization = organization
    current.summary_approved_at = current.summary_approved_by = None
    current.save()
    audit.record(
        instance=current, action="engagement.feedback.edit", by=by, fields=["organization"]
    )
    return current
