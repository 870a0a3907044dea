"""Notification preview: nothing is saved or sent until staff confirm."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.models import OutboxMessage, Registration
from sessions_app.registrations.services.accommodations import AccommodationInput
from sessions_app.session_operations.services import sessions
from tests.builders import VIRTUAL, build_registration, build_session, build_venue
from tests.sessions_app.answers import confirmed, errors_of, form_data, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(officer):
    session = build_session(host=officer, join_link="https://meet.example/secret")
    build_registration(session, organization_name="Alder Legal Aid", name="Ana Private")
    build_registration(
        session,
        mode=VIRTUAL,
        accommodations=[AccommodationInput(kind="braille", detail="Grade 2")],
    )
    OutboxMessage.objects.all().delete()
    return session


def edit_url(session):
    return reverse("listeningsession:edit", args=[session.pk])


def move_url(session, move):
    return reverse("listeningsession:move", args=[session.pk, move])


def edited(client, session, **changes):
    """Return the edit form's data with changes."""
    return form_data(client.get(edit_url(session)).context["form"], **changes)


def next_day(session):
    return (session.local_start + datetime.timedelta(days=1)).date().isoformat()


def test_new_time_is_shown_first_and_saved_after(officer_client, session):
    page = officer_client.post(
        edit_url(session), edited(officer_client, session, day=next_day(session))
    )

    notice = page.context["notice"]
    assert (notice.total, notice.by_state) == (2, [("Confirmed", 2)])
    assert [change.label for change in notice.changes] == ["When"]
    assert OutboxMessage.objects.count() == 0
    before = session.starts_at
    session.refresh_from_db()
    assert session.starts_at == before

    answer = officer_client.post(edit_url(session), confirmed(page, note="Use Elm Street."))

    session.refresh_from_db()
    assert answer.url == reverse("listeningsession:inspect", args=[session.pk])
    assert session.starts_at == before + datetime.timedelta(days=1)
    assert session.sequence == 1
    messages = OutboxMessage.objects.all()
    assert {message.kind for message in messages} == {"session_changed"}
    assert all("Use Elm Street." in message.body_text for message in messages)


def test_words_of_the_page_are_those_that_are_queued(officer_client, session):
    changes = edited(officer_client, session, day=next_day(session), note="Elm Street.")
    page = officer_client.post(edit_url(session), changes)
    [(_language, email)] = page.context["notice"].samples
    officer_client.post(edit_url(session), confirmed(page))

    sent = OutboxMessage.objects.get(registration__mode=VIRTUAL)
    token = sent.registration.access_tokens.get()
    written = email.text.replace("(the join link, for confirmed online seats)", "LINK")
    assert email.subject == sent.subject
    assert written.replace("…", f"[[token:{token.pk}]]") == sent.body_text.replace(
        "https://meet.example/secret", "LINK"
    )


def test_page_shows_no_name_but_the_samples_no_accommodation_and_no_join_link(
    officer_client, session
):
    data = edited(officer_client, session, join_link="https://meet.example/new-secret")
    page = officer_client.post(edit_url(session), data)

    assert [change.label for change in page.context["notice"].changes] == ["New join link"]
    # In-person registrants do not need the join link and are not notified.
    assert page.context["notice"].total == 1
    text = text_of(page)
    words = ("Alder Legal Aid", "Ana Private", "raille", "Grade 2", "secret")
    assert not [word for word in words if word in text]


def test_page_names_organizations_and_never_people(officer_client, session):
    page = officer_client.post(
        edit_url(session), edited(officer_client, session, day=next_day(session))
    )

    text = text_of(page)
    assert "Alder Legal Aid" in text
    # The sample e-mail is addressed to the other registrant, who attends online.
    assert "Ana Private" not in text


def test_too_few_seats_are_refused_before_anybody_looks_at_an_e_mail(officer_client, session):
    build_registration(session)
    data = edited(officer_client, session, day=next_day(session), capacity_in_person="1")

    page = officer_client.post(edit_url(session), data)

    assert "notice" not in page.context
    (refusal,) = errors_of(page)["capacity_in_person"]
    assert refusal.startswith("2 seats are already taken.")


def test_typo_is_saved_at_once_and_says_that_nobody_is_told(officer_client, session):
    answer = officer_client.post(
        edit_url(session), edited(officer_client, session, title="Put right"), follow=True
    )

    session.refresh_from_db()
    assert session.title == "Put right"
    assert OutboxMessage.objects.count() == 0
    assert "No e-mails were sent" in text_of(answer)


def test_change_that_concerns_nobody_is_saved_at_once(officer_client, officer):
    session = build_session(host=officer)
    data = edited(officer_client, session, day=next_day(session))

    assert officer_client.post(edit_url(session), data).status_code == 302


def test_going_back_loses_nothing(officer_client, session):
    data = edited(officer_client, session, day=next_day(session), title="New title")
    page = officer_client.post(edit_url(session), data)

    form = officer_client.post(
        edit_url(session), confirmed(page, "edit", note="Elm Street.")
    ).context["form"]

    assert form["title"].value() == "New title"
    assert str(form["day"].value()) == next_day(session)
    assert form["note"].value() == "Elm Street."
    session.refresh_from_db()
    assert (session.sequence, session.title == "New title") == (0, False)


