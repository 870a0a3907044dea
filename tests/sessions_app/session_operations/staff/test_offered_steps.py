"""A session's page offers what its state allows, and the services refuse the rest."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.core.errors import EngagementError
from sessions_app.feedback.services import feedback
from sessions_app.listening_sessions.enums import SessionState
from sessions_app.models import FeedbackItem, RegistrationQuestion, SessionSeries
from sessions_app.registrations.services import invitations, questions
from sessions_app.session_operations.services import series
from tests.builders import build_question, build_session
from tests.sessions_app.answers import errors_of

pytestmark = pytest.mark.django_db

STEPS = ("invite", "questions", "carry_over", "register")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def rule():
    return SessionSeries.objects.create(rule="FREQ=WEEKLY")


def session_in(state, officer, rule, **values):
    """Create a session with a later one in its series, which its changes can be carried over to."""
    session = build_session(state=state, host=officer, series=rule, **values)
    build_session(host=officer, series=rule, starts_at=session.starts_at + 60 * DAY)
    return session


def url_of(session, step):
    return reverse(f"listeningsession:{step}", args=[session.pk])


def offered(client, session):
    html = client.get(url_of(session, "inspect")).content.decode()
    found = [step for step in STEPS if url_of(session, step) in html]
    return [*found, *(["log"] if "Log what was said" in html else [])]


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (SessionState.DRAFT, ["invite", "questions", "carry_over"]),
        (SessionState.SCHEDULED, ["invite", "questions", "carry_over", "register", "log"]),
        (SessionState.POSTPONED, ["invite", "questions", "carry_over"]),
        (SessionState.CANCELLED, []),
    ],
)
def test_page_offers_what_the_state_allows(officer_client, officer, rule, state, steps):
    session = session_in(state, officer, rule)

    assert offered(officer_client, session) == steps
    for step in STEPS:
        answer = officer_client.get(url_of(session, step))
        is_open = answer.status_code == 200
        assert (step, is_open) == (step, step in steps)
        assert is_open or answer.url == url_of(session, "inspect")


@pytest.mark.parametrize("state", [SessionState.HELD, SessionState.NOTES_PUBLISHED])
def test_page_of_a_session_that_was_held_takes_notes_and_no_guests(
    officer_client, officer, rule, state
):
    start = timezone.now() - DAY
    session = session_in(state, officer, rule, starts_at=start)

    assert offered(officer_client, session) == ["carry_over", "log"]


def test_roster_of_a_cancelled_session_offers_no_door(officer_client, officer):
    session = build_session(state=SessionState.CANCELLED, host=officer)

    html = officer_client.get(url_of(session, "roster")).content.decode()

    assert url_of(session, "check_in") not in html
    assert url_of(session, "sign_in_sheet") not in html


def test_nothing_to_carry_over_to_is_not_offered(officer_client, officer, rule):
    session = session_in(SessionState.SCHEDULED, officer, rule)
    session.series.listening_sessions.exclude(pk=session.pk).update(state=SessionState.CANCELLED)

    assert "carry_over" not in offered(officer_client, session)


def test_services_refuse_what_a_cancelled_session_does_not_take(officer, rule):
    session = session_in(SessionState.CANCELLED, officer, rule)
    later = rule.listening_sessions.exclude(pk=session.pk)

    with pytest.raises(EngagementError, match="cancelled or over"):
        invitations.invite(
            listening_session=session, guests=[invitations.Guest("ana@example.org")], by=officer
        )
    with pytest.raises(EngagementError, match="cancelled or over"):
        questions.save_questions(
            listening_session=session, questions=[RegistrationQuestion(label="Why?")], by=officer
        )
    with pytest.raises(EngagementError, match="cancelled, so its changes"):
        series.carry_over(listening_session=session, to=later, parts=["words"], by=officer)
    item = FeedbackItem(
        kind="concern", private_note="Said.", program=session.program, listening_session=session
    )
    with pytest.raises(EngagementError, match="“Cancelled”, so nothing was said at it"):
        feedback.record(item=item, by=officer)
    assert not session.questions.exists()
    assert not session.feedback_items.exists()


def test_question_typed_while_the_session_is_cancelled_is_not_lost(officer_client, officer):
    session = build_session(host=officer)
    question = build_question(session, label="Why?")
    form = officer_client.get(url_of(session, "questions")).context["form"]
    data = {
        field.html_name: field.value()
        for part in (form.management_form, *form)
        for field in part
        if field.value() is not None and field.value() is not False
    }
    session.state = SessionState.CANCELLED
    session.save()

    page = officer_client.post(url_of(session, "questions"), data | {"questions-0-label": "How?"})

    assert page.context["form"].forms[0]["label"].value() == "How?"
    assert page.context["form"].errors == [{}, {}, {}]
    assert "cancelled or over" in page.content.decode()
    question.refresh_from_db()
    assert question.label == "Why?"


def test_note_form_offers_no_session_that_does_not_take_place(officer_client, officer):
    cancelled = build_session(state=SessionState.CANCELLED, host=officer)
    taking_place = build_session(host=officer)

    form = officer_client.get(reverse("feedbackitem:add")).context["form"]

    offered_sessions = set(form.fields["listening_session"].queryset)
    assert (taking_place in offered_sessions, cancelled in offered_sessions) == (True, False)


def test_note_about_a_cancelled_session_is_refused_beside_its_field(officer_client, officer):
    session = build_session(state=SessionState.CANCELLED, host=officer)
    data = {
        "kind": "concern",
        "private_note": "Said.",
        "listening_session": session.pk,
        "program": session.program_id,
        "severity": "moderate",
        "channel": "session",
        "received_on": "2026-11-20",
    }

    page = officer_client.post(reverse("feedbackitem:add"), data)

    assert "listening_session" in errors_of(page)
