import datetime
import io
import re
from collections.abc import Iterator

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from home.management.commands.seed_demo import DEFAULT_SEED
from home.management.demo.feedback_text import NOTE_OPENINGS
from home.models import ContactSettings, ProgramPage, ResponsePage, StandardPage
from home.site_settings import WAYS
from sessions_app.actions.enums import ActionState
from sessions_app.core.roles import ROLES
from sessions_app.feedback.enums import FeedbackState
from sessions_app.listening_sessions.enums import SessionState, Visibility
from sessions_app.models import (
    ActionUpdate,
    Attendee,
    Contact,
    FeedbackItem,
    FollowUpAction,
    Invitation,
    ListeningSession,
    Organization,
    OutboxMessage,
    Program,
    Registration,
    SeatPool,
    Theme,
)
from sessions_app.organizations.enums import OrganizationKind, VerificationState
from sessions_app.registrations.enums import InvitationState, RegistrationState
from tests.template_databases import TemplateDatabase

pytestmark = pytest.mark.django_db


def _seed(**options) -> str:
    output = io.StringIO()
    call_command("seed_demo", stdout=output, **options)
    return output.getvalue()


def _content() -> dict[str, list]:
    """Return the seeded content without random values such as references."""
    return {
        "organizations": list(
            Organization.objects.order_by("name").values_list("name", "verification", "verified_on")
        ),
        "sessions": list(
            ListeningSession.objects.order_by("slug").values_list("slug", "state", "starts_at")
        ),
        "feedback": sorted(
            FeedbackItem.objects.values_list(
                "kind", "state", "private_note", "public_summary", "received_on", "severity"
            )
        ),
        "actions": sorted(FollowUpAction.objects.values_list("title", "state", "due_on")),
        "links": sorted(
            FollowUpAction.objects.values_list(
                "title", "feedback_links__relation", "feedback_items__private_note"
            )
        ),
        "registrations": sorted(
            Registration.objects.values_list("name", "email", "seats", "state")
        ),
    }


# These tests need an empty database; those after them share the `seeded` one.
def test_seed_refuses_where_no_demonstration_is_allowed(settings):
    settings.DEMO_PASSWORD = ""

    with pytest.raises(CommandError, match="Use the development settings"):
        _seed()

    assert not Program.objects.exists()
    assert not get_user_model().objects.exists()


def test_same_seed_makes_the_same_content(demonstration, shared_content):
    with time_machine.travel(demonstration.made_at):
        _seed(seed=DEFAULT_SEED)

    assert _content() == shared_content


@pytest.mark.nightly
def test_another_seed_makes_other_content(demonstration, shared_content):
    with time_machine.travel(demonstration.made_at):
        _seed(seed=DEFAULT_SEED + 1)

    assert _content() != shared_content


def test_seed_makes_every_kind_of_record_in_every_state(seeded):
    assert Program.objects.count() == ProgramPage.objects.live().count() == 3
    assert ListeningSession.objects.filter(series=None).count() == 10
    assert ListeningSession.objects.exclude(series=None).count() == 3
    assert ListeningSession.objects.values("time_zone").distinct().count() == 3
    assert set(ListeningSession.objects.values_list("state", flat=True)) == {
        SessionState.DRAFT,
        SessionState.SCHEDULED,
        SessionState.POSTPONED,
        SessionState.CANCELLED,
        SessionState.IN_REVIEW,
        SessionState.NOTES_PUBLISHED,
    }
    assert set(ListeningSession.objects.values_list("visibility", flat=True)) == set(
        Visibility.values
    )
    assert set(Invitation.objects.values_list("state", flat=True)) == set(InvitationState.values)
    assert Organization.objects.current().count() == 26
    assert Organization.objects.exclude(merged_into=None).count() == 1
    assert Contact.objects.exclude(user=None).count() == 2
    assert set(Organization.objects.values_list("kind", flat=True)) == set(OrganizationKind.values)
    assert set(Organization.objects.values_list("verification", flat=True)) == set(
        VerificationState.values
    )
    assert Theme.objects.count() == 14
    assert 200 <= FeedbackItem.objects.count() <= 230
    assert set(FeedbackItem.objects.values_list("state", flat=True)) == set(FeedbackState.values)
    assert FeedbackItem.objects.public().values("public_summary").distinct().count() >= 60
    assert FollowUpAction.objects.count() == 41
    assert set(FollowUpAction.objects.values_list("state", flat=True)) == set(ActionState.values)
    assert FollowUpAction.objects.overdue().count() >= 3
    assert ResponsePage.objects.live().count() == 3
    assert set(StandardPage.objects.values_list("slug", flat=True)) >= {"accessibility", "privacy"}
    today = Attendee.objects.filter(
        registration__listening_session__slug="secure-communities-breakfast"
    )
    assert today.filter(checked_in_at__isnull=False).exists()
    assert today.filter(checked_in_at=None, registration__mode="in_person").exists()
    assert Registration.objects.filter(state=RegistrationState.PENDING_APPROVAL).count() == 4
    full = ListeningSession.objects.get(slug="detention-conditions-small-group")
    assert full.registrations.filter(state=RegistrationState.WAITLISTED).exists()


