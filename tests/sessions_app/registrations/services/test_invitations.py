"""Services for invitations: create, send, respond. One registration per invitation."""

import pytest

from sessions_app.core.errors import TokenInvalidError, TransitionNotAllowedError
from sessions_app.mail.services import outbox
from sessions_app.models import AuditEntry, Invitation, OutboxMessage, Registration
from sessions_app.registrations.enums import InvitationState
from sessions_app.registrations.errors import (
    AlreadyRegisteredError,
    InvitationError,
    RegistrationClosedError,
)
from sessions_app.registrations.services import invitations, personal_links, transitions
from sessions_app.registrations.services.invitations import Guest
from tests.builders import (
    IN_PERSON,
    build_invitation,
    build_organization,
    build_registration,
    build_session,
    build_user,
)

pytestmark = pytest.mark.django_db


def guests_only(**values):
    return build_session(visibility="invitation", **values)


def states():
    return list(Invitation.objects.order_by("pk").values_list("email", "state"))


def test_invite_asks_nobody_twice():
    session = build_session()
    build_invitation(session, email="Invited@example.org")
    build_invitation(session, email="withdrawn@example.org", state="revoked")
    build_registration(session, email="registered@example.org")
    addresses = ("invited", "withdrawn", "registered", "new", "NEW")

    made = invitations.invite(
        listening_session=session,
        guests=[Guest(email=f"{name}@example.org") for name in addresses],
        by=build_user(),
    )

    assert [each.email for each in made] == ["withdrawn@example.org", "new@example.org"]
    assert {each.state for each in made} == {InvitationState.PREPARED}
    assert not OutboxMessage.objects.filter(kind="invitation").exists()
    assert AuditEntry.objects.filter(action="engagement.invitation.create").count() == 2


def test_invite_to_a_cancelled_session_is_refused():
    with pytest.raises(InvitationError):
        invitations.invite(
            listening_session=build_session(state="cancelled"),
            guests=[Guest(email="ana@example.org")],
            by=build_user(),
        )


def test_send_writes_once_to_those_who_are_prepared(smtp_server):
    session = guests_only()
    prepared = build_invitation(session, email="ana@example.org", state="prepared")
    build_invitation(session, state="declined")
    everybody = list(Invitation.objects.all())

    assert invitations.send(invitations=everybody, by=build_user()) == 1
    assert invitations.send(invitations=everybody, by=build_user()) == 0

    prepared.refresh_from_db()
    assert prepared.state == InvitationState.SENT
    assert prepared.sent_at is not None
    outbox.deliver_due()
    (message,) = smtp_server.messages
    raw = personal_links.raw_invitation_token_for(invitation=prepared)
    assert f"/invitations/{raw}/" in message.get_body(("plain",)).get_content()
    assert raw not in OutboxMessage.objects.get().body_text


def test_send_before_the_session_is_published_is_refused():
    invitation = build_invitation(build_session(state="draft"), state="prepared")

    with pytest.raises(InvitationError):
        invitations.send(invitations=[invitation], by=build_user())

    assert states() == [(invitation.email, "prepared")]


def test_session_for_guests_takes_nobody_without_an_invitation():
    session = guests_only()

    with pytest.raises(RegistrationClosedError):
        build_registration(session)

    assert build_registration(session, source="staff").state == "confirmed"


def test_registering_answers_the_invitation():
    session, organization = guests_only(), build_organization()
    invitation = build_invitation(session, email="ana@example.org", organization=organization)

    registration = build_registration(session, email="Ana@example.org", invitation=invitation)

    invitation.refresh_from_db()
    assert (invitation.state, invitation.registration) == ("accepted", registration)
    assert invitation.answered_at is not None
    assert (registration.source, registration.organization) == ("invitation", organization)


def test_forwarded_invitation_registers_once_and_not_for_the_organization():
    session = guests_only()
    invitation = build_invitation(session, organization=build_organization())

    first = build_registration(session, email="friend@example.org", invitation=invitation)
    assert first.organization is None
    with pytest.raises(InvitationError):
        build_registration(session, email="other@example.org", invitation=invitation)

    assert Registration.objects.count() == 1


def test_same_form_sent_twice_returns_the_first_registration():
    session = guests_only()
    invitation = build_invitation(session)
    values = {
        "name": "Ana Cruz",
        "email": "ana@example.org",
        "submission": "one form",
        "invitation": invitation,
    }

    assert build_registration(session, **values) == build_registration(session, **values)


def test_full_session_puts_the_guest_in_line():
    session = guests_only(format="in_person", capacities={IN_PERSON: 0})
    invitation = build_invitation(session)

    assert build_registration(session, invitation=invitation).state == "waitlisted"
    assert Invitation.objects.get().state == "accepted"


def test_refused_registration_leaves_the_invitation_open():
    session = guests_only()
    build_registration(session, email="ana@example.org", source="staff")
    invitation = build_invitation(session)

    with pytest.raises(AlreadyRegisteredError):
        build_registration(session, email="ana@example.org", invitation=invitation)

    assert Invitation.objects.get().state == "sent"


def test_guest_who_cancelled_may_register_once_more():
    session = guests_only()
    invitation = build_invitation(session)
    transitions.cancel(registration=build_registration(session, invitation=invitation))

    again = build_registration(session, invitation=invitation)

    assert Invitation.objects.get().registration == again


def test_guest_whom_staff_declined_may_not():
    session = guests_only(approval_required=True)
    invitation = build_invitation(session)
    registration = build_registration(session, invitation=invitation)
    transitions.decline(registration=registration, reason="Full.", by=build_user())

    with pytest.raises(InvitationError):
        build_registration(session, invitation=invitation)


def test_decline_can_be_said_twice_and_taken_back():
    session = guests_only()
    invitation = build_invitation(session)

    invitations.decline(invitation=invitation)
    invitations.decline(invitation=invitation)
    assert AuditEntry.objects.filter(action="engagement.invitation.move").count() == 1

    assert build_registration(session, invitation=invitation).state == "confirmed"


@pytest.mark.parametrize("state", ["prepared", "revoked"])
def test_invitation_that_was_not_sent_or_is_withdrawn_registers_nobody(state):
    session = guests_only()
    invitation = build_invitation(session, state=state)

    with pytest.raises(InvitationError):
        build_registration(session, invitation=invitation)


def test_revoke_is_not_possible_once_it_is_used():
    session = guests_only()
    invitation = build_invitation(session)
    build_registration(session, invitation=invitation)

    with pytest.raises(TransitionNotAllowedError):
        invitations.revoke(invitation=invitation, by=build_user())


def test_link_of_one_purpose_opens_nothing_of_another():
    invitation = build_invitation()
    raw = personal_links.raw_invitation_token_for(invitation=invitation)

    assert personal_links.invitation_for(raw=raw) == invitation
    with pytest.raises(TokenInvalidError):
        personal_links.registration_for(raw=raw)
