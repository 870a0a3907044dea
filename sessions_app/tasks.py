"""What the worker wakes. Rules live in the services; this only says what is due to be looked at."""

from sessions_app.services import organizations, outbox, registration_moves, reminders

MESSAGES_A_SWEEP = 50


def sweep() -> int:
    """Do what has come due. Return how many messages were sent, so that the caller knows to go on.

    Safe to call from several workers at once: each message is leased before it is sent, and
    what has run out is looked at again under its lock.
    """
    registration_moves.expire_offers()
    organizations.lapse_due()
    organizations.remind_lapsing()
    reminders.queue_due()
    return outbox.deliver_due(limit=MESSAGES_A_SWEEP)
