"""What keeps bots out of the public forms, without asking people to prove anything.

Three things, none of which needs a cookie, a script or another company: a honeypot (a field that
people do not see), a signed timestamp of when the form was opened, and a rate limit for each
network. Beside them, a form that was sent from another site is refused: there is no CSRF token,
because a token needs a cookie.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from engagement_site import rate_limits
from engagement_site.public_forms import HONEYPOT, is_from_this_site

#: Nobody reads and sends a form faster than this. Module-level, so that a test can lower it.
QUICKEST_SECONDS = 2
#: A form that was left open for longer asks to be looked over once more.
OPEN_FOR_SECONDS = 24 * 60 * 60
#: A library or a conference may send this many forms of one kind in an hour.
SENDS_PER_HOUR = 60

STAMP = "form_stamp"


@dataclass
class PublicGuard:
    """One opened form: its purpose, its signed stamp, and what was written in the honeypot."""

    purpose: str
    stamp: str
    honeypot: str = ""
    age: float = 0
    is_stale: bool = False

    @classmethod
    def opened(cls, purpose: str) -> "PublicGuard":
        """Return the guard of a form that is being shown for the first time."""
        return cls(purpose=purpose, stamp=_signer(purpose).sign(secrets.token_urlsafe(24)))

    @classmethod
    def of(cls, purpose: str, data: Mapping[str, str]) -> "PublicGuard":
        """Return the guard of a form that came back; an unreadable stamp is replaced."""
        stamp, honeypot = data.get(STAMP, ""), data.get(HONEYPOT, "")
        try:
            _signer(purpose).unsign(stamp, max_age=OPEN_FOR_SECONDS)
        except signing.BadSignature:
            fresh = cls.opened(purpose)
            fresh.honeypot, fresh.is_stale = honeypot, True
            return fresh
        opened_at = _signer(purpose).timestamp_of(stamp)
        return cls(purpose=purpose, stamp=stamp, honeypot=honeypot, age=time.time() - opened_at)

    @property
    def submission(self) -> str:
        """The one-time number of this form: sent twice, it is still one request."""
        return _signer(self.purpose).unsign(self.stamp)

    def refusal(self, request: HttpRequest) -> str:
        """Return why this form is not taken, in words for a person, or "" when it is."""
        if is_from_this_site(request) is False:
            return _("This form was sent from another site. Fill it in here, then send it.")
        if self.honeypot:
            return _(
                "A hidden box was filled in, so this looked automated. We cleared the "
                "box. If you are a person, please send the form again."
            )
        if self.is_stale:
            return _("This page was open for a long time. Look over your answers, then send again.")
        if self.age < QUICKEST_SECONDS:
            return _("That was very quick. Look over your answers, then send again.")
        return ""


def seconds_to_wait(request: HttpRequest, *, form: str) -> int:
    """Count one sending of ``form`` by this network; return how long it has to wait, or 0."""
    limit = getattr(settings, "PUBLIC_FORM_SENDS_PER_HOUR", SENDS_PER_HOUR)
    return rate_limits.seconds_to_wait(request, form=form, limit=limit)


class _StampSigner(signing.TimestampSigner):
    def timestamp_of(self, stamp: str) -> float:
        value = super(signing.TimestampSigner, self).unsign(stamp)
        return float(signing.b62_decode(value.rpartition(self.sep)[2]))


def _signer(purpose: str) -> _StampSigner:
    return _StampSigner(salt=f"public-form:{purpose}")
