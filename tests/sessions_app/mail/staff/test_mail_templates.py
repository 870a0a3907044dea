"""Managers edit e-mail texts, in which only known placeholders are allowed."""

import pytest
from django.conf import settings
from django.urls import reverse

from sessions_app.mail.emails.rendering import default_text
from sessions_app.mail.kinds import MAIL_KINDS
from sessions_app.mail.services import mail_templates
from sessions_app.models import AuditEntry, MailTemplate, OutboxMessage
from tests.builders import build_registration, build_session, build_user
from tests.sessions_app.answers import errors_of, is_refused, text_of

pytestmark = pytest.mark.django_db

WORDS = {"subject": "Welcome to {session_title}", "body": "Dear {name},\n\nYou are in."}


@pytest.fixture
def template():
    return MailTemplate.objects.get(kind="registration_confirmed", language="en")


def url(view, template, **more):
    return reverse(f"mailtemplate:{view}", kwargs={"pk": template.pk, **more})


def test_every_kind_has_a_row_in_every_language_and_making_them_again_adds_none():
    mail_templates.make_missing()

    assert MailTemplate.objects.count() == len(MAIL_KINDS) * len(settings.LANGUAGES)


def test_form_begins_with_our_words_and_saving_them_changes_nothing(manager_client, template):
    form = manager_client.get(url("edit", template)).context["form"]
    ours = default_text(kind=template.kind, language="en")

    assert (form["subject"].value(), form["body"].value()) == (ours.subject, ours.body)
    manager_client.post(url("edit", template), {"subject": ours.subject, "body": ours.body})
    template.refresh_from_db()
    assert not template.is_changed


def test_changed_words_are_in_the_next_e_mail(manager_client, template):
    assert manager_client.post(url("edit", template), WORDS).status_code == 302

    build_registration(build_session(title="An evening"), name="Ana")

    message = OutboxMessage.objects.get()
    assert message.subject == "Welcome to An evening"
    assert message.body_text.startswith("Dear Ana,\n\nYou are in.\n")
    assert [entry.action for entry in AuditEntry.objects.for_instance(template)] == [
        "engagement.mail_template.edit"
    ]


def test_words_in_one_language_leave_the_other_alone(template):
    mail_templates.save_text(template=template, by=build_user(), **WORDS)

    build_registration(language="es")

    assert "You are in." not in OutboxMessage.objects.get().body_text


def test_preview_shows_the_words_and_saves_nothing(manager_client, template):
    page = manager_client.post(url("edit", template), {**WORDS, "step": "look"})

    assert page.context["email"].text.startswith("Dear Ana Example,\n\nYou are in.\n")
    assert page.context["form"]["body"].value() == WORDS["body"]
    template.refresh_from_db()
    assert not template.is_changed


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ({"body": "Dear {first_name}"}, "This e-mail does not have the placeholder {first_name}."),
        ({"subject": "For {reason}"}, "This e-mail does not have the placeholder {reason}"),
        ({"body": "{{ registration.email }}"}, "There is a stray curly bracket."),
        ({"body": "{% load static %}"}, "There is a stray curly bracket."),
        ({"body": "Dear {Name}", "step": "look"}, "There is a stray curly bracket."),
    ],
)
def test_placeholder_that_cannot_be_filled_is_named(manager_client, template, typed, refusal):
    answer = manager_client.post(url("edit", template), WORDS | typed)

    [(field, [words])] = errors_of(answer).items()
    assert words.startswith(refusal)
    assert answer.context["form"][field].value() == typed[field]
    template.refresh_from_db()
    assert not template.is_changed


def test_reason_cannot_be_left_out(manager_client):
    declined = MailTemplate.objects.get(kind="registration_declined", language="en")

    answer = manager_client.post(url("edit", declined), {"subject": "No", "body": "No seat."})

    assert errors_of(answer)["body"][0].startswith("Keep {reason}.")


def test_going_back_to_our_words_is_offered_where_they_changed_and_is_logged(
    manager_client, template
):
    assert manager_client.get(url("inspect", template)).context["transitions"] == []
    manager_client.post(url("edit", template), WORDS)

    manager_client.post(url("move", template, move="our-words"))

    template.refresh_from_db()
    assert not template.is_changed
    assert "Restored the default e-mail text" in text_of(
        manager_client.get(url("history", template))
    )


def test_officer_reads_the_words_and_does_not_change_them(officer_client, template):
    assert "You have a seat" in text_of(officer_client.get(url("inspect", template)))
    assert is_refused(officer_client.post(url("edit", template), WORDS))


def test_list_asks_the_same_number_of_questions_for_any_number(
    manager_client, django_assert_num_queries
):
    index = reverse("mailtemplate:index")
    manager_client.get(index)
    with django_assert_num_queries(11):
        page = manager_client.get(index)

    assert len(page.context["object_list"]) == len(MAIL_KINDS) * len(settings.LANGUAGES)
