"""E-mails about a new e-mail address of a registration."""

from sessions_app.core.models import AccessToken
from sessions_app.mail.emails.queue import queue
from sessions_app.registrations.emails.calendar_entries import calendar_entry
from sessions_app.registrations.emails.registrations import changed
from sessions_app.registrations.emails.rendering import render
from sessions_app.registrations.models import Registration


def confirm(*, registration: Registration, token: AccessToken) -> None:
    """Send the new address the link that confirms it; once for each link."""
    queue(
        email=render(kind="registration_new_address", registration=registration, token=token),
        recipient=registration.new_email,
        unique_key=f"registration:{registration.pk}:new-address:{token.pk}",
        registration_id=registration.pk,
        token=token,
    )


def moved(*, registration: Registration, old: str, token: AccessToken) -> None:
    """Tell the old address, take its entry off the calendar, and send the new one everything."""
    event = f"address:{registration.updated_at.timestamp()}"
    queue(
        email=render(kind="registration_address_changed", registration=registration, token=None),
        recipient=old,
        unique_key=f"registration:{registration.pk}:{event}",
        registration_id=registration.pk,
        calendar=calendar_entry(
            registration=registration,
            method="CANCEL" if old and registration.has_seat else None,
            email=old,
        ),
    )
    changed(registration=registration, token=token)
