"""Where allauth asks this site how signing in works here."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from engagement_site.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff make accounts; a stranger cannot."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead staff to the work desk, and everybody else to the page of their organization."""
        user = request.user
        is_staff = isinstance(user, User) and user.uses_staff_screens
        return settings.LOGIN_REDIRECT_URL if is_staff else reverse("sessions_app:workspace")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        path = reverse("sessions_app:organization_register")
        super().send_mail(
            template_prefix, email, {**context, "organization_url": settings.BASE_URL + path}
        )

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before a sensitive change, unless the person proved themselves just now.

        Otherwise new staff would type their password twice within a minute: to sign in, and to
        set up the second step that they are sent to.
        """
        records = get_authentication_records(self.request, self.request.user)
        age = time.time() - records[-1]["at"] if records else float("inf")
        return age > app_settings.REAUTHENTICATION_TIMEOUT and super().is_reauthentication_required(
            app=app, **kwargs
        )


class MFAAdapter(DefaultMFAAdapter):
    """Keeps authenticator secrets encrypted, so that a copy of the database opens no account."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raise `cryptography.fernet.InvalidToken` when no key in the settings fits."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.MFA_ENCRYPTION_KEYS])
