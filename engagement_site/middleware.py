"""Rules that hold for every response, and for every request of someone signed in."""

import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from csp.constants import HEADER as CSP_HEADER
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views import defaults

from engagement_site.accounts.models import User

GetResponse = Callable[[HttpRequest], HttpResponse]

ADMIN_PATH = "/admin/"
# The page editor reports that it is still open every few seconds, also when nobody is there.
EDITOR_HEARTBEAT_PATH = "/admin/editing-sessions/"

UNSAFE_INLINE = ["'self'", "'unsafe-inline'"]
ADMIN_POLICY = {
    "script-src": UNSAFE_INLINE,
    "style-src": UNSAFE_INLINE,
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}
# A preview shows a public page, under the public policy but for the frame around it.
PREVIEW_POLICY = {"frame-ancestors": ["'self'"]}

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
#: What staff need in order to enrol or leave, and the probes.
OPEN_WITHOUT_SECOND_FACTOR: frozenset[str | None] = frozenset(
    {
        "account_confirm_email",
        "account_email_verification_sent",
        "account_logout",
        "account_reauthenticate",
        "healthz",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_list_webauthn",
        "readyz",
        "wagtailadmin_logout",
    }
)


def signed_in_user(request: HttpRequest) -> User | None:
    """Return who is signed in, without opening a session for a reader.

    An opened session would add `Vary: Cookie`, and the reader's page could no longer be cached.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified:
        return request.user if isinstance(request.user, User) else None
    return None


class RefuseNulMiddleware:
    """Answers 400 to an address or a cookie with a NUL in it, which no person writes.

    PostgreSQL takes no NUL in a text, not even to compare with, and no file has one in its name.
    What people type in forms is cleaned by their fields.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._has_nul(request):
            return self.get_response(request)
        # The middleware that finds the language comes later.
        language = translation.get_language_from_path(request.path_info)
        with translation.override(language or settings.LANGUAGE_CODE):
            return defaults.bad_request(request, BadRequest("NUL"))

    def _has_nul(self, request: HttpRequest) -> bool:
        query = request.META.get("QUERY_STRING", "")
        # Django undoes the octal escapes of a quoted cookie, so `\000` is one as well.
        read = (request.path_info, query, *request.COOKIES.values())
        return "%00" in query or any("\0" in text for text in read)


class AdminPolicyMiddleware:
    """Lets the staff screens use inline scripts and styles, which Wagtail cannot do without."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PATH):
            # Wagtail sends a preview through all middleware once before, as the page it shows.
            is_preview = CSP_HEADER in response
            del response[CSP_HEADER]
            response._csp_replace = PREVIEW_POLICY if is_preview else ADMIN_POLICY  # type: ignore[attr-defined]
        return response


class PrivateResponseMiddleware:
    """Keeps what a signed-in person saw out of every cache, and clears the browser at sign-out."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = signed_in_user(request)
        response = self.get_response(request)
        after = signed_in_user(request)
        if before or after:
            patch_cache_control(response, private=True, no_store=True)
        if before and not after:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response


class StaffSessionMiddleware:
    """Signs staff out after half an hour without work, and after twelve hours in any case."""

    STARTED = "staff_started_at"
    SEEN = "staff_seen_at"
    # Saves a write to the session on every click.
    SEEN_STEP_SECONDS = 60

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = signed_in_user(request)
        if user and user.uses_staff_screens:
            now = time.time()
            if self._is_over(request, now):
                logout(request)
                messages.info(request, _("You were signed out. Sign in again to continue."))
            else:
                self._note(request, now)
        return self.get_response(request)

    def _is_over(self, request: HttpRequest, now: float) -> bool:
        started = request.session.get(self.STARTED, now)
        seen = request.session.get(self.SEEN, now)
        return (
            now - started > settings.STAFF_SESSION_ABSOLUTE.total_seconds()
            or now - seen > settings.STAFF_SESSION_IDLE.total_seconds()
        )

    def _note(self, request: HttpRequest, now: float) -> None:
        request.session.setdefault(self.STARTED, now)
        is_heartbeat = request.path.startswith(EDITOR_HEARTBEAT_PATH)
        if not is_heartbeat and now - request.session.get(self.SEEN, 0) > self.SEEN_STEP_SECONDS:
            request.session[self.SEEN] = now


class StaffSecondFactorMiddleware:
    """Sends staff who have neither authenticator app nor passkey to set one up first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        if not settings.STAFF_SECOND_FACTOR_REQUIRED:
            return None
        user = signed_in_user(request)
        if user is None or not user.uses_staff_screens:
            return None
        match = request.resolver_match
        if match and match.url_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        if get_mfa_adapter().is_mfa_enabled(user, types=SECOND_FACTORS):
            return None
        messages.info(request, _("Set up a second step for signing in, then you can start."))
        return redirect("mfa_index")
