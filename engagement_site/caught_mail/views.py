"""Shows caught e-mails, newest first."""

import datetime
import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SHOWN = 50


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    folder = Path(settings.CAUGHT_MAIL_DIR)
    files = sorted(folder.glob("*.eml"), reverse=True)
    context = {
        "folder": folder,
        "count": len(files),
        "messages_caught": [_describe(path) for path in files[:SHOWN]],
    }
    return render(request, "development/caught_mail.html", context)


@require_safe
@never_cache
def attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Download an attachment of a caught message. Raises Http404 if there is none."""
    path = Path(settings.CAUGHT_MAIL_DIR) / f"{name}.eml"
    if not path.is_file():
        raise Http404
    parts = _attachments(_read(path))
    if number >= len(parts):
        raise Http404
    part = parts[number]
    response = HttpResponse(part.get_payload(decode=True), content_type=part.get_content_type())
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(part, number)}"'
    return response


def _read(path: Path) -> EmailMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def _describe(path: Path) -> dict[str, object]:
    message = _read(path)
    body = message.get_body(("plain", "html"))
    # A Date header in UTC ends in "-0000", which Python parses as a naive datetime.
    sent = message["Date"].datetime.replace(tzinfo=datetime.UTC) if message["Date"] else None
    return {
        "name": path.stem,
        "sender": message["From"],
        "recipient": message["To"],
        "subject": message["Subject"],
        "date": sent,
        "text": body.get_content() if body else "",
        "attachments": [
            {"number": number, "name": _file_name(part, number)}
            for number, part in enumerate(_attachments(message))
        ],
    }


def _attachments(message: EmailMessage) -> list[EmailMessage]:
    """Return the parts that are neither a text body nor a multipart container."""
    return [
        part
        for part in message.walk()
        if isinstance(part, EmailMessage)
        and not part.is_multipart()
        and (part.is_attachment() or part.get_content_type() not in {"text/plain", "text/html"})
    ]


def _file_name(part: EmailMessage, number: int) -> str:
    ending = "ics" if part.get_content_type() == "text/calendar" else "bin"
    return Path(part.get_filename() or f"part-{number}.{ending}").name
