"""A session's questions, and the answers stored with each registration."""

import pytest

from sessions_app.models import AuditEntry, Registration
from sessions_app.registrations.errors import AnswerRefusedError
from sessions_app.registrations.services import changes, questions
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import build_question, build_registration, build_session, build_user

pytestmark = pytest.mark.django_db


def test_answers_are_kept_in_the_order_of_the_form_with_the_words_asked():
    session = build_session()
    last = build_question(session, label="Anything else?", position=2)
    first = build_question(session, label="First time?", kind="yes_no", position=1)

    registration = build_registration(session, answers={last.pk: "No.", first.pk: "yes"})
    first.label = "Is this your first session?"
    first.save()

    registration.refresh_from_db()
    assert registration.answers_given == [("First time?", "Yes"), ("Anything else?", "No.")]
    assert registration.answers_label == "First time?: Yes\nAnything else?: No."


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        ({"is_required": True}, ""),
        ({"kind": "yes_no"}, "perhaps"),
        ({"kind": "choice", "choices": "Tea\nCoffee"}, "Milk"),
    ],
)
def test_answer_that_is_missing_or_not_offered_is_refused_beside_its_question(values, answer):
    session = build_session()
    question = build_question(session, **values)

    with pytest.raises(AnswerRefusedError) as refused:
        build_registration(session, answers={question.pk: answer})

    assert refused.value.field == question.field_name
    assert Registration.objects.count() == 0


def test_staff_may_leave_a_required_answer_out():
    session = build_session()
    build_question(session, is_required=True)

    assert build_registration(session, source="staff").answers == {}


def test_answer_to_a_question_of_another_session_is_not_kept():
    other = build_question(build_session())

    assert build_registration(answers={other.pk: "Hello"}).answers == {}


def test_answered_question_is_retired_and_unanswered_one_is_deleted():
    session, by = build_session(), build_user()
    answered, unanswered = build_question(session), build_question(session)
    registration = build_registration(session, answers={answered.pk: "By bus."})

    questions.save_questions(
        listening_session=session, questions=[], removed=[answered, unanswered], by=by
    )

    assert list(session.questions.all()) == [answered]
    assert list(session.questions.asked()) == []
    assert registration.answers_given == [(answered.label, "By bus.")]
    assert AuditEntry.objects.filter(action="engagement.session.questions").count() == 1


def test_change_replaces_answers_and_keeps_those_to_retired_questions():
    session = build_session()
    old, new = build_question(session, position=1), build_question(session, position=2)
    registration = build_registration(session, answers={old.pk: "Kept.", new.pk: "Old words."})
    old.retire()
    old.save()

    changed = changes.change(
        registration=registration,
        attendees=[AttendeeInput("Ana Cruz")],
        answers={new.pk: "New words."},
    )

    assert sorted(changed.answers_given) == sorted(
        [(old.label, "Kept."), (new.label, "New words.")]
    )


def test_answer_that_is_offered_no_longer_may_stay_but_not_be_chosen_anew():
    session = build_session()
    question = build_question(session, kind="choice", choices="Tea\nCoffee")
    registration = build_registration(session, answers={question.pk: "Tea"})
    question.choices = "Coffee\nWater"
    question.save()
    people = [AttendeeInput("Ana Cruz")]

    kept = changes.change(registration=registration, attendees=people, answers={question.pk: "Tea"})
    assert kept.answers_given == [(question.label, "Tea")]

    changes.change(registration=registration, attendees=people, answers={question.pk: "Water"})
    with pytest.raises(AnswerRefusedError):
        changes.change(registration=registration, attendees=people, answers={question.pk: "Tea"})
