"""The users and example records of the role matrix, and the access check."""

import re
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse

from engagement_site.accounts.models import User
from tests.site import security_headers
from tests.site.role_matrix.examples import Values, Variants, merge
from tests.site.role_matrix.pages import make_pages
from tests.site.role_matrix.people import VISITOR, Who, make_people
from tests.site.role_matrix.records import make_records
from tests.site.role_matrix.resolver import Url
from tests.site.role_matrix.things import make_things

#: Patterns that have arguments but no name, so they cannot be reversed.
HARDCODED_PATHS = {
    "admin/password_reset/<path:rest>": "/admin/password_reset/done/",
    "admin/.*/$": "/admin/no-such-page/",
}
#: Views that accept only POST.
POST_ONLY = {
    "feedback_import_discard",
    "sessions_app:workspace_calendar",
    "sessions_app:workspace_registration",
    "listeningsession:readiness",
    "wagtailadmin_api:pages:action",
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_logout",
    "wagtailadmin_pages:lock",
    "wagtailadmin_pages:unlock",
    "wagtailadmin_workflows:enable",
    "wagtailadmin_workflows:enable_task",
    "wagtailadmin_workflows:remove",
    "wagtaildocs:create_multiple_from_uploaded_document",
    "wagtaildocs:delete_multiple",
    "wagtaildocs:delete_upload_multiple",
    "wagtaildocs:edit_multiple",
    "wagtailimages:create_multiple_from_uploaded_image",
    "wagtailimages:delete_multiple",
    "wagtailimages:delete_upload_multiple",
    "wagtailimages:edit_multiple",
}
#: Status codes that mean access was granted, because the example data is incomplete.
STATUS_WHEN_ALLOWED = {
    # For document models with more required fields than the title; fails for ours.
    "wagtaildocs:create_multiple_from_uploaded_document": 500,
    "wagtailimages:preview": 400,
    "wagtailredirects:process_import": 405,
}
#: Tables that any GET may write to.
WRITTEN_BY_ANY_GET = {
    "cache_entries",
    "django_session",
    "home_contactsettings",  # Wagtail creates an empty row
}
#: Other tables that a GET may write to: derived or default data, and the URLs that do.
WRITTEN_BY_GET = {
    "django_migrations": ("readyz",),  # an UPDATE that matches no row
    "mfa_authenticator": ("mfa_download_recovery_codes", "mfa_view_recovery_codes"),  # were viewed
    "wagtailadmin_editingsession": ("wagtailadmin_pages:",),
    "wagtailcore_pagesubscription": ("wagtailadmin_pages:",),  # an empty row
    "wagtaildocs_document": ("wagtaildocs:edit",),  # fills in a missing file size
    "wagtailimages_image": ("wagtailimages:edit",),  # likewise
    "wagtailimages_rendition": ("wagtailadmin_api:images", "wagtailimages"),
    "wagtailsearch_indexentry": ("wagtaildocs:edit", "wagtailimages:edit"),
    "wagtailusers_userprofile": ("wagtailadmin_account",),
}
WRITE = re.compile(
    r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+\W?(\w+)", re.IGNORECASE
)
#: Redirect targets for users who are not signed in, or not staff.
SIGN_IN = ("/accounts/login/", "/admin/login/")


class World:
    """The database contents. Built once; every request is rolled back."""

    def __init__(self) -> None:
        call_command("sync_roles", verbosity=0)
        self.people = make_people()
        self.values: Values = {}
        self.variants: Variants = {}
        for make in (make_records, make_pages, make_things):
            values, variants = make(self.people)
            merge(self.values, values)
            for name, differing in variants.items():
                merge(self.variants.setdefault(name, {}), differing)
        self._cookies = {who: _cookies_of(user) for who, user in self.people.items()}

    def values_of(self, url: Url, variant: str = "") -> dict[str, Any]:
        """Return the arguments for a URL from the examples; the most specific key wins."""
        values: dict[str, Any] = {}
        for key in ("", url.key.rpartition(":")[0], url.key):
            for source in (self.values, self.variants[variant] if variant else {}):
                values |= source.get(key, {})
        return values

    def address(self, url: Url, variant: str = "") -> str:
        """Return the URL for a pattern, with arguments and query string from the examples."""
        if not url.has_name:
            return HARDCODED_PATHS.get(url.route, f"/{url.route}")
        values = self.values_of(url, variant)
        if url.nameless:
            path = reverse(url.key, args=values[""])
        else:
            path = reverse(url.key, kwargs={name: values[name] for name in url.parameters})
        return f"{path}?{values['?']}" if "?" in values else path

    def variants_of(self, url: Url) -> list[str]:
        """Return the variants for which the pattern's URL is different."""
        address = self.address(url)
        return [name for name in self.variants if self.address(url, name) != address]

    def client(self, who: Who) -> Client:
        """Return a new client, signed in or anonymous."""
        client = Client(raise_request_exception=False)
        if who is not VISITOR:
            client.cookies.update(self._cookies[who])
        return client

    def request(self, who: Who, url: Url, variant: str = "") -> HttpResponse:
        """Request a URL with a new client, and roll back the transaction.

        Raises AssertionError if security headers are missing, or if a GET writes to the database
        (RFC 9110, section 9.2.1: GET is a safe method).
        """
        client = self.client(who)
        send = client.post if url.key in POST_ONLY else client.get
        address = self.address(url, variant)
        written: set[str] = set()
        with transaction.atomic(), connection.execute_wrapper(_recording_writes(written)):
            response = send(address, secure=True)
            # Consume streaming responses, so that files are closed.
            response.getvalue()
            transaction.set_rollback(True)
        if send == client.get:
            expected = {table for table, keys in WRITTEN_BY_GET.items() if url.key.startswith(keys)}
            wrong = written - WRITTEN_BY_ANY_GET - expected
            assert not wrong, f"GET {address} writes to {wrong}"
        weak = security_headers.faults(address, response.headers)
        assert not weak, f"{address} answers without: {', '.join(weak)}"
        return response


def _recording_writes(tables: set[str]) -> Callable[..., Any]:
    """Return an execute wrapper that adds the name of each modified table to ``tables``."""

    def record(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if match := WRITE.match(sql):
            tables.add(match[1])
        return execute(sql, *arguments)

    return record


def is_open(key: str, response: HttpResponse) -> bool:
    """Whether access was granted: a 2xx, or a redirect that does not mean denied.

    A 403, a 404, or a redirect to the sign-in page or the user's start page means denied. Raises
    AssertionError for any other status, such as 400, 405, or 500, which is inconclusive.
    """
    if response.status_code in (301, 302, 303):
        location = response.headers["Location"]
        start_pages = (reverse("wagtailadmin_home"), reverse("sessions_app:workspace"))
        return not location.startswith(SIGN_IN) and location not in start_pages
    if 200 <= response.status_code < 300 or response.status_code == STATUS_WHEN_ALLOWED.get(key):
        return True
    if response.status_code in (403, 404):
        return False
    raise AssertionError(f"{response.status_code} is neither yes nor no")


def _cookies_of(user: User) -> SimpleCookie:
    client = Client()
    client.force_login(user)
    # Otherwise allauth requires reauthentication before it checks who owns the passkey.
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, user, method="password")
    request.session.save()
    # The first request updates the session; later ones within a minute do not.
    client.get(reverse("mfa_index"))
    return client.cookies
