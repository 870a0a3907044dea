"""Guests of the session by invitation: invited, registered, declined, and not sent yet."""

from engagement_site.accounts.models import User
from sessions_app.models import Invitation, ListeningSession, Organization
from sessions_app.registrations.services import invitations as service
from sessions_app.registrations.services import registrations
from sessions_app.registrations.services.invitations import Guest

GUESTS_ONLY = "detention-conditions-by-invitation"
#: In the order of the invitations; the rest were sent and are not answered.
COMING, UNABLE, WITHDRAWN, NOT_SENT = 3, 2, 1, 2


def make_invitations(
    *,
    sessions: dict[str, ListeningSession],
    organizations: list[Organization],
    by: User,
) -> None:
    session = sessions[GUESTS_ONLY]
    known = [each for each in organizations if each.is_verified][:10]
    guests = [
        Guest(email=contact.email, name=contact.name, organization=each, contact=contact)
        for each in known
        if (contact := each.contacts.first())
    ]
    made = service.invite(listening_session=session, guests=guests, by=by)
    service.send(invitations=made[:-NOT_SENT], by=by)
    for invitation in made[:COMING]:
        _register(session, invitation)
    for invitation in made[COMING : COMING + UNABLE]:
        service.decline(invitation=invitation)
    for invitation in made[COMING + UNABLE : COMING + UNABLE + WITHDRAWN]:
        service.revoke(invitation=invitation, by=by)


def _register(session: ListeningSession, invitation: Invitation) -> None:
    registrations.register(
        listening_session=session,
        name=invitation.name,
        email=invitation.email,
        organization_name=invitation.organization.name if invitation.organization else "",
        mode=session.modes[0],
        attendees=[registrations.AttendeeInput(invitation.name, invitation.email)],
        invitation=invitation,
    )
