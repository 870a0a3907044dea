"""Access tokens (personal links): issuing, resolving and revoking them."""

import datetime
import re
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone

from sessions_app.core.models import AccessToken
from sessions_app.core.tokens import (
    TOKEN_LENGTH,
    derive_token,
    hash_token,
    make_nonce,
    recover_token,
)

#: A link expires this long after the session that it is about.
LINK_LASTS = datetime.timedelta(days=30)


_PLACEHOLDER = re.compile(r"\[\[token:(\d{1,18})\]\]")


class TokenOwner(Protocol):
    """A record that a personal link can open: a registration, an invitation or a user."""

    @property
    def access_tokens(self) -> Any: ...


@transaction.atomic
def current_token(
    *,
    purpose: str,
    owner: TokenOwner,
    expires_at: datetime.datetime,
    lasts: datetime.timedelta = LINK_LASTS,
) -> AccessToken:
    """Return the newest valid link to a record that does not expire before ``expires_at``.

    A new one lasts at least as long as ``lasts``.

    A token that the current keys cannot derive again is replaced; the earlier one stays valid until
    it expires.
    """
    current = owner.access_tokens.valid().filter(purpose=purpose).order_by("-pk").first()
    if current is not None and secret_of(current) is not None:
        if current.expires_at < expires_at:
            current.expires_at = expires_at
            current.save(update_fields=["expires_at", "updated_at"])
        return current
    return issue(purpose=purpose, owner=owner, expires_at=max(expires_at, timezone.now() + lasts))


def issue(*, purpose: str, owner: TokenOwner, expires_at: datetime.datetime) -> AccessToken:
    """Create another link to a record."""
    nonce = make_nonce()
    return owner.access_tokens.create(
        purpose=purpose,
        nonce=nonce,
        token_hash=hash_token(derive_token(purpose=purpose, nonce=nonce)),
        expires_at=expires_at,
    )


def require_secret(token: AccessToken) -> str:
    """Return the secret of a link that is current. Raises ``RuntimeError`` if it has none."""
    raw = secret_of(token)
    if raw is None:  # the caller has a current token
        raise RuntimeError("a new link cannot be written with the present keys")
    return raw


def opened(raw: str, purpose: str, *related: str) -> AccessToken | None:
    """Return the valid token of a secret, for the given purpose only."""
    if len(raw) != TOKEN_LENGTH:
        return None
    return (
        AccessToken.objects.valid()
        .filter(token_hash=hash_token(raw), purpose=purpose)
        .select_related(*related)
        .first()
    )


def write_in(*, text: str, token: AccessToken) -> str:
    """Return a message body with ``[[token:ID]]`` of this link replaced by its secret.

    No other token is filled in: a name typed as ``[[token:7]]`` must not reveal somebody else's
    secret. A token that was revoked, or that no current key can derive, is replaced by a word that
    opens nothing; the page at that URL says how to get a new link.
    """
    raw = {token.pk: secret_of(token) or "expired"}
    return _PLACEHOLDER.sub(lambda match: raw.get(int(match[1]), "expired"), text)


def secret_of(token: AccessToken) -> str | None:
    """Return the secret of a link; None if no current key can derive it."""
    return recover_token(purpose=token.purpose, nonce=token.nonce, token_hash=token.token_hash)
