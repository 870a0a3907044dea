"""Attendees who are written to at an address of their own."""

from django.db.models import F, Min, QuerySet
from django.db.models.functions import Lower

from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Attendee, Registration


def own_addresses(registrations: QuerySet[Registration]) -> QuerySet[Attendee]:
    """Return one attendee for each e-mail about these registrations to an attendee.

    Those with a seat and an address that is not the registrant's; an address that stands twice in
    one registration counts once.
    """
    return addresses_once_seated(registrations.filter(state=RegistrationState.CONFIRMED))


def addresses_once_seated(registrations: QuerySet[Registration]) -> QuerySet[Attendee]:
    """Return what :func:`own_addresses` would if all of the registrations had a seat."""
    each = (
        Attendee.objects.coming()
        .filter(registration__in=registrations.order_by())
        .exclude(email="")
        .annotate(address=Lower("email"), registrant=Lower("registration__email"))
        .exclude(address=F("registrant"))
        .order_by()
        .values("registration", "address")
        .annotate(first=Min("pk"))
    )
    return Attendee.objects.filter(pk__in=each.values("first"))
