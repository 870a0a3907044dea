"""Completed actions that are returned, verified and declined ones that are reopened."""

import datetime
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from engagement_site import held_forms
from sessions_app.actions import services as actions
from sessions_app.actions.enums import ActionState
from sessions_app.core.errors import ReasonRequiredError, TransitionNotAllowedError
from sessions_app.feedback.enums import RoutingReason
from sessions_app.feedback_operations.services.routing import route_to_complaints
from sessions_app.mail.services import outbox
from sessions_app.models import ActionUpdate, AuditEntry, FollowUpAction, OutboxMessage
from tests.builders import (
    build_action,
    build_answer,
    build_contact,
    build_feedback,
    build_public_feedback,
    build_user,
)
from tests.sessions_app.answers import errors_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: The verb, and the states in which it is allowed.
WAYS_BACK = [
    (actions.return_to_owner, {"completed"}),
    (actions.reopen, {"verified", "declined"}),
]
ALLOWED = [(verb, state) for verb, states in WAYS_BACK for state in sorted(states)]
REFUSED = [
    (verb, state)
    for verb, states in WAYS_BACK
    for state in sorted(set(ActionState.values) - states)
]


@pytest.fixture
def officer_by():
    return build_user()


def in_state(state, **values):
    has_ended = state in ("declined", "superseded")
    values.setdefault("state_reason", "No such data." if has_ended else "")
    if state == "superseded":
        values.setdefault("superseded_by", build_action())
    return build_action(state=state, **values)


@pytest.mark.parametrize(("verb", "state"), ALLOWED)
def test_way_back_leads_to_progress_and_says_why(officer_by, verb, state):
    long_ago = timezone.now() - datetime.timedelta(days=99)
    action = in_state(state, last_update_at=long_ago)
    due_on = action.due_on

    update = verb(action=action, reason=" Two offices have no copy. ", by=officer_by)

    action.refresh_from_db()
    assert (action.state, action.state_reason) == (ActionState.IN_PROGRESS, "")
    assert not action.is_silent()
    assert ActionUpdate.objects.get() == update
    assert (update.by, update.text) == (officer_by, "Two offices have no copy.")
    assert (update.from_state, update.to_state) == (state, "in_progress")
    entry = AuditEntry.objects.for_instance(action).get()
    name = "return" if state == "completed" else "reopen"
    assert (entry.action, entry.user) == (f"engagement.action.{name}", officer_by)
    dropped = {"proposed_due_on": str(due_on)} if state == "declined" else {}
    assert entry.data == {"state": [state, "in_progress"]} | dropped


@pytest.mark.parametrize(("verb", "state"), REFUSED)
def test_way_back_is_refused_in_every_other_state(officer_by, verb, state):
    action = in_state(state, owner=build_user())

    with pytest.raises(TransitionNotAllowedError):
        verb(action=action, reason="Again.", by=officer_by)

    assert FollowUpAction.objects.get(pk=action.pk).state == state
    for model in (ActionUpdate, OutboxMessage, AuditEntry):
        assert not model.objects.exists()


@pytest.mark.parametrize(("verb", "state"), ALLOWED)
def test_way_back_needs_words(officer_by, verb, state):
    action = in_state(state)

    with pytest.raises(ReasonRequiredError) as refusal:
        verb(action=action, reason=" ", by=officer_by)

    assert refusal.value.field == "reason"
    assert FollowUpAction.objects.get(pk=action.pk).state == state


@pytest.mark.parametrize("state", ["completed", "verified", "declined"])
def test_update_is_no_way_back(officer_by, state):
    action = in_state(state)

    with pytest.raises(TransitionNotAllowedError):
        actions.post_update(action=action, text="Again.", to_state="in_progress", by=officer_by)


@pytest.mark.parametrize(("verb", "state"), ALLOWED)
def test_owner_is_told_what_is_missing(officer_by, verb, state):
    owner = build_user(email="owner@ice.example")
    action = in_state(state, owner=owner, title="Print the hotline")

    verb(action=action, reason="Two offices have no copy.", by=officer_by)

    message = OutboxMessage.objects.get()
    assert message.recipient == "owner@ice.example"
    assert message.subject == "Your follow-up action is open again: Print the hotline"
    assert "Two offices have no copy." in message.body_text
    assert "Please post an update on the staff site" in message.body_text
    assert action.reference in message.body_text


