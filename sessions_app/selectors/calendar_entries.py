"""What the calendars of registrants were told before."""

from django.db.models.functions import Lower

from sessions_app.models import OutboxMessage, Registration


def times_taken_off(*, registration: Registration) -> int:
    """Return how often the session was taken off the calendar of this registration's address.

    By this registration or an earlier one: a calendar knows the session and the address alone.
    """
    theirs = Registration.objects.annotate(address=Lower("email")).filter(
        listening_session=registration.listening_session_id, address=registration.email.lower()
    )
    return OutboxMessage.objects.filter(registration__in=theirs, calendar_method="CANCEL").count()
