"""E-mail backend that writes each message to an .eml file."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages to `settings.CAUGHT_MAIL_DIR`; file names sort by time."""
        folder = Path(settings.CAUGHT_MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}.eml"
            partial = folder / f"{name}.partial"
            partial.write_bytes(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg]
            partial.rename(folder / name)
        return len(email_messages)
