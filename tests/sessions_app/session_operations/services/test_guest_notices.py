"""Guests who have not responded get notifications, as registrants do."""

import datetime

import pytest

from sessions_app.models import ListeningSession, OutboxMessage
from sessions_app.registrations.enums import InvitationState
from sessions_app.session_operations.services import notices, sessions
from tests.builders import (
    build_invitation,
    build_organization,
    build_registration,
    build_session,
    build_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return build_user()


@pytest.fixture
def session():
    """Create a session with one guest who is notified, and others in states that are not."""
    session = build_session(visibility="invitation")
    build_invitation(
        session, email="guest@example.org", organization=build_organization(name="Alder Aid")
    )
    for state in (InvitationState.PREPARED, InvitationState.DECLINED, InvitationState.REVOKED):
        build_invitation(session, email=f"{state}@example.org", state=state)
    return session


def queued_mail():
    return list(OutboxMessage.objects.order_by("pk").values_list("recipient", "kind"))


def moved(session):
    session.starts_at += datetime.timedelta(days=1)
    session.ends_at += datetime.timedelta(days=1)
    return session


def test_guest_is_told_of_another_time_with_the_words_that_were_shown(session, officer):
    before = ListeningSession.objects.get(pk=session.pk)
    notice = notices.of_change(after=moved(session), capacities={}, note="Elm Street.")
    assert (notice.total, notice.by_state) == (1, [("Invited, no answer yet", 1)])
    ((label, email),) = notice.samples
    assert label == "English (guests)"
    sessions.save_session(listening_session=session, capacities={}, note="Elm Street.", by=officer)

    message = OutboxMessage.objects.get()
    assert (message.recipient, message.kind) == ("guest@example.org", "invitation_changed")
    assert message.body_text.split("[[token")[0] == email.text.split("…")[0]
    assert "we invited Alder Aid" in message.body_text
    assert "Elm Street." in message.body_text
    assert f"{before.local_start:%B} {before.local_start.day}" in message.body_text


def test_new_link_and_a_typo_are_no_news_to_guests(session, officer):
    session.join_link, session.title = "https://meet.example/new", "Put right"

    assert notices.of_change(after=session, capacities={}) is None
    sessions.save_session(listening_session=session, capacities={}, by=officer)

    assert queued_mail() == []


def test_guest_hears_of_a_postponement_a_new_date_and_the_end_once_each(session, officer):
    for kind, notice in (
        ("invitation_postponed", notices.of_postponing(session=session, reason="Ill.")),
        ("invitation_cancelled", notices.of_cancelling(session=session, reason="Ill.")),
    ):
        assert [email.kind for _label, email in notice.samples] == [kind]
    session = sessions.postpone(listening_session=session, reason="The host is ill.", by=officer)
    assert notices.of_resuming(session=session).total == 1
    session = sessions.schedule(listening_session=session, note="Come.", by=officer)
    sessions.cancel(listening_session=session, reason="A storm.", by=officer)

    assert queued_mail() == [
        ("guest@example.org", "invitation_postponed"),
        ("guest@example.org", "invitation_changed"),
        ("guest@example.org", "invitation_cancelled"),
    ]
    first, second, third = OutboxMessage.objects.order_by("pk")
    assert "Reason: The host is ill." in first.body_text
    assert "Previous time and place" not in second.body_text
    assert "A storm." in third.body_text


def test_guest_who_registered_is_told_once_as_a_registration(session, officer):
    invitation = session.invitations.get(email="guest@example.org")
    build_registration(session, email=invitation.email, invitation=invitation)
    OutboxMessage.objects.all().delete()

    sessions.save_session(listening_session=moved(session), capacities={}, by=officer)

    assert queued_mail() == [("guest@example.org", "session_changed")]
