"""Periodic work of the worker. The rules are in the services; this only calls them."""

import logging
from collections.abc import Callable

from django.db import DatabaseError

from sessions_app.feedback_import import services as imports
from sessions_app.feedback_register.services import bulk
from sessions_app.mail.services import outbox
from sessions_app.organizations.services import organizations
from sessions_app.registrations.services import reminders, transitions

logger = logging.getLogger(__name__)

MESSAGES_A_SWEEP = 50
#: Run before mail is sent, because each may queue some.
STEPS = (
    transitions.expire_offers,
    organizations.lapse_due,
    organizations.remind_lapsing,
    reminders.queue_due,
    imports.discard_forgotten,
    bulk.delete_expired,
)


def sweep(*, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Run everything that is due; return how many messages were sent, so that the caller repeats.

    Begins no further message once ``is_stopping`` returns True.

    Safe to run concurrently in several workers: each message is leased before it is sent, and
    expiry is re-checked under a row lock. A step that fails is logged and does not stop the others
    or the mail; only a ``DatabaseError`` does.
    """
    for step in STEPS:
        try:
            step()
        except DatabaseError:
            raise
        except Exception:
            logger.exception("%s failed; everything else goes on.", step.__qualname__)
    return outbox.deliver_due(limit=MESSAGES_A_SWEEP, is_stopping=is_stopping)
