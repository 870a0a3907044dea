"""The stored state of registrations, seat pools and e-mails; personal links."""

from sessions_app.models import OutboxMessage, Registration, SeatPool
from sessions_app.registrations.services import personal_links
from tests.builders import IN_PERSON


def pool_of(session, mode=IN_PERSON):
    return SeatPool.objects.get(listening_session=session, mode=mode)


def state_of(registration):
    return Registration.objects.get(pk=registration.pk).state


def kinds_sent_to(email):
    return list(
        OutboxMessage.objects.filter(recipient=email).order_by("pk").values_list("kind", flat=True)
    )


def link_of(registration) -> str:
    return f"/registrations/{personal_links.raw_token_for(registration=registration)}/"
