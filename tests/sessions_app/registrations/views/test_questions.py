"""A session's questions on the registration form, the check page, and the change page."""

import html
import re

import pytest

from sessions_app.models import Registration
from sessions_app.registrations.services.personal_links import raw_token_for
from tests.builders import build_question, build_registration, build_session
from tests.sessions_app.lookups import link_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return build_session()


def text(response):
    return html.unescape(response.content.decode())


def test_form_asks_each_question_in_its_own_way(client, session):
    build_question(session, label="How did you hear of us?", help_text="A few words.", position=1)
    build_question(session, label="What should we read first?", kind="long_text", position=2)
    build_question(session, label="Is this your first session?", kind="yes_no", position=3)
    build_question(session, label="Drink", kind="choice", choices="Tea\nCoffee", position=4)
    many = build_question(
        session, kind="choice", choices="\n".join(map(str, range(9))), is_required=True, position=5
    )
    gone = build_question(session, label="Which office do you know?")
    gone.retire()
    gone.save()

    page = text(client.get(f"/sessions/{session.slug}/register/"))

    places = [
        page.index(words) for words in ("How did you", "What should", "Is this your", "Drink")
    ]
    assert places == sorted(places)
    assert "A few words." in page
    assert "Which office do you know?" not in page
    assert page.count(">No answer<") == 2  # each optional choice can be cleared
    assert f'<select name="{many.field_name}"' in page


def test_form_without_questions_has_no_such_part(client, session):
    assert "Questions about this session" not in text(
        client.get(f"/sessions/{session.slug}/register/")
    )


def test_missing_answer_stands_beside_its_question_and_nothing_is_lost(send, session):
    words = build_question(session, label="How did you hear of us?")
    must = build_question(session, label="First time?", kind="yes_no", is_required=True)

    page = text(send(session, **{words.field_name: "From a friend"}))

    assert "First time? Choose an answer." in page
    assert f'href="#id_{must.field_name}_0"' in page
    assert 'value="From a friend"' in page
    assert Registration.objects.count() == 0


def test_answers_go_through_check_edit_and_send_to_the_confirmation(client, send, session):
    words = build_question(session, label="What matters most?", kind="long_text")
    yes = build_question(session, label="First time?", kind="yes_no")
    answers = {words.field_name: "One\n<b>two</b>", yes.field_name: "yes"}

    checked = send(session, step="check", **answers).content.decode()
    assert "One<br>&lt;b&gt;two&lt;/b&gt;" in checked
    assert re.search(r"<dt>First time\?</dt>\s*<dd>Yes</dd>", checked)
    assert f'formaction="#id_{yes.field_name}_0"' in checked
    hidden = re.search(rf'<input type="hidden" name="{words.field_name}" value="([^"]*)"', checked)
    assert html.unescape(hidden[1]) == "One\n<b>two</b>"

    back = send(session, step="edit", **answers).content.decode()
    assert re.search(r'value="yes"[^>]*checked', back)

    sent = send(session, **answers).content.decode()
    assert re.search(r"<dt>First time\?</dt>\s*<dd>Yes</dd>", sent)
    page = client.get(link_of(Registration.objects.get())).content.decode()
    assert "<dt>First time?</dt><dd>Yes</dd>" in page
    assert "&lt;b&gt;two&lt;/b&gt;" in page


def test_change_page_starts_with_the_answers_and_saves_new_ones(client, session):
    question = build_question(session, kind="choice", choices="Tea\nCoffee")
    registration = build_registration(session, answers={question.pk: "Tea"})
    url = f"/registrations/{raw_token_for(registration=registration)}/change/"

    page = client.get(url).content.decode()
    assert re.search(r'value="Tea"[^>]*checked', page)

    client.post(
        url,
        {
            "step": "save",
            "name": registration.name,
            "mode": registration.mode,
            "people-TOTAL_FORMS": "1",
            "people-INITIAL_FORMS": "1",
            "people-0-name": "Ana Cruz",
            question.field_name: "Coffee",
        },
    )
    registration.refresh_from_db()
    assert registration.answers_given == [(question.label, "Coffee")]


@pytest.mark.parametrize("count", [1, 3])
def test_form_asks_the_database_once_for_any_number_of_questions(
    client, django_assert_num_queries, session, count
):
    for _number in range(count):
        build_question(session)

    with django_assert_num_queries(5):
        client.get(f"/sessions/{session.slug}/register/")
