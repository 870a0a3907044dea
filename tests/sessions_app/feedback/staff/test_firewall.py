"""The form of a feedback item shows the complaint routes, and asks, before it saves."""

import pytest
from django.urls import reverse
from wagtail.models import Site

from home.models import ContactSettings
from sessions_app.feedback.enums import FeedbackState
from sessions_app.models import AuditEntry, FeedbackItem
from tests.builders import build_feedback, build_session
from tests.sessions_app.answers import errors_of, form_data, text_of
from tests.sessions_app.feedback.staff.test_feedback import ADD, said

pytestmark = pytest.mark.django_db

ALLEGATION = "Deputy Brandlewick kicked him twice."


@pytest.fixture(autouse=True)
def _contact():
    ContactSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"toll_free": "1-800-555-0199"}
    )


def test_nothing_is_saved_and_nothing_typed_is_lost(officer_client):
    session = build_session()
    data = said(listening_session=session.pk, private_note=ALLEGATION, severity="high")

    answer = officer_client.post(ADD, data)

    assert not FeedbackItem.objects.exists()
    assert "“Deputy Brandlewick”" in errors_of(answer)["private_note"][0]
    form = answer.context["form"]
    assert (form["private_note"].value(), form["severity"].value()) == (ALLEGATION, "high")
    assert "1-800-555-0199" in text_of(answer)
    assert 'id="id_is_no_allegation"' in answer.content.decode()


def test_question_is_not_asked_before(officer_client):
    page = officer_client.get(ADD).content.decode()

    assert "is_no_allegation" not in page
    assert "1-800-555-0199" not in page


def test_it_is_an_allegation(officer_client):
    session = build_session()
    stopped = officer_client.post(ADD, said(listening_session=session.pk, private_note=ALLEGATION))

    officer_client.post(ADD, form_data(stopped.context["form"], was_allegation="on"))

    item = FeedbackItem.objects.get()
    assert item.state == FeedbackState.ROUTED
    assert "Brandlewick" not in item.private_note


def test_it_is_none(officer_client, officer):
    session = build_session()
    stopped = officer_client.post(ADD, said(listening_session=session.pk, private_note=ALLEGATION))

    officer_client.post(ADD, form_data(stopped.context["form"], is_no_allegation="on"))

    item = FeedbackItem.objects.get()
    assert (item.state, item.private_note) == (FeedbackState.NEW, ALLEGATION)
    entry = AuditEntry.objects.for_instance(item).get(action="engagement.feedback.pass")
    assert entry.user == officer


def test_answer_stays_when_something_else_is_wrong(officer_client):
    answer = officer_client.post(ADD, said(private_note=ALLEGATION, is_no_allegation="on"))

    assert "program" in errors_of(answer)
    assert answer.context["form"]["is_no_allegation"].value()
    assert 'id="id_is_no_allegation"' in answer.content.decode()


def test_edit_is_stopped_and_points_to_the_transition(officer_client):
    item = build_feedback()
    url = reverse("feedbackitem:edit", args=[item.pk])
    form = officer_client.get(url).context["form"]

    stopped = officer_client.post(url, form_data(form, public_summary=ALLEGATION))

    item.refresh_from_db()
    assert item.public_summary != ALLEGATION
    assert "Brandlewick" in errors_of(stopped)["public_summary"][0]
    assert "use “Route to complaints” on the page of the item" in text_of(stopped)
    answer = officer_client.post(url, form_data(stopped.context["form"], is_no_allegation="on"))
    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.public_summary == ALLEGATION
