"""Serves a copy of the demonstration content to a browser."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.test import Client

from engagement_site.accounts.models import User
from home.management.demo.action_text import RETURNED
from home.models import HomePage, ProgramIndexPage, ProgramPage, ResponsePage
from sessions_app.actions.enums import ActionState
from sessions_app.core.forms import public_guard
from sessions_app.core.services.access_tokens import require_secret
from sessions_app.feedback.enums import AttributionLevel, FeedbackKind, FeedbackState, LineageKind
from sessions_app.feedback.selectors.intake import confirmation_token
from sessions_app.feedback.services import intake
from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.models import (
    AccommodationRequest,
    Contact,
    FeedbackItem,
    FollowUpAction,
    Invitation,
    LineageOperation,
    ListeningSession,
    Organization,
    Program,
    ReadBack,
    Registration,
    Theme,
    TrailAnswer,
    Venue,
)
from sessions_app.read_back.services.links import link_token
from sessions_app.read_back.services.trails import trail_token
from sessions_app.registrations.enums import InvitationState, RegistrationSource, RegistrationState
from sessions_app.registrations.services.personal_links import (
    raw_invitation_token_for,
    raw_token_for,
)
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import build_program, build_registration
from tests.journeys.feedback_pages import CODE
from tests.journeys.public_pages import COMING
from tests.journeys.visits import Story
from tests.template_databases import TemplateDatabase


@pytest.fixture
def story(
    live_server,
    settings,
    monkeypatch: pytest.MonkeyPatch,
    demonstration: TemplateDatabase,
    demonstration_media: Path,
) -> Iterator[Story]:
    """Serve a copy of the demonstration content, with an officer's session cookie."""
    settings.PUBLIC_FORM_SENDS_PER_HOUR = 10_000
    # An automated browser fills in a form faster than a person can.
    monkeypatch.setattr(public_guard, "QUICKEST_SECONDS", 0)
    settings.MEDIA_ROOT = demonstration_media
    url = live_server.url
    with demonstration.copied():
        yield Story(url, _names(), _cookie(url, "officer"), _cookie(url, "manager"))


def _names() -> dict[str, Any]:
    quiet = build_program(name="A program with no sessions yet", slug="quiet-program")
    ProgramIndexPage.objects.get().add_child(instance=ProgramPage(title=quiet.name, program=quiet))
    evening = ListeningSession.objects.get(slug="secure-communities-evening")
    # Through the service, so that the messages wait in the outbox.
    coming = build_registration(evening, people=2, email=COMING)
    waiting = Registration.objects.filter(state=RegistrationState.WAITLISTED).first()
    tonight = ListeningSession.objects.get(slug="secure-communities-breakfast")
    _let_two_wait(tonight)
    public_actions = FollowUpAction.objects.public()
    completed = public_actions.filter(state=ActionState.COMPLETED).first()
    action = public_actions.filter(state=ActionState.IN_PROGRESS, updates__is_public=True).first()
    written = _written()
    asked = ReadBack.objects.earliest("pk")
    records = {
        "session": evening,
        "tonight": tonight,
        "guests": ListeningSession.objects.get(slug="detention-conditions-by-invitation"),
        "registration": coming,
        "accommodation": AccommodationRequest.objects.first(),
        "organization": Organization.objects.first(),
        "feedback": _undecided().first(),
        "answered": written,
        "named": written,
        "action": action,
        "whole": FeedbackItem.objects.filter(was_split=True).first(),
        "merged": FeedbackItem.objects.exclude(merged_from=None).filter(was_split=False).first(),
        "split": LineageOperation.objects.filter(kind=LineageKind.SPLIT, undone_at=None).first(),
        "completed": completed,
        "closed": FeedbackItem.objects.filter(state=FeedbackState.CLOSED).first(),
        "program": Program.objects.get(slug="secure-communities"),
        "theme": Theme.objects.first(),
        "venue": Venue.objects.first(),
        "message": coming.messages.get(),
        "read": asked.listening_session,
        "corrected": TrailAnswer.objects.to_read().first().feedback_item,
    }
    return {
        **{name: record.pk for name, record in records.items()},
        "confirmed": raw_token_for(registration=coming),
        "waitlisted": raw_token_for(registration=waiting),
        "reference": action.reference,
        "written": written.reference,
        "address": confirmation_token(written.contact),
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
        "read_back": require_secret(link_token(recipient=asked.recipients.first())),
        "trail": require_secret(trail_token(contact=_with_a_trail())),
        "returned": public_actions.get(title__in=RETURNED).reference,
        "declined": public_actions.filter(state=ActionState.DECLINED).first().reference,
        "replaced": public_actions.filter(state=ActionState.SUPERSEDED).first().reference,
    }


def _undecided() -> QuerySet[FeedbackItem]:
    """Return items that can be split and merged."""
    return FeedbackItem.objects.counted().filter(state=FeedbackState.IN_REVIEW, lineage=None)


def _written() -> FeedbackItem:
    """Send something through the public form."""
    item = intake.receive(
        program=Program.objects.get(slug="secure-communities"),
        kind=FeedbackKind.CONCERN,
        words="The notice is in English only.",
        writer=intake.Writer(
            attribution=AttributionLevel.NAMED,
            organization_name="Alder Falls Aid",
            email="ana@alder.example",
        ),
        code=CODE,
        language="en",
    )
    intake.add_message(item=item, text="It is the same at the field office.", key="one")
    return item


def _with_a_trail() -> Contact:
    said = FeedbackItem.objects.public().filter(actions__is_public=True)
    return Contact.objects.filter(memberships__organization__in=said.values("organization")).first()


def _let_two_wait(session: ListeningSession) -> None:
    """Fill the room, so that two registrations are on the waitlist."""
    pool = session.seat_pools.get(mode=AttendanceMode.IN_PERSON)
    session.seat_pools.filter(pk=pool.pk).update(capacity=pool.taken)
    for number in (1, 2):
        build_registration(
            session, name=f"Somebody who waits {number}", source=RegistrationSource.STAFF,
            attendees=[AttendeeInput(f"Somebody who waits {number}")],
        )  # fmt: skip


def _cookie(url: str, role: str) -> dict[str, Any]:
    client = Client()
    client.force_login(User.objects.get(email=f"{role}@crcl.example"))
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.session.session_key,
        "url": url,
    }
