"""Personal links: making, opening and revoking them."""

import datetime
import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.enums import TokenPurpose
from sessions_app.errors import TokenInvalidError
from sessions_app.models import AccessToken, Invitation, Registration
from sessions_app.tokens import TOKEN_LENGTH, derive_token, hash_token, make_nonce, recover_token

#: A link works until this long after the session that it is about.
LINK_LASTS = datetime.timedelta(days=30)

#: What the pages of a link read of the session.
_SESSION = (
    "listening_session__program",
    "listening_session__venue",
    "listening_session__room",
)

_PLACEHOLDER = re.compile(r"\[\[token:(\d{1,18})\]\]")


def registration_token(*, registration: Registration, is_new: bool = False) -> AccessToken:
    """Return the registration's current link, making one where there is none.

    ``is_new`` says that there is none yet, which spares the look.
    """
    expires_at = registration.listening_session.ends_at + LINK_LASTS
    if is_new:
        return issue(
            purpose=TokenPurpose.REGISTRATION,
            owner=registration,
            expires_at=max(expires_at, timezone.now() + LINK_LASTS),
        )
    return _current(purpose=TokenPurpose.REGISTRATION, owner=registration, expires_at=expires_at)


def invitation_token(*, invitation: Invitation) -> AccessToken:
    """Return the invitation's current link, making one where there is none."""
    return _current(
        purpose=TokenPurpose.INVITATION,
        owner=invitation,
        expires_at=invitation.listening_session.ends_at + LINK_LASTS,
    )


@transaction.atomic
def _current(
    *, purpose: str, owner: Registration | Invitation, expires_at: datetime.datetime
) -> AccessToken:
    """Return the newest valid link to a record, good until ``expires_at`` at least.

    A link that the present keys cannot write again is replaced; the earlier one stays good
    until it expires.
    """
    current = owner.access_tokens.valid().filter(purpose=purpose).order_by("-pk").first()
    if current is not None and secret_of(current) is not None:
        if current.expires_at < expires_at:
            current.expires_at = expires_at
            current.save(update_fields=["expires_at", "updated_at"])
        return current
    return issue(
        purpose=purpose, owner=owner, expires_at=max(expires_at, timezone.now() + LINK_LASTS)
    )


def issue(
    *, purpose: str, owner: Registration | Invitation | User, expires_at: datetime.datetime
) -> AccessToken:
    """Make one more link to a record."""
    nonce = make_nonce()
    return owner.access_tokens.create(
        purpose=purpose,
        nonce=nonce,
        token_hash=hash_token(derive_token(purpose=purpose, nonce=nonce)),
        expires_at=expires_at,
    )


def raw_token_for(*, registration: Registration) -> str:
    """Return the secret of the registration's link. For the registrant's own eyes only."""
    return _secret(registration_token(registration=registration))


def raw_invitation_token_for(*, invitation: Invitation) -> str:
    """Return the secret of the invitation's link. For the guest's own eyes only."""
    return _secret(invitation_token(invitation=invitation))


def _secret(token: AccessToken) -> str:
    raw = secret_of(token)
    if raw is None:  # a current link has just been made sure of
        raise RuntimeError("a new link cannot be written with the present keys")
    return raw


def registration_for(*, raw: str) -> Registration:
    """Return the registration that a personal link opens.

    Raises :class:`TokenInvalidError` for a link that is unknown, expired or revoked, all in
    the same words, so that nobody learns which links ever existed.
    """
    token = opened(
        raw,
        TokenPurpose.REGISTRATION,
        "registration__organization",
        *(f"registration__{name}" for name in _SESSION),
    )
    if token is None or token.registration is None:
        raise TokenInvalidError(
            _("This link does not open anything, or it has run out. Use the newest e-mail from us.")
        )
    return token.registration


def invitation_for(*, raw: str) -> Invitation:
    """Return the invitation that a personal link opens, whatever became of it.

    Raises :class:`TokenInvalidError` as :func:`registration_for` does.
    """
    token = opened(
        raw,
        TokenPurpose.INVITATION,
        "invitation__organization",
        "invitation__registration",
        *(f"invitation__{name}" for name in _SESSION),
    )
    if token is None or token.invitation is None:
        raise TokenInvalidError(
            _("This link does not open anything, or it has run out. Use the newest e-mail from us.")
        )
    return token.invitation


def opened(raw: str, purpose: str, *related: str) -> AccessToken | None:
    """Return the valid link that a secret belongs to, for this purpose alone."""
    if len(raw) != TOKEN_LENGTH:
        return None
    return (
        AccessToken.objects.valid()
        .filter(token_hash=hash_token(raw), purpose=purpose)
        .select_related(*related)
        .first()
    )


def revoke(*, registration: Registration) -> int:
    """Close every link of a registration; return how many were open."""
    now = timezone.now()
    return registration.access_tokens.valid().update(revoked_at=now, updated_at=now)


def write_in(*, text: str, token: AccessToken) -> str:
    """Return a message body with ``[[token:ID]]`` of this link replaced by its secret.

    No other link is written in: a name typed as ``[[token:7]]`` must not fetch the secret of
    somebody else's. A link that was revoked, or that no present key can write again, gets a
    word that opens nothing; its page says how to get a new one.
    """
    raw = {token.pk: secret_of(token) or "expired"}
    return _PLACEHOLDER.sub(lambda match: raw.get(int(match[1]), "expired"), text)


def secret_of(token: AccessToken) -> str | None:
    """Return the secret of a link; None when no present key can write it again."""
    return recover_token(purpose=token.purpose, nonce=token.nonce, token_hash=token.token_hash)
