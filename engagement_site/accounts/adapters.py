"""allauth adapters: sign-up, redirects, reauthentication, and MFA secrets."""

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import BadRequest, ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from engagement_site.accounts import letters
from engagement_site.accounts.known_devices import device_of, remember, source_of
from engagement_site.accounts.models import User
from engagement_site.office_mail import OfficeEmail

logger = logging.getLogger(__name__)


#: In place of "Incorrect code.", which leaves the reader to guess what to do.
_WRONG_CODE = {
    "incorrect_code": _("That is not the code. Check it, or use a new one."),
}

#: E-mails that anybody can have sent to any address.
MAIL_OF_STRANGERS = frozenset(
    f"account/email/{name}"
    for name in (
        "account_already_exists",
        "email_confirmation",
        "email_confirmation_signup",
        "login_code",
        "password_reset_key",
        "unknown_account",
    )
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | _WRONG_CODE

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address of the client, for rate limits.

        Raises ``BadRequest`` if X-Forwarded-For has fewer addresses than there are trusted proxies:
        the request went past one of them, or the setting is wrong.
        """
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured as error:
            raise BadRequest(
                "X-Forwarded-For has fewer addresses than TRUSTED_PROXY_COUNT"
            ) from error

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Public sign-up is closed; staff create accounts."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Redirect staff to the admin home page, and others to their organization's page."""
        user = request.user
        is_staff = isinstance(user, User) and user.uses_staff_screens
        return resolve_url(settings.LOGIN_REDIRECT_URL if is_staff else "sessions_app:workspace")

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> OfficeEmail:
        return letters.compose(
            template_prefix=template_prefix,
            email=email if isinstance(email, str) else email[0],
            context=context,
        )

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Report a change that was made; it stands even if the mail server is away."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except (SMTPException, OSError) as error:
            logger.warning("%s was not sent: %s", args[0], type(error).__name__)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        if template_prefix in MAIL_OF_STRANGERS and not self.may_mail(email):
            return
        super().send_mail(template_prefix, email, context)

    def may_mail(self, email: str, *, dry_run: bool = False) -> bool:
        """Count an e-mail that anybody can cause; whether the address may get another this hour.

        Once in a request, so that a view can ask before it prepares the e-mail. The owner, in a
        known browser, is limited by the form alone.
        """
        counted: set[str] = self.request.__dict__.setdefault("counted_mail", set())
        if email in counted or device_of(self.request, address=email):
            return True
        key = email.lower()
        if not _consume(self.request, "mail_to_address", key=key, dry_run=dry_run):
            return False
        if not dry_run:
            counted.add(email)
        return True

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth's key begins with the Host header: with each spelling of it, guessing could start
        # again. And it counts by address alone: anybody could lock the owner out.
        address = str(credentials["email"]).lower()
        return f"{address} {source_of(request, address=address)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count an attempt by its network or known browser, and others by the address as well.

        Raises ``ValidationError`` if there were too many.
        """
        super().pre_authenticate(request, **credentials)
        address = str(credentials["email"]).lower()
        if device_of(request, address=address):
            return
        self._usage_anywhere = _consume(request, "login_anywhere", key=address)
        if self._usage_anywhere is None:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        if usage := getattr(self, "_usage_anywhere", None):
            usage.rollback()

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        remember(response, address=user.email)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Require reauthentication before a sensitive change, unless the user just authenticated.

        Otherwise new staff would enter their password twice within a minute: to sign in, and to
        enroll the second factor that they are redirected to.
        """
        records = get_authentication_records(self.request, self.request.user)
        age = time.time() - records[-1]["at"] if records else float("inf")
        return age > app_settings.REAUTHENTICATION_TIMEOUT and super().is_reauthentication_required(
            app=app, **kwargs
        )


class MFAAdapter(DefaultMFAAdapter):
    """Encrypts authenticator secrets at rest: a copy of the database is not enough to sign in."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises `cryptography.fernet.InvalidToken` if no key in the settings decrypts it."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME


def _consume(request: HttpRequest, action: str, *, key: str, dry_run: bool = False) -> Any:
    """Count by one of our `ACCOUNT_RATE_LIMITS`; return what rolls it back, None if too many.

    allauth's public function tells only whether there were too many.
    """
    return ratelimit.consume(
        request, app="allauth.account", action=action, key=key, dry_run=dry_run, limit_get=dry_run
    )


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.MFA_ENCRYPTION_KEYS])