def test_seed_makes_an_account_for_each_role_that_can_sign_in(client, seeded):
    people = get_user_model().objects.filter(groups__isnull=False)
    assert sorted(people.values_list("groups__name", flat=True)) == sorted(ROLES)
    assert EmailAddress.objects.filter(verified=True).count() == 6
    client.post(
        "/accounts/login/", {"login": "officer@crcl.example", "password": "listen-and-answer"}
    )
    assert client.get("/admin/").status_code == 200


def test_seed_leaves_nothing_to_be_sent_and_no_counter_wrong(seeded):
    assert not OutboxMessage.objects.waiting().exists()
    for pool in SeatPool.objects.all():
        registrations = pool.listening_session.registrations.filter(mode=pool.mode)
        seated = registrations.filter(state__in=["confirmed", "attended", "no_show", "offered"])
        assert pool.taken == sum(seated.values_list("seats", flat=True)), pool
        assert pool.waiting == registrations.filter(state="waitlisted").count(), pool


def test_seeded_records_could_have_come_about(seeded):
    today, now = timezone.localdate(), timezone.now()

    assert not FeedbackItem.objects.filter(received_on__gt=today).exists()
    assert not FeedbackItem.objects.filter(summary_approved_at__gt=now).exists()
    assert not FeedbackItem.objects.filter(state=FeedbackState.ROUTED).exclude(public_summary="")
    assert not ActionUpdate.objects.filter(at__gt=now).exists()
    for action in FollowUpAction.objects.prefetch_related("updates"):
        state = ActionState.PROPOSED
        for update in sorted(action.updates.all(), key=lambda each: each.pk):
            assert update.from_state == state, action.title
            state = update.to_state
        assert state == action.state, action.title
    soon = ListeningSession.objects.get(slug="secure-communities-evening")
    assert now < soon.starts_at < now + datetime.timedelta(days=14)


def test_every_way_to_reach_the_office_was_verified_on_a_day(seeded):
    contact = ContactSettings.objects.get()
    for way in WAYS:
        assert getattr(contact, way), way
        assert getattr(contact, f"{way}_verified_on") == datetime.date(2015, 6, 25), way


def test_seed_run_again_keeps_what_people_changed(seeded):
    Program.objects.filter(slug="secure-communities").update(summary="Changed by hand.")
    before = _content()

    output = _seed()

    assert "it was left as it is" in output
    assert _content() == before
    assert Program.objects.get(slug="secure-communities").summary == "Changed by hand."


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/programs/",
        "/programs/secure-communities/",
        "/programs/detention-conditions/",
        "/programs/language-access/",
        "/responses/",
        "/accessibility/",
        "/privacy/",
        "/report-an-allegation/",
        "/how-sessions-work/",
        "/about/",
        "/search/?q=interpreter",
    ],
)
def test_seeded_page_is_shown(client, seeded, address):
    response = client.get(address)

    assert response.status_code == 200
    assert not re.search(r"\bNone\b(?! of)", response.content.decode())


def test_private_notes_stay_out_of_every_seeded_page(client, seeded):
    pages = [page.get_url() for page in ProgramPage.objects.all()]
    pages += [page.get_url() for page in ResponsePage.objects.all()]

    everything = "".join(client.get(page).content.decode() for page in pages)

    for opening in NOTE_OPENINGS:
        assert FeedbackItem.objects.filter(private_note__startswith=opening).exists()
        assert opening not in everything


@pytest.fixture(scope="module")
def shared_content(demonstration: TemplateDatabase, django_db_blocker) -> dict[str, list]:
    """Return the content that the default seed created, for comparison."""
    with django_db_blocker.unblock(), demonstration.copied():
        return _content()


@pytest.fixture(scope="module")
def seeded(demonstration: TemplateDatabase, django_db_blocker) -> Iterator[None]:
    """Use a copy of the seeded database; each test is rolled back."""
    with django_db_blocker.unblock(), demonstration.copied():
        yield
