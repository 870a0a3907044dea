"""The personal links of registrations and invitations."""

from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app.core.enums import TokenPurpose
from sessions_app.core.errors import TokenInvalidError
from sessions_app.core.models import AccessToken
from sessions_app.core.services.access_tokens import (
    LINK_LASTS,
    current_token,
    issue,
    opened,
    require_secret,
)
from sessions_app.registrations.models import Invitation, Registration

#: What the pages of a link read of the session.
_SESSION = (
    "listening_session__program",
    "listening_session__venue",
    "listening_session__room",
)


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
    return current_token(
        purpose=TokenPurpose.REGISTRATION, owner=registration, expires_at=expires_at
    )


def invitation_token(*, invitation: Invitation) -> AccessToken:
    """Return the invitation's current link, making one where there is none."""
    return current_token(
        purpose=TokenPurpose.INVITATION,
        owner=invitation,
        expires_at=invitation.listening_session.ends_at + LINK_LASTS,
    )


def raw_token_for(*, registration: Registration) -> str:
    """Return the secret of the registration's link. For the registrant's own eyes only."""
    return require_secret(registration_token(registration=registration))


def raw_invitation_token_for(*, invitation: Invitation) -> str:
    """Return the secret of the invitation's link. For the guest's own eyes only."""
    return require_secret(invitation_token(invitation=invitation))


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
            _("This link does not work or has expired. Use the link in our most recent e-mail.")
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
            _("This link does not work or has expired. Use the link in our most recent e-mail.")
        )
    return token.invitation


def revoke(*, registration: Registration) -> int:
    """Close every link of a registration; return how many were open."""
    now = timezone.now()
    return registration.access_tokens.valid().update(revoked_at=now, updated_at=now)