def test_confirming_after_somebody_else_changed_the_session_is_asked_again(
    officer_client, officer, session
):
    data = edited(officer_client, session, day=next_day(session))
    page = officer_client.post(edit_url(session), data)
    session.venue = build_venue(name="Other Hall")
    sessions.save_session(listening_session=session, capacities={}, by=officer)
    OutboxMessage.objects.all().delete()

    again = officer_client.post(edit_url(session), confirmed(page))

    assert again.context["is_stale"]
    assert OutboxMessage.objects.count() == 0
    # Saving would revert the other user's change, so the page lists it as well.
    assert [change.label for change in again.context["notice"].changes] == ["When", "Where"]
    assert officer_client.post(edit_url(session), confirmed(again)).status_code == 302
    assert OutboxMessage.objects.count() == 2


def test_stale_correction_of_words_is_refused_once(officer_client, officer, session):
    data = edited(officer_client, session, title="Put right")
    session.summary = "Another summary."
    sessions.save_session(listening_session=session, capacities={}, by=officer)

    page = officer_client.post(edit_url(session), data)

    assert "Someone else changed this while you were working on it" in text_of(page)
    assert (
        officer_client.post(
            edit_url(session),
            data | {"expected_version": page.context["form"]["expected_version"].value()},
        ).status_code
        == 302
    )


def test_start_that_has_passed_is_refused_before_anybody_is_listed(officer_client, session):
    page = officer_client.post(edit_url(session), edited(officer_client, session, day="2020-05-05"))

    assert "That start time has passed" in " ".join(page.context["form"].errors["start_time"])


@pytest.mark.parametrize(
    ("move", "kind", "state"),
    [
        ("postpone", "session_postponed", SessionState.POSTPONED),
        ("cancel", "session_cancelled", SessionState.CANCELLED),
    ],
)
def test_move_shows_the_e_mail_with_the_reason_first(officer_client, session, move, kind, state):
    page = officer_client.post(move_url(session, move), {"reason": "The hall is flooded."})

    [(_language, email)] = page.context["notice"].samples
    assert email.kind == kind
    assert "Reason: The hall is flooded." in email.text
    session.refresh_from_db()
    assert session.state == SessionState.SCHEDULED

    back = officer_client.post(move_url(session, move), confirmed(page, "edit"))
    assert back.context["form"]["reason"].value() == "The hall is flooded."

    officer_client.post(move_url(session, move), confirmed(page))
    session.refresh_from_db()
    assert session.state == state
    assert set(OutboxMessage.objects.values_list("kind", flat=True)) == {kind}


def test_publishing_again_shows_the_e_mail_with_the_note_first(officer_client, officer, session):
    sessions.postpone(listening_session=session, reason="Ill.", by=officer)
    OutboxMessage.objects.all().delete()

    page = officer_client.post(move_url(session, "schedule"), {})
    look = officer_client.post(
        move_url(session, "schedule"), confirmed(page, "look", note="Bring an ID.")
    )

    [(_language, email)] = look.context["notice"].samples
    assert "Bring an ID." in email.text
    officer_client.post(move_url(session, "schedule"), confirmed(look))
    assert {
        (message.kind, "Bring an ID." in message.body_text)
        for message in OutboxMessage.objects.all()
    } == {("session_resumed", True)}


def test_move_confirmed_after_a_change_is_asked_again(officer_client, officer, session):
    page = officer_client.post(move_url(session, "cancel"), {"reason": "Flooded."})
    session.summary = "Another summary."
    sessions.save_session(listening_session=session, capacities={}, by=officer)

    again = officer_client.post(move_url(session, "cancel"), confirmed(page))

    assert again.context["is_stale"]
    assert OutboxMessage.objects.count() == 0


def test_recipients_are_named_up_to_a_bound_with_a_constant_number_of_queries(
    officer_client, session, django_assert_num_queries
):
    url, data = move_url(session, "cancel"), {"reason": "Flooded."}
    officer_client.post(url, data)  # warm the caches
    with CaptureQueriesContext(connection) as few:
        officer_client.post(url, data)
    for number in range(30):
        registration = Registration.objects.first()
        registration.pk, registration._state.adding = None, True
        registration.reference = ""
        registration.email = f"{number}@example.org"
        registration.idempotency_key = None
        registration.save()

    with django_assert_num_queries(len(few)):
        page = officer_client.post(url, data)

    assert page.context["notice"].total == 32
    assert len(page.context["notice"].recipients) == 25


def test_staff_are_told_that_some_readers_chose_spanish(officer_client, session):
    def page():
        return text_of(officer_client.get(move_url(session, "postpone")))

    hint = "Some of the readers chose Spanish."
    assert hint not in page()

    build_registration(session, language="es")

    assert hint in page()
    form = officer_client.get(move_url(session, "postpone")).context["form"]
    preview = officer_client.post(
        move_url(session, "postpone"), form_data(form, reason="The hall is closed.")
    )
    assert hint in text_of(preview)
