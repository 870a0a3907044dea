"""Middleware: refused requests, response headers, session rules for signed-in users."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from csp.constants import HEADER as CSP_HEADER
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views import defaults

from engagement_site import held_forms
from engagement_site.accounts.models import User
from engagement_site.handlers import parse_content_type

GetResponse = Callable[[HttpRequest], HttpResponse]

ADMIN_PATH = "/admin/"
# The page editor pings every few seconds, even when nobody is there.
EDITOR_HEARTBEAT_PATH = "/admin/editing-sessions/"

UNSAFE_INLINE = ["'self'", "'unsafe-inline'"]
ADMIN_POLICY = {
    "script-src": UNSAFE_INLINE,
    "style-src": UNSAFE_INLINE,
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}
# A preview is a public page: it gets the public policy, except for framing.
PREVIEW_POLICY = {"frame-ancestors": ["'self'"]}

SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
#: Paths that staff need in order to enroll or sign out, and the probes.
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
    """Return the signed-in user, without accessing the session of an anonymous request.

    Accessing it would add `Vary: Cookie`, so the page could no longer be cached.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES or request.session.modified:
        return request.user if isinstance(request.user, User) else None
    return None


class RefuseNulMiddleware:
    """Answers 400 to a URL or cookie that contains a NUL character.

    PostgreSQL rejects NUL in text, even in comparisons, and file names cannot contain it. Form
    fields clean form input.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _refuse(request) if self._has_nul(request) else self.get_response(request)

    def _has_nul(self, request: HttpRequest) -> bool:
        query = request.META.get("QUERY_STRING", "")
        # Django decodes octal escapes in quoted cookies, so `\000` is a NUL as well.
        read = (request.path_info, query, *request.COOKIES.values())
        return "%00" in query or any("\0" in text for text in read)


class RefuseOtherCharsetsMiddleware:
    """Answers 400 to a request whose Content-Type is malformed or names another charset than UTF-8.

    Browsers send forms in the charset of the page, which is UTF-8. See `engagement_site.handlers`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        content_type = request.META.get("CONTENT_TYPE", "")
        return self.get_response(request) if self._is_utf_8(content_type) else _refuse(request)

    def _is_utf_8(self, content_type: str) -> bool:
        try:
            _name, parameters = parse_content_type(content_type)
        except ValueError:
            return False
        return parameters.get("charset", "utf-8").lower() in {"utf-8", "utf8"}


def _refuse(request: HttpRequest) -> HttpResponse:
    """Return the 400 page, in the language of the path: the locale middleware comes later."""
    language = translation.get_language_from_path(request.path_info)
    with translation.override(language or settings.LANGUAGE_CODE):
        return defaults.bad_request(request, BadRequest())


class AdminPolicyMiddleware:
    """Relaxes the CSP for the admin, because Wagtail requires inline scripts and styles."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PATH):
            # For a preview, Wagtail runs all middleware on the public page first.
            is_preview = CSP_HEADER in response
            del response[CSP_HEADER]
            response._csp_replace = PREVIEW_POLICY if is_preview else ADMIN_POLICY  # type: ignore[attr-defined]
        return response


class PrivateResponseMiddleware:
    """Keeps pages for signed-in users out of all caches, and clears the browser at sign-out."""

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
    """Signs staff out after 30 minutes of inactivity, and after 12 hours in any case."""

    STARTED = "staff_started_at"
    SEEN = "staff_seen_at"
    # Avoids a session write on every request.
    SEEN_STEP_SECONDS = 60

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = signed_in_user(request)
        if user and user.uses_staff_screens:
            now = time.time()
            if self._is_over(request, now):
                if request.method == "GET" and _is_of_script(request):
                    # Ends no session: what somebody sends from a form meanwhile is to be held.
                    return redirect_to_login(request.get_full_path())
                return self._sign_out(request, user)
            self._note(request, now)
        return self.get_response(request)

    def _sign_out(self, request: HttpRequest, user: User) -> HttpResponse:
        logout(request)
        response = self.get_response(request)
        if not _leads_to_sign_in(response):
            return response  # a page that anybody may see, or its form
        # A POST that is redirected there has passed the CSRF check. A script keeps its own.
        is_form = request.method == "POST" and not _is_of_script(request)
        if is_form and held_forms.hold(request, author=user):
            text = _("You were signed out. Sign in again: what you typed is kept for one hour.")
        else:
            text = _("You were signed out. Sign in again to continue.")
        messages.info(request, text)
        return response

    def _is_over(self, request: HttpRequest, now: float) -> bool:
        started = request.session.get(self.STARTED, now)
        seen = request.session.get(self.SEEN, now)
        return (
            now - started > settings.STAFF_SESSION_ABSOLUTE.total_seconds()
            or now - seen > settings.STAFF_SESSION_IDLE.total_seconds()
        )

    def _note(self, request: HttpRequest, now: float) -> None:
        request.session.setdefault(self.STARTED, now)
        is_heartbeat = request.path.startswith(EDITOR_HEARTBEAT_PATH) or (
            request.method == "GET" and _is_of_script(request)
        )
        if not is_heartbeat and now - request.session.get(self.SEEN, 0) > self.SEEN_STEP_SECONDS:
            request.session[self.SEEN] = now


def _is_of_script(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which it may do every second although nobody is there."""
    return request.headers.get("Accept") == "application/json"


def _leads_to_sign_in(response: HttpResponse) -> bool:
    path = urlsplit(response.headers.get("Location", "")).path
    return path in (reverse("wagtailadmin_login"), reverse("account_login"))


class StaffSecondFactorMiddleware:
    """Redirects staff without an authenticator app or passkey to enrollment."""

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
        messages.info(request, _("Set up two-step sign-in to continue."))
        return redirect("mfa_index")
