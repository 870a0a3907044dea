"""The cookie that binds a draft to a browser for half an hour; see docs/adr/0050."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sessions_app.feedback.tokens import normalize_code
from sessions_app.public_feedback.services.drafts import OPEN_FOR, Draft, draft_of

COOKIE = "feedback_draft"


def code_in(request: HttpRequest) -> str | None:
    """Return the return code of the draft that is open in this browser."""
    return normalize_code(request.COOKIES.get(COOKIE, ""))


def draft_in(request: HttpRequest) -> Draft | None:
    code = code_in(request)
    return draft_of(code=code) if code else None


def remember(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        COOKIE,
        code,
        max_age=OPEN_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
