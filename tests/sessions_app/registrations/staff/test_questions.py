"""Staff pages for a session's questions and their answers."""

import csv
import io

import pytest
from django.urls import reverse

from sessions_app.models import RegistrationQuestion
from sessions_app.registrations.services.questions import save_questions
from tests.builders import build_question, build_registration, build_session, build_user
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db


def rows(*questions, initial=0):
    data = {"questions-TOTAL_FORMS": len(questions), "questions-INITIAL_FORMS": initial}
    for number, question in enumerate(questions):
        values = {"kind": "short_text", "position": number + 1, **question}
        data |= {f"questions-{number}-{name}": value for name, value in values.items()}
    return data


def test_questions_are_added_and_empty_rows_are_none(officer_client):
    session = build_session()
    url = reverse("listeningsession:questions", args=[session.pk])
    assert "Add another question" in text_of(officer_client.get(url))

    response = officer_client.post(
        url, rows({"label": "First time?", "kind": "yes_no", "is_required": "on"}, {})
    )

    assert response.status_code == 302
    question = RegistrationQuestion.objects.get()
    assert (question.label, question.kind, question.is_required) == ("First time?", "yes_no", True)
    page = text_of(officer_client.get(reverse("listeningsession:inspect", args=[session.pk])))
    assert "First time? Yes or no, required" in page


def test_choice_without_answers_is_refused_and_what_was_typed_stays(officer_client):
    session = build_session()

    response = officer_client.post(
        reverse("listeningsession:questions", args=[session.pk]),
        rows({"label": "Drink", "kind": "choice", "choices": "Tea\n\nTea"}),
    )

    page = response.content.decode()
    assert "Enter at least two answers, one per line." in page
    assert 'href="#id_questions-0-choices"' in page
    assert 'value="Drink"' in page
    assert not RegistrationQuestion.objects.exists()


def test_answered_question_is_shown_as_not_asked_any_more(officer_client):
    session = build_session()
    question = build_question(session, label="How did you come?")
    build_registration(session, answers={question.pk: "By bus."})
    url = reverse("listeningsession:questions", args=[session.pk])

    officer_client.post(
        url,
        rows({"id": question.pk, "label": question.label, "DELETE": "on"}, initial=1),
    )

    page = text_of(officer_client.get(url))
    assert "Questions no longer asked" in page
    assert "How did you come?" in page
    assert not session.questions.asked().exists()


def test_staff_read_answers_on_the_page_and_export_them_safely(officer_client, manager_client):
    session = build_session()
    question = build_question(session, label="=cmd()")
    registration = build_registration(session, answers={question.pk: "By bus."})

    page = text_of(officer_client.get(reverse("registration:inspect", args=[registration.pk])))
    assert "=cmd()By bus." in page

    exported = manager_client.get(reverse("registration:index") + "?export=csv").getvalue()
    row = next(csv.DictReader(io.StringIO(exported.decode("utf-8-sig"))))
    assert row["Answers"] == "'=cmd(): By bus."


def test_questions_that_changed_meanwhile_are_not_overwritten(officer_client):
    session = build_session()
    kept, removed = (build_question(session, label=label) for label in ("Bus?", "Lunch?"))
    url = reverse("listeningsession:questions", args=[session.pk])
    version = officer_client.get(url).context["form"].version["expected_version"].value()
    stale = {"expected_version": version} | rows(
        {"id": kept.pk, "label": "By bus?"}, {"id": removed.pk, "label": "Lunch?"}, {}, initial=2
    )
    officer = build_user()
    added = RegistrationQuestion(label="First time?", position=3)
    save_questions(listening_session=session, questions=[added], removed=[removed], by=officer)

    page = officer_client.post(url, stale)

    assert "Someone else changed this while you were working on it." in text_of(page)
    (difference,) = page.context["edit_conflict"].differences
    assert (difference.saved, difference.mine) == ("Bus?\nFirst time?", "By bus?\nLunch?")
    asked = session.questions.asked().values_list("label", flat=True)
    assert list(asked) == ["Bus?", "First time?"]

    again = stale | {
        name: page.context["form"].version[name].value()
        for name in ("expected_version", "conflict_version")
    }
    officer_client.post(url, again)
    assert set(asked.all()) == {"By bus?", "Lunch?", "First time?"}
