"""The personal link to the statements of an organization."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app.core.enums import TokenPurpose
from sessions_app.core.errors import TokenInvalidError
from sessions_app.core.models import AccessToken
from sessions_app.core.services.access_tokens import current_token, opened
from sessions_app.mail.enums import VoidReason
from sessions_app.mail.models import OutboxMessage
from sessions_app.read_back.models import ReadBack, ReadBackRecipient
from sessions_app.read_back.selectors.statements import is_entitled

_RELATED = (
    "read_back_recipient__read_back__listening_session__program",
    "read_back_recipient__read_back__organization",
    "read_back_recipient__contact",
)


def link_token(*, recipient: ReadBackRecipient) -> AccessToken:
    """Return the recipient's current link; it expires with the read-back."""
    return current_token(
        purpose=TokenPurpose.READ_BACK,
        owner=recipient,
        expires_at=recipient.read_back.ends_at,
        lasts=datetime.timedelta(0),
    )


def recipient_for(*, raw: str) -> ReadBackRecipient:
    """Return the recipient whose link it is.

    Raises :class:`TokenInvalidError`, always with the same message, for a link that is unknown or
    over, or whose recipient is no longer a contact there, no longer gets e-mail, or has another
    address.
    """
    token = opened(raw, TokenPurpose.READ_BACK, *_RELATED)
    recipient = token.read_back_recipient if token else None
    if recipient is None or not is_entitled(recipient):
        raise TokenInvalidError(_("This link does not work, or the date for answers has passed."))
    return recipient


def revoke_links(*, read_back: ReadBack) -> None:
    """Revoke the links of a read-back. Inside the caller's transaction."""
    now = timezone.now()
    links = AccessToken.objects.valid().filter(read_back_recipient__read_back=read_back)
    links.update(revoked_at=now, updated_at=now)


def void_reason(message: OutboxMessage, **_moment: object) -> str:
    """Return the :class:`VoidReason` if the link in a waiting e-mail no longer works, or ""."""
    valid = AccessToken.objects.valid().select_related(*_RELATED)
    token = valid.filter(pk=message.token_id or 0).first()
    recipient = token.read_back_recipient if token else None
    return "" if recipient and is_entitled(recipient) else VoidReason.LINK_ENDED
