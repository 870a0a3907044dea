"""The personal links of registrations and invitations."""

from collections.abc import Iterable, Iterator

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
    secret_of,
)
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.models import Invitation, Registration

#: Session relations that the pages behind a link read.
_SESSION = (
    "listening_session__program",
    "listening_session__venue",
    "listening_session__room",
)


def registration_token(*, registration: Registration, is_new: bool = False) -> AccessToken:
    """Return the registration's current link, creating one if there is none.

    ``is_new`` means that there is none yet, which saves the lookup.
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


def with_tokens(
    registrations: Iterable[Registration], *, listening_session: ListeningSession
) -> Iterator[tuple[Registration, AccessToken]]:
    """Yield registrations of one session with their current links, which are looked up together.

    Those whose link is missing, or expires too early, are handled as by :func:`registration_token`.
    """
    expires_at = listening_session.ends_at + LINK_LASTS
    tokens = {
        token.registration_id: token
        for token in AccessToken.objects.valid()
        .filter(
            purpose=TokenPurpose.REGISTRATION, registration__listening_session=listening_session
        )
        .order_by("pk")  # the newest one stays
    }
    for registration in registrations:
        token = tokens.get(registration.pk)
        if token is None or token.expires_at < expires_at or secret_of(token) is None:
            token = registration_token(registration=registration)
        yield registration, token


def invitation_token(*, invitation: Invitation) -> AccessToken:
    """Return the invitation's current link, creating one if there is none."""
    return current_token(
        purpose=TokenPurpose.INVITATION,
        owner=invitation,
        expires_at=invitation.listening_session.ends_at + LINK_LASTS,
    )


def new_address_token(*, registration: Registration) -> AccessToken:
    """Return the link that confirms the registration's new address, creating one if needed."""
    return current_token(
        purpose=TokenPurpose.NEW_ADDRESS,
        owner=registration,
        expires_at=registration.listening_session.ends_at,
    )


def raw_token_for(*, registration: Registration) -> str:
    """Return the secret of the registration's link. Show it only to the registrant."""
    return require_secret(registration_token(registration=registration))


def raw_invitation_token_for(*, invitation: Invitation) -> str:
    """Return the secret of the invitation's link. Show it only to the guest."""
    return require_secret(invitation_token(invitation=invitation))


def registration_for(*, raw: str) -> Registration:
    """Return the registration that a personal link opens.

    Raises :class:`TokenInvalidError` for a link that is unknown, expired or revoked, always with
    the same message, so that nobody learns which links ever existed.
    """
    return _registration_of(raw, TokenPurpose.REGISTRATION)


def new_address_for(*, raw: str) -> Registration:
    """Return the registration whose new address a link confirms.

    Raises :class:`TokenInvalidError` as :func:`registration_for` does.
    """
    return _registration_of(raw, TokenPurpose.NEW_ADDRESS)


def _registration_of(raw: str, purpose: str) -> Registration:
    token = opened(
        raw,
        purpose,
        "registration__organization",
        *(f"registration__{name}" for name in _SESSION),
    )
    if token is None or token.registration is None:
        raise TokenInvalidError(
            _("This link does not work or has expired. Use the link in our most recent e-mail.")
        )
    return token.registration


def invitation_for(*, raw: str) -> Invitation:
    """Return the invitation that a personal link opens, in any state.

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
    """Revoke every link of a registration; return how many were valid."""
    now = timezone.now()
    return registration.access_tokens.valid().update(revoked_at=now, updated_at=now)


def revoke_new_address(*, registration: Registration) -> None:
    """Revoke the links that confirm a new address: each is about the address it was sent to."""
    now = timezone.now()
    links = registration.access_tokens.valid().filter(purpose=TokenPurpose.NEW_ADDRESS)
    links.update(revoked_at=now, updated_at=now)
