"""Log filters."""

import logging
import re

#: Paths whose next segment opens something without an account; what follows it is kept. Staff
#: screens with the same word hold no secret.
_SECRET = re.compile(
    r"(?<!/admin)(/(?:registrations|invitations|calendar|feedback/confirm|organization/read-back|organization/trail|accounts/confirm-email|accounts/password/reset/key)/)"
    r"[^/\s?#\"']+"
)


class SecretPathFilter(logging.Filter):
    """Removes access tokens from the URLs in log messages and tracebacks.

    Django logs the path of every request that it answers with an error.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit; logging would only print them
            text = f"{record.msg} {record.args}"
        record.msg, record.args = without_secrets(text), ()
        if record.exc_info:
            trace = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_text = without_secrets(trace)
        return True


def without_secrets(text: str) -> str:
    """Return the text with "[secret]" for the token in each path that has one."""
    return _SECRET.sub(r"\1[secret]", text)