def test_owner_without_an_account_is_told_in_their_language(officer_by):
    contact = build_contact(email="owner@ice.example")
    language = type(contact)._meta.get_field("preferred_language").related_model
    contact.preferred_language = language.objects.get(code="es")
    contact.save()
    action = in_state("completed", owner_contact=contact)

    actions.return_to_owner(action=action, reason="Faltan dos oficinas.", by=officer_by)

    message = OutboxMessage.objects.get()
    assert message.subject.startswith("Su acción de seguimiento está abierta de nuevo")
    assert "/admin/" not in message.body_text


def test_action_that_is_returned_twice_tells_twice(officer_by):
    action = in_state("completed", owner=build_user())
    actions.return_to_owner(action=action, reason="First.", by=officer_by)
    actions.post_update(
        action=action, text="Done.", to_state="completed", outcome="It is.", by=build_user()
    )
    actions.return_to_owner(action=action, reason="Second.", by=officer_by)

    texts = OutboxMessage.objects.order_by("pk").values_list("body_text", flat=True)
    assert [("First." in text, "Second." in text) for text in texts] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("was_accepted", [True, False])
def test_date_that_was_only_proposed_is_no_commitment_once_it_is_reopened(officer_by, was_accepted):
    action = build_action(owner=build_user())
    due_on = action.due_on
    if was_accepted:
        build_answer(action)
        actions.post_update(action=action, text="Yes.", to_state="accepted", by=officer_by)
    actions.post_update(action=action, text="No.", to_state="declined", reason="No.", by=officer_by)

    actions.reopen(action=action, reason="There is a budget now.", by=officer_by)

    action.refresh_from_db()
    assert action.due_on == (due_on if was_accepted else None)


@pytest.mark.parametrize("is_public", [True, False])
def test_reason_is_public_if_the_action_is(officer_by, is_public):
    action = in_state("completed", is_public=is_public)

    update = actions.return_to_owner(action=action, reason="No copy.", by=officer_by)

    # Otherwise it would appear once the action is shown.
    assert update.is_public is is_public


def test_owner_whose_account_is_deactivated_is_not_told(officer_client, officer_by):
    owner = build_user()
    owner.is_active = False
    owner.save()
    action = in_state("completed", owner=owner, outcome="Printed.")
    url = reverse("followupaction:move", args=[action.pk, "return"])

    assert "account is deactivated" in text_of(officer_client.get(url))
    actions.return_to_owner(action=action, reason="No copy.", by=officer_by)
    assert not OutboxMessage.objects.exists()


def test_nobody_is_told_about_an_action_without_an_owner(officer_by):
    actions.return_to_owner(action=in_state("completed"), reason="Missing.", by=officer_by)

    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(("verb", "state"), ALLOWED)
def test_tracker_tells_what_is_true_after_a_way_back(client, officer_by, verb, state):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    action = in_state(
        state, is_public=True, outcome="Every office has it.", due_on=yesterday, title="Print it"
    )
    ActionUpdate.objects.create(
        action=action, text="It is done.", from_state="in_progress", to_state=state, is_public=True
    )

    verb(action=action, reason="Two offices have no copy.", by=officer_by)

    page = text_of(client.get(action.get_absolute_url()))
    happened = page[page.index("What happened") :]
    assert happened.index("It is done.") < happened.index("Reopened,")
    assert happened.index("Reopened,") < happened.index("Two offices have no copy.")
    assert "In progress" in page[: page.index("Reference")]
    assert "Overdue: the due date has passed" in page
    assert "Every office has it." not in page
    assert "No such data." not in page
    assert "What happens next" in page
    tracker = text_of(client.get("/follow-ups/"))
    assert "No such data." not in tracker
    feed = ElementTree.fromstring(client.get("/follow-ups/feed.atom").content)
    titles = [title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1] == "Print it (Reopened)"


@pytest.mark.parametrize(("state", "declines"), [("declined", False), ("verified", True)])
def test_action_that_was_declined_declines_nothing_once_it_is_reopened(
    client, officer_by, state, declines
):
    action, item = in_state(state, is_public=True), build_public_feedback()
    actions.link_feedback(
        action=action, item=item, relation="declined", note="The law forbids it.", by=officer_by
    )

    actions.reopen(action=action, reason="The law changed.", by=officer_by)

    link = action.feedback_links.get()
    assert (link.relation == "declined", link.note) == (declines, "The law forbids it.")
    page = text_of(client.get(action.get_absolute_url()))
    assert ("Declines: The law forbids it." in page) == declines
    logged = AuditEntry.objects.for_instance(action).filter(action="engagement.action.link")
    assert [entry.data["relation"] for entry in logged.order_by("pk")] == (
        ["declined"] if declines else ["declined", "addresses"]
    )


