"""What the worker wakes. Rules live in the services; this only says what is due to be looked at."""

import logging

from django.db import DatabaseError

from sessions_app.mail.services import outbox
from sessions_app.organizations.services import organizations
from sessions_app.registrations.services import reminders, transitions

logger = logging.getLogger(__name__)

MESSAGES_A_SWEEP = 50
#: Looked at before mail is sent, as each may write some.
STEPS = (
    transitions.expire_offers,
    organizations.lapse_due,
    organizations.remind_lapsing,
    reminders.queue_due,
)


def sweep() -> int:
    """Do what has come due. Return how many messages were sent, so that the caller knows to go on.

    Safe to call from several workers at once: each message is leased before it is sent, and
    what has run out is looked at again under its lock. A step that fails is written to the log
    and holds up nothing else, least of all the mail; only a database that is away does.
    """
    for step in STEPS:
        try:
            step()
        except DatabaseError:
            raise
        except Exception:
            logger.exception("%s failed; everything else goes on.", step.__qualname__)
    return outbox.deliver_due(limit=MESSAGES_A_SWEEP)
