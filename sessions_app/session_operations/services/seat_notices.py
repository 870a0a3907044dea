"""The part of a notification preview about people on the waitlist who get seats."""

import datetime
from collections.abc import Mapping

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from sessions_app.listening_sessions.enums import WaitlistMode
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.registrations.emails import rendering
from sessions_app.registrations.enums import RegistrationState
from sessions_app.registrations.models import Registration
from sessions_app.registrations.selectors.own_addresses import addresses_once_seated
from sessions_app.registrations.selectors.waitlist import next_to_be_seated
from sessions_app.session_operations.services.notice_preview import (
    RECIPIENTS_NAMED,
    Recipient,
    Seated,
    without_join_link,
)


def seated_by(
    session: ListeningSession,
    capacities: Mapping[str, int | None],
    *,
    concerned: QuerySet[Registration],
) -> Seated:
    """Return the e-mails about seats that the waitlist gets when the session is saved or resumed.

    ``concerned`` are told of the change as well, and those who come with them once they have a
    seat.
    """
    promoted = next_to_be_seated(session, capacities=capacities)
    offers = session.waitlist_mode == WaitlistMode.OFFER
    total = sum(bool(registration.email) for registration in promoted)
    if not offers:
        seated = Registration.objects.filter(pk__in=[each.pk for each in promoted])
        total += addresses_once_seated(seated).count()
        total += addresses_once_seated(concerned.filter(pk__in=seated.values("pk"))).count()
    recipients = [
        Recipient(each.reference, each.organization_name, each.get_state_display())
        for each in promoted[:RECIPIENTS_NAMED]
        if each.email
    ]
    samples = {}
    for registration in promoted:
        if registration.email and registration.language not in samples:
            samples[registration.language] = _seat_email(session, registration, offers=offers)
    names = dict(settings.LANGUAGES)
    return Seated(
        total=total,
        recipients=recipients,
        samples=[(str(names[code]), email) for code, email in samples.items()],
    )


def _seat_email(
    session: ListeningSession, registration: Registration, *, offers: bool
) -> RenderedEmail:
    registration.listening_session = without_join_link(session)
    if offers:
        registration.state = RegistrationState.OFFERED
        lasts_until = timezone.now() + datetime.timedelta(hours=session.offer_hours)
        registration.offer_expires_at = min(lasts_until, session.starts_at)
    else:
        registration.state = RegistrationState.CONFIRMED
    kind = "registration_offered" if offers else "registration_promoted"
    return rendering.render(kind=kind, registration=registration, token=None)
