"""Pages that change many feedback items, as a person without script uses them."""

import pytest
from django.urls import reverse

from sessions_app.core import roles
from sessions_app.feedback.services import feedback
from sessions_app.feedback_register.models import BulkChange
from sessions_app.feedback_register.staff import selection
from sessions_app.models import FeedbackItem
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_staff,
    build_user,
)
from tests.sessions_app.answers import confirmed, errors_of, is_refused, text_of

pytestmark = pytest.mark.django_db


def bulk(operation="move", **asked):
    query = "&".join(
        f"{name}={value}"
        for name, values in {"operation": operation, **asked}.items()
        for value in (values if isinstance(values, list) else [values])
    )
    return f"{reverse('feedbackitem:bulk')}?{query}"


def states(*items):
    return [FeedbackItem.objects.get(pk=item.pk).state for item in items]


def test_ticked_items_are_previewed_and_then_changed(officer_client, officer):
    new, closed = build_feedback(private_note="Nobody calls back."), build_feedback(state="closed")
    other = build_feedback()
    url = bulk(item=[new.pk, closed.pk])

    assert "2 items are selected" in text_of(officer_client.get(url))
    preview = officer_client.post(url, {"to_state": "in_review", "step": "preview"})
    shown = text_of(preview)
    assert "1 item will change. Check it first." in shown
    assert "Nobody calls back." in shown
    assert "Not possible from “Closed”: 1" in shown
    assert closed.reference in shown
    assert states(new, closed, other) == ["new", "closed", "new"]

    answer = officer_client.post(url, confirmed(preview, step="confirm"))
    change = BulkChange.objects.get()
    assert answer["Location"] == reverse("feedbackitem:bulk_change", args=[change.pk])
    assert states(new, closed, other) == ["in_review", "closed", "new"]
    assert "1 item changed" in text_of(officer_client.get(answer["Location"]))

    officer_client.post(answer["Location"])
    assert states(new) == ["new"]
    assert "Taken back" in text_of(officer_client.get(answer["Location"]))


def test_confirmed_twice_it_is_done_once(officer_client):
    url = bulk(item=build_feedback().pk)
    preview = officer_client.post(url, {"to_state": "in_review"})
    data = confirmed(preview, step="confirm")

    first, second = officer_client.post(url, data), officer_client.post(url, data)

    assert first["Location"] == second["Location"]
    assert BulkChange.objects.count() == 1


def test_all_that_match_are_those_of_the_filter_and_the_search(officer_client):
    wanted = build_feedback(severity="high", private_note="About the gate.")
    build_feedback(severity="high", private_note="About the door.")
    build_feedback(private_note="About the gate.")
    url = bulk(scope="all", severity="high", q="gate")

    preview = officer_client.post(url, {"to_state": "in_review"})

    assert [row["item"] for row in preview.context["rows"]] == [wanted]


@pytest.mark.parametrize("happens", ["edited", "one more"])
def test_set_that_changed_since_the_preview_is_shown_again(officer_client, happens):
    item = build_feedback()
    url = bulk(scope="all", kind="concern")
    preview = officer_client.post(url, {"to_state": "declined", "reason": "Because."})
    if happens == "edited":
        item.public_summary = "Another."
        feedback.edit(item=item, by=build_user())
    else:
        build_feedback()

    again = officer_client.post(url, confirmed(preview, step="confirm"))

    assert "These items have changed since you looked." in text_of(again)
    assert again.content.decode().count("<title>Error:") == 1
    assert states(item) == ["new"]
    answer = officer_client.post(url, confirmed(again, step="confirm"))
    assert answer.status_code == 302
    assert states(item) == ["declined"]


def test_old_filter_never_widens_what_is_changed(officer_client):
    item = build_feedback()
    url = bulk(scope="all", themes="987654")

    assert officer_client.get(url).status_code == 302
    refused = officer_client.post(url, {"to_state": "in_review", "step": "confirm"})

    assert "A filter in this list no longer exists." in text_of(refused)
    assert states(item) == ["new"]


def test_nothing_ticked_and_too_many_lead_back_with_the_reason(officer_client, monkeypatch):
    monkeypatch.setattr(selection, "MOST_ITEMS", 1)
    build_feedback()
    build_feedback()

    for url, words in (
        (bulk(), "Check at least one item first"),
        (bulk(scope="all", state="new"), "At most 5,000 items can be changed at once."),
    ):
        page = officer_client.get(url, follow=True)
        assert words in text_of(page)
    assert page.redirect_chain[0][0] == f"{reverse('feedbackitem:index')}?state=new"


def test_reason_is_asked_for_and_what_was_typed_comes_back(officer_client):
    url = bulk(item=build_feedback().pk)

    page = officer_client.post(url, {"to_state": "declined"})
    assert errors_of(page) == {"reason": ["Enter the reason for “Declined”."]}
    preview = officer_client.post(url, {"to_state": "declined", "reason": "Needs a law."})
    back = officer_client.post(url, confirmed(preview, step="edit"))
    assert "Needs a law." in back.content.decode()


def test_action_is_found_by_words_or_reference_and_linked(officer_client):
    item = build_feedback()
    action = build_action(title="Print it in Mam", state="verified")
    build_action(title="Another plan")
    url = bulk("link", item=item.pk)

    for typed in ("mam print", action.reference, action.reference.lower()):
        found = officer_client.post(url, {"find": typed, "step": "find"})
        choices = found.context["form"].fields["action"].choices
        assert [key for key, _label in choices] == [action.pk], typed
    preview = officer_client.post(
        url, {"find": "mam", "action": action.pk, "relation": "partly", "note": "In part."}
    )
    officer_client.post(url, confirmed(preview, step="confirm"))

    link = item.action_links.get()
    assert (link.action, link.relation, link.note) == (action, "partly", "In part.")


def test_nobody_sees_or_undoes_the_change_of_somebody_else(officer_client, manager_client):
    item = build_feedback()
    url = bulk(item=item.pk)
    preview = officer_client.post(url, {"to_state": "in_review"})
    made = officer_client.post(url, confirmed(preview, step="confirm"))["Location"]

    assert manager_client.get(made).status_code == 404
    assert manager_client.post(made).status_code == 404
    assert states(item) == ["in_review"]


@pytest.mark.parametrize("role", [roles.ROLE_ANALYST, roles.ROLE_AUDITOR, roles.ROLE_ACTION_OWNER])
def test_those_who_may_not_edit_change_nothing(signed_in, role):
    item = build_feedback(organization=build_organization())
    client = signed_in(build_staff(role, agency="ICE"))

    assert is_refused(client.get(bulk(item=item.pk)))
    data = {"to_state": "in_review", "step": "confirm"}
    assert is_refused(client.post(bulk(item=item.pk), data))
    assert states(item) == ["new"]