@pytest.mark.parametrize("state", ["completed", "verified"])
def test_outcome_is_shown_while_it_stands(client, state):
    action = in_state(state, is_public=True, outcome="Every office has it.")

    assert "Every office has it." in text_of(client.get(action.get_absolute_url()))


def test_returned_action_that_is_private_shows_nothing(client, officer_by):
    action = in_state("completed")

    actions.return_to_owner(action=action, reason="Secret reason.", by=officer_by)

    assert client.get(action.get_absolute_url()).status_code == 404
    assert b"Secret" not in client.get("/follow-ups/feed.atom").content


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("completed", ["return"]),
        ("verified", ["reopen"]),
        ("declined", ["reopen"]),
        ("in_progress", []),
    ],
)
def test_page_offers_the_way_back_of_its_state(officer_client, state, offered):
    action = in_state(state)

    page = officer_client.get(reverse("followupaction:inspect", args=[action.pk]))

    urls = [each["url"] for each in page.context["transitions"]]
    assert urls == [reverse("followupaction:move", args=[action.pk, slug]) for slug in offered]


def test_form_says_who_is_told_and_asks_what_is_missing(officer_client, officer):
    owner = build_user(email="owner@ice.example")
    UserProfile.objects.create(user=owner, preferred_language="es")
    action = in_state("completed", owner=owner)
    url = reverse("followupaction:move", args=[action.pk, "return"])

    page = text_of(officer_client.get(url))
    answer = officer_client.post(url, {"reason": " "})

    assert "owner@ice.example will get an e-mail with your reason." in page
    assert "Spanish" in page
    assert "What is missing" in page
    assert errors_of(answer) == {"reason": ["Enter what is missing."]}
    assert officer_client.post(url, {"reason": "The letter."}).status_code == 302
    action.refresh_from_db()
    assert (action.state, action.updates.get().by) == (ActionState.IN_PROGRESS, officer)


@pytest.mark.parametrize(
    ("has_owner", "words"),
    [(False, "No one owns this action"), (True, "There is no e-mail address")],
)
def test_form_says_that_nobody_is_told(officer_client, has_owner, words):
    owner = build_contact(email="") if has_owner else None
    action = in_state("verified", owner_contact=owner)

    page = officer_client.get(reverse("followupaction:move", args=[action.pk, "reopen"]))

    assert words in text_of(page)


def test_owner_does_not_take_their_own_action_back(signed_in, owner):
    action = in_state("completed", owner=owner)
    client = signed_in(owner)

    page = client.get(reverse("followupaction:inspect", args=[action.pk]))
    answer = client.post(
        reverse("followupaction:move", args=[action.pk, "return"]), {"reason": "Mine."}
    )

    assert page.status_code == 200
    assert page.context["transitions"] == []
    assert answer.status_code in (302, 403, 404)
    action.refresh_from_db()
    assert action.state == ActionState.COMPLETED


def test_staff_see_that_the_outcome_is_not_shown(officer_client, officer):
    action = in_state("completed", outcome="Every office has it.")
    url = reverse("followupaction:inspect", args=[action.pk])
    hidden = "Not shown to the public until the action is completed."
    assert hidden not in text_of(officer_client.get(url))

    actions.return_to_owner(action=action, reason="Missing.", by=officer)

    page = text_of(officer_client.get(url))
    assert "Every office has it." in page
    assert hidden in page


def test_words_of_a_way_back_are_erased_with_an_allegation(client, officer_by):
    item, action = build_feedback(), in_state("completed", owner=build_user())
    actions.link_feedback(action=action, item=item, by=officer_by)
    actions.return_to_owner(action=action, reason="Quibblefroth did it.", by=officer_by)
    session = client.session
    session[held_forms.SESSION_KEY] = {
        "author": officer_by.pk,
        "path": reverse("followupaction:move", args=[action.pk, "return"]),
        "data": "reason=Quibblefroth",
        "at": 0,
    }
    session.save()

    route_to_complaints(item=item, reason=RoutingReason.TOLD, by=officer_by)

    assert "Quibblefroth" not in ActionUpdate.objects.get().text
    assert "Quibblefroth" not in OutboxMessage.objects.get().body_text
    assert outbox.deliver_due() == 0
    assert held_forms.SESSION_KEY not in type(session)(session.session_key)
