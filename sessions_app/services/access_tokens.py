"""Personal links: making, opening and revoking them."""

import datetime
import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sessions_app.enums import TokenPurpose
from sessions_app.errors import TokenInvalidError
from sessions_app.models import AccessToken, Registration
from sessions_app.tokens import TOKEN_LENGTH, derive_token, hash_token, make_nonce, recover_token

#: A registration's link works until this long after its session.
REGISTRATION_LINK_LASTS = datetime.timedelta(days=30)

_PLACEHOLDER = re.compile(r"\[\[token:(\d{1,18})\]\]")


@transaction.atomic
def registration_token(*, registration: Registration) -> AccessToken:
    """Return the registration's current link, making one where there is none.

    A link that the present keys cannot write again, or that expires too soon because the
    session moved, is replaced; the earlier one stays good until it expires.
    """
    expires_at = registration.listening_session.ends_at + REGISTRATION_LINK_LASTS
    current = (
        registration.access_tokens.valid()
        .filter(purpose=TokenPurpose.REGISTRATION)
        .order_by("-pk")
        .first()
    )
    if current is not None and _raw(current) is not None:
        if current.expires_at < expires_at:
            current.expires_at = expires_at
            current.save(update_fields=["expires_at", "updated_at"])
        return current
    nonce = make_nonce()
    raw = derive_token(purpose=TokenPurpose.REGISTRATION, nonce=nonce)
    return AccessToken.objects.create(
        purpose=TokenPurpose.REGISTRATION,
        registration=registration,
        nonce=nonce,
        token_hash=hash_token(raw),
        expires_at=max(expires_at, timezone.now() + REGISTRATION_LINK_LASTS),
    )


def raw_token_for(*, registration: Registration) -> str:
    """Return the secret of the registration's link. For the registrant's own eyes only."""
    raw = _raw(registration_token(registration=registration))
    if raw is None:  # registration_token has just made sure of it
        raise RuntimeError("a new link cannot be written with the present keys")
    return raw


def registration_for(*, raw: str) -> Registration:
    """Return the registration that a personal link opens.

    Raises :class:`TokenInvalidError` for a link that is unknown, expired or revoked, all in
    the same words, so that nobody learns which links ever existed.
    """
    token = None
    if len(raw) == TOKEN_LENGTH:
        token = (
            AccessToken.objects.valid()
            .filter(token_hash=hash_token(raw), purpose=TokenPurpose.REGISTRATION)
            .select_related(
                "registration__organization",
                "registration__listening_session__program",
                "registration__listening_session__venue",
                "registration__listening_session__room",
            )
            .first()
        )
    if token is None:
        raise TokenInvalidError(
            _("This link does not open anything, or it has run out. Use the newest e-mail from us.")
        )
    return token.registration


def revoke(*, registration: Registration) -> int:
    """Close every link of a registration; return how many were open."""
    return registration.access_tokens.valid().update(revoked_at=timezone.now())


def write_in(*, text: str, registration: Registration) -> str:
    """Return a message body with each ``[[token:ID]]`` replaced by its secret.

    Only the links of ``registration`` are written in: a name typed as ``[[token:7]]`` must
    not fetch the secret of somebody else's link. A link that was revoked, or that no present
    key can write again, gets a word that opens nothing; its page says how to get a new one.
    """
    ids = {int(pk) for pk in _PLACEHOLDER.findall(text)}
    if not ids:
        return text
    raw = {
        token.pk: _raw(token) or "expired"
        for token in registration.access_tokens.filter(pk__in=ids)
    }
    return _PLACEHOLDER.sub(lambda match: raw.get(int(match[1]), "expired"), text)


def _raw(token: AccessToken) -> str | None:
    return recover_token(purpose=token.purpose, nonce=token.nonce, token_hash=token.token_hash)
