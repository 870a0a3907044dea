"""Services for the secret URL of a personal calendar feed: issue, rotate, revoke, resolve."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.enums import TokenPurpose
from sessions_app.core.errors import TokenInvalidError
from sessions_app.core.models import AccessToken
from sessions_app.core.services import access_tokens, audit

#: Reading a feed is a GET and changes nothing, so use cannot extend its expiry.
ADDRESS_LASTS = datetime.timedelta(days=2 * 365)


@dataclass(frozen=True)
class FeedAddress:
    """The secret URL of a person's calendar feed. Show it only to that person."""

    url: str
    expires_at: datetime.datetime

    @property
    def webcal(self) -> str:
        """The same URL with the webcal scheme, which calendar clients open to subscribe."""
        return f"webcal://{self.url.partition('://')[2]}"


def feed_address(*, user: User) -> FeedAddress | None:
    """Return the URL of the person's feed; None if there is no valid one. Read-only."""
    token = user.access_tokens.valid().filter(purpose=TokenPurpose.CALENDAR).first()
    return _address(token) if token else None


@transaction.atomic
def rotate(*, user: User) -> FeedAddress:
    """Replace the URL of the person's feed. The previous one stops working at once."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # a double click must yield one URL
    close(user=user)
    token = access_tokens.issue(
        purpose=TokenPurpose.CALENDAR, owner=user, expires_at=timezone.now() + ADDRESS_LASTS
    )
    audit.record(instance=token, action="engagement.calendar.rotate", by=user)
    address = _address(token)
    if address is None:  # it was just derived with the current key
        raise RuntimeError("a new address cannot be written with the present keys")
    return address


def close(*, user: User) -> int:
    """Revoke the URLs of the person's feed; return how many there were."""
    open_ones = user.access_tokens.filter(purpose=TokenPurpose.CALENDAR, revoked_at__isnull=True)
    return open_ones.update(revoked_at=timezone.now())


def owner_of(*, raw: str) -> User:
    """Return the person whose feed a secret opens.

    Raises :class:`TokenInvalidError` for a secret that is unknown, expired or revoked, or whose
    owner's account is inactive, always with the same message.
    """
    token = access_tokens.opened(raw, TokenPurpose.CALENDAR, "user")
    if token is None or token.user is None or not token.user.is_active:
        raise TokenInvalidError(
            _(
                "This calendar address no longer works. Sign in to create a new one, "
                "then subscribe again."
            )
        )
    return token.user


def _address(token: AccessToken) -> FeedAddress | None:
    raw = access_tokens.secret_of(token)
    if raw is None:
        return None
    path = reverse("sessions_app:personal_feed", args=[raw])
    return FeedAddress(url=f"{settings.BASE_URL}{path}", expires_at=token.expires_at)
