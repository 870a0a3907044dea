"""Bot protection for the public forms, without a CAPTCHA.

Three checks, none of which needs a cookie, a script or a third party: a honeypot (a hidden field),
a signed timestamp of when the form was opened, and a rate limit per network. In addition, a form
sent from another site is refused: there is no CSRF token, because a token needs a cookie
(docs/adr/0017).
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

#: Nobody reads and submits a form faster than this. Module-level, so that a test can lower it.
QUICKEST_SECONDS = 2
#: A form that was open for longer has to be reviewed once more.
OPEN_FOR_SECONDS = 24 * 60 * 60
#: Rate limit per network and kind of form; the network may be a library or a conference.
SENDS_PER_HOUR = 60

STAMP = "form_stamp"


@dataclass
class PublicGuard:
    """State of one opened form: its purpose, signed timestamp, and honeypot value."""

    purpose: str
    stamp: str
    honeypot: str = ""
    age: float = 0
    is_stale: bool = False

    @classmethod
    def opened(cls, purpose: str) -> "PublicGuard":
        """Return the guard of a form that is shown for the first time."""
        return cls(purpose=purpose, stamp=_signer(purpose).sign(secrets.token_urlsafe(24)))

    @classmethod
    def of(cls, purpose: str, data: Mapping[str, str]) -> "PublicGuard":
        """Return the guard of a submitted form; an invalid timestamp is replaced."""
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
        """The idempotency key of this form: submitted twice, it counts once."""
        return _signer(self.purpose).unsign(self.stamp)

    def refusal(self, request: HttpRequest) -> str:
        """Return why the form is refused, in plain language, or "" if it is not."""
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
    """Count one submission of ``form`` by this network; return the seconds to wait, or 0."""
    limit = getattr(settings, "PUBLIC_FORM_SENDS_PER_HOUR", SENDS_PER_HOUR)
    return rate_limits.seconds_to_wait(request, form=form, limit=limit)


class _StampSigner(signing.TimestampSigner):
    def timestamp_of(self, stamp: str) -> float:
        value = super(signing.TimestampSigner, self).unsign(stamp)
        return float(signing.b62_decode(value.rpartition(self.sep)[2]))


def _signer(purpose: str) -> _StampSigner:
    return _StampSigner(salt=f"public-form:{purpose}")
