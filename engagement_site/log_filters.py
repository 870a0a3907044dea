"""Log filters."""

import logging
import re

#: Paths whose next segment opens something without an account; what follows it is kept.
_SECRET = re.compile(
    r"(/(?:registrations|invitations|calendar|accounts/confirm-email|accounts/password/reset/key)/)"
    r"[^/\s?#\"']+"
)


class SecretPathFilter(logging.Filter):
    """Removes access tokens from the URLs in log messages and tracebacks.

    Django logs the path of every request that it answers with an error.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        if record.exc_info:
            text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_text = without_secrets(text)
        return True


def without_secrets(text: str) -> str:
    """Return the text with "[secret]" for the token in each path that has one."""
    return _SECRET.sub(r"\1[secret]", text)
