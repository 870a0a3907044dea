"""A site full of demonstration content, served to a browser."""

from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from engagement_site.accounts.models import User
from home.models import HomePage, ProgramIndexPage, ProgramPage, ResponsePage
from sessions_app.enums import (
    ActionState,
    FeedbackState,
    InvitationState,
    RegistrationState,
)
from sessions_app.forms import public_guard
from sessions_app.models import (
    AccommodationRequest,
    FeedbackItem,
    FollowUpAction,
    Invitation,
    ListeningSession,
    Organization,
    OutboxMessage,
    Program,
    Registration,
    Theme,
    Venue,
)
from sessions_app.services.access_tokens import raw_invitation_token_for, raw_token_for
from tests.builders import build_program, build_registration
from tests.journeys.pages import COMING
from tests.journeys.visits import Story


@pytest.fixture
def story(live_server, settings, monkeypatch: pytest.MonkeyPatch) -> Story:
    """Serve the demonstration content, with an officer's session at hand."""
    settings.PUBLIC_FORM_SENDS_PER_HOUR = 10_000
    # A browser that is driven fills in a form faster than a person can.
    monkeypatch.setattr(public_guard, "QUICKEST_SECONDS", 0)
    call_command("seed_demo", verbosity=0)
    return Story(live_server.url, _names(), _cookie(live_server.url))


def _names() -> dict[str, Any]:
    quiet = build_program(name="A program with no sessions yet", slug="quiet-program")
    ProgramIndexPage.objects.get().add_child(instance=ProgramPage(title=quiet.name, program=quiet))
    evening = ListeningSession.objects.get(slug="secure-communities-evening")
    # By the service, so that the messages wait in the outbox.
    coming = build_registration(evening, people=2, email=COMING)
    waiting = Registration.objects.filter(state=RegistrationState.WAITLISTED).first()
    public_actions = FollowUpAction.objects.public()
    action = public_actions.filter(state=ActionState.IN_PROGRESS, updates__is_public=True).first()
    records = {
        "session": evening,
        "tonight": ListeningSession.objects.get(slug="secure-communities-breakfast"),
        "guests": ListeningSession.objects.get(slug="detention-conditions-by-invitation"),
        "registration": coming,
        "accommodation": AccommodationRequest.objects.first(),
        "organization": Organization.objects.first(),
        "feedback": FeedbackItem.objects.filter(state=FeedbackState.IN_REVIEW).first(),
        "action": action,
        "program": Program.objects.get(slug="secure-communities"),
        "theme": Theme.objects.first(),
        "venue": Venue.objects.first(),
        "message": OutboxMessage.objects.first(),
    }
    return {
        **{name: record.pk for name, record in records.items()},
        "confirmed": raw_token_for(registration=coming),
        "waitlisted": raw_token_for(registration=waiting),
        "reference": action.reference,
        "response": ResponsePage.objects.first().slug,
        "page": HomePage.objects.get().pk,
        **{
            f"invitation_{state}": raw_invitation_token_for(
                invitation=Invitation.objects.filter(state=state).first()
            )
            for state in ("sent", "accepted", "declined", "revoked")
        },
        "invitation": Invitation.objects.filter(state=InvitationState.ACCEPTED).first().pk,
        "waiting": waiting.pk,
        "declined": public_actions.filter(state=ActionState.DECLINED).first().reference,
    }


def _cookie(url: str) -> dict[str, Any]:
    client = Client()
    client.force_login(User.objects.get(email="officer@crcl.example"))
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.session.session_key,
        "url": url,
    }
