"""The read-back tab of a session, and what staff see of the answers."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.models import OutboxMessage, ReadBack, StatementAnswer
from sessions_app.organization_operations.selectors.timeline import Timeline
from sessions_app.read_back.services import read_backs
from tests.builders import build_feedback, build_session
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db


def tab(session):
    return reverse("listeningsession:read_back", args=[session.pk])


def chosen(organization, **values):
    day = timezone.localdate() + datetime.timedelta(days=10)
    return {"organizations": [organization.pk], "answer_by": day.isoformat()} | values


def test_nothing_is_sent_before_the_preview_of_who_gets_what_is_confirmed(
    officer_client, session, organization, contact, statement
):
    bare = build_feedback(listening_session=session, organization=organization)
    page = officer_client.get(tab(session))
    assert organization.name in text_of(page)

    preview = officer_client.post(tab(session), chosen(organization))

    text = text_of(preview)
    assert contact.email in text
    assert statement.public_summary in text
    assert f"no summary, so they cannot check it: {bare.reference}" in text
    assert f"approved already, so the public may have read it: {statement.reference}" in text
    assert not ReadBack.objects.exists()

    officer_client.post(tab(session), chosen(organization, step="send"))
    assert OutboxMessage.objects.get().kind == "read_back"
    officer_client.post(tab(session), chosen(organization, step="send"))
    assert OutboxMessage.objects.count() == 1


def test_reminder_and_end_are_buttons_beside_it(officer_client, asked, session):
    for step in ("remind", "end"):
        officer_client.post(tab(session), {"step": step, "read_back": asked.pk})

    asked.refresh_from_db()
    assert asked.reminded_at
    assert asked.revoked_at


def test_read_back_of_another_session_is_not_changed(officer_client, asked):
    for number in (asked.pk, "x"):
        officer_client.post(tab(build_session()), {"step": "end", "read_back": number})

    assert ReadBack.objects.get().revoked_at is None


def test_form_in_error_says_so(officer_client, session, statement, contact):
    page = officer_client.post(tab(session), {"answer_by": "2020-01-01"})

    assert page.content.decode().count("<title>Error:") == 1
    assert "Enter a date after today" in text_of(page)
    assert not ReadBack.objects.exists()


def test_item_and_timeline_show_the_answers(officer_client, asked, statement, organization):
    StatementAnswer.objects.create(
        feedback_item=statement, kind="corrected", words="Six languages."
    )

    page = officer_client.get(reverse("feedbackitem:inspect", args=[statement.pk]))
    text = text_of(page)
    assert "Six languages." in text
    assert "Accept correction" in text
    assert "Answer to a read-back" in [entry.kind for entry in Timeline(organization)[:20]]


def test_correction_is_settled_on_the_page_of_the_item(officer_client, asked, statement):
    StatementAnswer.objects.create(
        feedback_item=statement, kind="corrected", words="Six languages."
    )
    move = reverse("feedbackitem:move", args=[statement.pk, "accept-correction"])
    assert statement.public_summary in text_of(officer_client.get(move))

    officer_client.post(move, {"summary": "In six languages."})

    statement.refresh_from_db()
    assert statement.public_summary == "In six languages."
    assert StatementAnswer.objects.get().settlement == "accepted"


def test_tab_takes_few_queries_however_many_statements(
    officer_client, session, organization, contact, django_assert_max_num_queries
):
    for _number in range(12):
        build_feedback(
            listening_session=session, organization=organization, public_summary="Words."
        )
    with django_assert_max_num_queries(40):
        officer_client.get(tab(session))


def test_nobody_else_opens_the_tab(signed_in, analyst, session):
    assert signed_in(analyst).get(tab(session)).status_code in (302, 404)


def test_ended_read_back_can_be_started_again(officer_client, asked, session, organization, by):
    read_backs.end(read_back=asked, by=by)
    officer_client.post(tab(session), chosen(organization, step="send"))

    assert ReadBack.objects.open().count() == 1
