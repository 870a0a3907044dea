"""Services for the trail of an organization: its link, its objections, and our answers."""

import hashlib
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.enums import TokenPurpose
from sessions_app.core.errors import EngagementError, TokenInvalidError
from sessions_app.core.models import AccessToken
from sessions_app.core.services import audit
from sessions_app.core.services.access_tokens import LINK_LASTS, current_token, opened
from sessions_app.core.services.transitions import require_reason
from sessions_app.core.services.versions import lock
from sessions_app.feedback.allegations import find_allegation
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.models import FeedbackItem
from sessions_app.organizations.models import Contact, Organization
from sessions_app.organizations.selectors import recipients
from sessions_app.organizations.selectors.representatives import may_speak, organizations_of
from sessions_app.read_back.emails import trails as emails
from sessions_app.read_back.models import TrailAnswer
from sessions_app.read_back.selectors.trails import trail_statements
from sessions_app.registrations.selectors.invitations import current_members, language_of


@transaction.atomic
def request_link(*, email: str, submission: str) -> None:
    """E-mail the trail's link to the contact with this address; any other address is told so.

    The same steps run for every address, and are rolled back for one that is no contact's, so that
    neither the answer nor its time tells which. The idempotency key ``submission`` sends it once.
    """
    key = hashlib.sha256(submission.encode()).hexdigest()[:32]
    language = recipients.language_of(email=email) or translation.get_language() or "en"
    contact = may_speak(Contact.objects.filter(email__iexact=email)).first()
    with transaction.atomic():
        known = contact or Contact.objects.create(name=email[:200], email=f"{key}@invalid.example")
        token = trail_token(contact=known)
        if contact is None:
            transaction.set_rollback(True)
    if contact is None:
        emails.unknown(email=email, language=language, key=key)
    else:
        emails.link(contact=contact, token=token, language=language, key=key)


@transaction.atomic
def send_links(*, organization: Organization, by: User) -> int:
    """E-mail the link to every contact who agreed to get e-mail; return how many.

    Raises :class:`EngagementError` if there is none.
    """
    members = current_members(organizations=[organization])
    if not members:
        raise EngagementError(_("No contact of this organization agreed to get e-mail."))
    key = timezone.now().isoformat()
    for member in members:
        emails.link(
            contact=member.contact,
            token=trail_token(contact=member.contact),
            language=language_of(member),
            key=key,
        )
    audit.record(instance=organization, action="engagement.organization.send_trail", by=by)
    return len(members)


def trail_token(*, contact: Contact) -> AccessToken:
    """Return the contact's current link to the trail."""
    return current_token(
        purpose=TokenPurpose.TRAIL, owner=contact, expires_at=timezone.now() + LINK_LASTS
    )


def contact_for(*, raw: str) -> Contact:
    """Return the contact whose link it is.

    Raises :class:`TokenInvalidError`, always with the same message, for a link that is unknown or
    over, or of somebody who no longer represents an organization.
    """
    token = opened(raw, TokenPurpose.TRAIL, "contact")
    contact = token.contact if token else None
    if contact is None or not organizations_of(contact=contact):
        raise TokenInvalidError(_("This link does not work or has expired."))
    return contact


@transaction.atomic
def answer(
    *,
    organizations: Collection[Organization],
    reference: str,
    is_right: bool,
    remark: str = "",
) -> FeedbackItem:
    """Say whether what came of a statement is told right. Kept; the same answer counts once.

    Raises :class:`EngagementError` if it is no statement of these organizations, or there is no
    remark with a no, and :class:`ReadsLikeAllegationError`.
    """
    item = trail_statements(organizations).filter(reference=reference).first()
    item = lock(item) if item else None
    if item is None or item.organization_id not in {each.pk for each in organizations}:
        raise EngagementError(_("This statement is no longer on your list."))
    if not is_right and not remark.strip():
        raise EngagementError(_("Write what is not right."), field="remark")
    if finding := find_allegation(remark):
        raise ReadsLikeAllegationError(
            words=finding.words, why=str(finding.sign.label), field="remark"
        )
    newest = item.trail_answers.first()
    if newest is None or (newest.is_right, newest.remark) != (is_right, remark):
        TrailAnswer.objects.create(feedback_item=item, is_right=is_right, remark=remark)
        audit.record(instance=item, action="engagement.feedback.trail", by=None, right=is_right)
    return item


@transaction.atomic
def reply(*, item: FeedbackItem, text: str, by: User) -> None:
    """Answer what an organization objected to; the organization reads it in its trail.

    Raises :class:`EngagementError` if nothing waits for an answer.
    """
    current = lock(item)
    if current.state == FeedbackState.ROUTED:
        raise EngagementError(_("Nothing waits for an answer. Reload the page."))
    words = require_reason(text, _("Enter your answer."))
    waiting = current.trail_answers.to_read()
    now = timezone.now()
    if not waiting.update(reply=words, seen_at=now, seen_by=by):
        raise EngagementError(_("Nothing waits for an answer. Reload the page."))
    audit.record(instance=current, action="engagement.feedback.trail_reply", by=by)
