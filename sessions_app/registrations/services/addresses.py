"""Services that give a registration another e-mail address.

The new address counts once it is confirmed from its own mailbox, and the old one is told.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError, TokenInvalidError
from sessions_app.core.services import audit
from sessions_app.registrations.emails import addresses as emails
from sessions_app.registrations.models import Registration
from sessions_app.registrations.services import personal_links
from sessions_app.registrations.services.checks import require_changeable
from sessions_app.registrations.services.registrations import locked


@transaction.atomic
def request_address(
    *, registration: Registration, email: str, by: User | None = None
) -> Registration:
    """E-mail a link to a new address. Until it is opened, the old address stays in use.

    A link to another address that was asked for before no longer works. Tells nobody whether the
    new address is registered already: that is found out when it is confirmed. Raises
    :class:`EngagementError` for the address in use.
    """
    _pools, current = locked(registration)
    require_changeable(current, by=by)
    if email.lower() == current.email.lower():
        raise EngagementError(_("We already use this address. Enter the new one."), field="email")
    if email.lower() != current.new_email.lower():
        personal_links.revoke_new_address(registration=current)
        current.new_email = email
        current.save(update_fields=["new_email", "updated_at"])
        audit.record(instance=current, action="engagement.registration.request_address", by=by)
    emails.confirm(
        registration=current, token=personal_links.new_address_token(registration=current)
    )
    return current


@transaction.atomic
def confirm_address(*, raw: str) -> Registration:
    """Use the new address that a confirmation link was sent to; ``raw`` is the link's secret.

    Earlier personal links stop working, because whoever reads the old mailbox has them. Raises
    :class:`TokenInvalidError`, or :class:`EngagementError` if the address has a registration of its
    own for this session, or if it is too late for changes.
    """
    _pools, current = locked(personal_links.new_address_for(raw=raw))
    if not current.new_email:  # another request confirmed it while this one waited for the lock
        raise TokenInvalidError(_("This link was used before. Look for our newest e-mail."))
    require_changeable(current)
    old, current.email, current.new_email = current.email, current.new_email, ""
    try:
        with transaction.atomic():
            current.save(update_fields=["email", "new_email", "updated_at"])
    except IntegrityError:
        raise EngagementError(
            _(
                "This address already has a registration of its own for this session. Cancel that "
                "one first, or keep the address that you have."
            )
        ) from None
    if old:
        current.attendees.coming().filter(email__iexact=old).update(email=current.email)
    personal_links.revoke(registration=current)
    audit.record(instance=current, action="engagement.registration.confirm_address", by=None)
    emails.moved(
        registration=current,
        old=old,
        token=personal_links.registration_token(registration=current),
    )
    return current
