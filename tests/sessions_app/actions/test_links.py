"""Links between actions and feedback, made, changed and removed from either side."""

import pytest
from django.urls import reverse

from sessions_app.actions import services as actions
from sessions_app.core.errors import ChangedMeanwhileError, EngagementError
from sessions_app.core.services.versions import version_of
from sessions_app.models import ActionLink, AuditEntry, FeedbackItem
from tests.builders import build_action, build_feedback, build_program
from tests.sessions_app.answers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def program():
    return build_program()


def screen(record):
    name = "feedbackitem:actions" if isinstance(record, FeedbackItem) else "followupaction:feedback"
    return reverse(name, args=[record.pk])


@pytest.mark.parametrize("side", ["action", "item"])
def test_links_are_made_from_either_side(officer_client, officer, program, side):
    action = build_action(program=program)
    item = build_feedback(program=program, public_summary="The poster is in English only.")
    here, other = (action, item) if side == "action" else (item, action)
    url = screen(here)
    assert [choice.pk for choice, _chosen in officer_client.get(url).context["found"]] == [other.pk]

    answer = officer_client.post(
        url, {"step": "link", "chosen": [other.pk], "relation": "partly", "note": " Half of it. "}
    )

    assert answer.status_code == 302
    link = ActionLink.objects.get()
    assert (link.action, link.feedback_item) == (action, item)
    assert (link.relation, link.note, link.linked_by) == ("partly", "Half of it.", officer)
    entry = AuditEntry.objects.for_instance(action).get(action="engagement.action.link")
    assert entry.data == {"feedback": item.reference, "relation": "partly"}


def test_search_finds_by_words_and_offers_nothing_that_is_linked(officer_client, program):
    action = build_action(program=program)
    linked, found, _other = (
        build_feedback(program=build_program(), public_summary=words)
        for words in ("Poster one", "Poster two", "Visits")
    )
    ActionLink.objects.create(action=action, feedback_item=linked)

    page = officer_client.get(screen(action), {"q": "poster"})

    assert [choice.pk for choice, _chosen in page.context["found"]] == [found.pk]


def test_link_that_declines_needs_its_reason_and_loses_nothing(officer_client, program):
    action, item = build_action(program=program), build_feedback(program=program)

    page = officer_client.post(
        screen(action), {"step": "link", "chosen": [item.pk], "relation": "declined", "note": ""}
    )

    assert "Enter the reason it was declined." in text_of(page)
    assert page.context["has_errors"]
    assert [chosen for _choice, chosen in page.context["found"]] == [True]
    assert not ActionLink.objects.exists()


def test_link_is_changed_and_removed(officer_client, program):
    action, item = build_action(program=program), build_feedback(program=program)
    link = ActionLink.objects.create(action=action, feedback_item=item)
    prefix = f"change-{link.pk}"

    officer_client.post(
        screen(action),
        {
            "step": prefix,
            f"{prefix}-relation": "declined",
            f"{prefix}-note": "The law forbids it.",
            f"{prefix}-expected_version": version_of(link),
        },
    )
    link.refresh_from_db()
    assert (link.relation, link.note) == ("declined", "The law forbids it.")

    officer_client.post(screen(item), {"step": f"unlink-{link.pk}"})
    assert not ActionLink.objects.exists()


def test_change_that_would_hide_anothers_is_refused(officer):
    link = ActionLink.objects.create(action=build_action(), feedback_item=build_feedback())
    seen = version_of(link)
    actions.change_link(link=link, relation="partly", note="Mine.", by=officer)

    with pytest.raises(ChangedMeanwhileError):
        actions.change_link(
            link=link, relation="addresses", note="", by=officer, expected_version=seen
        )

    link.refresh_from_db()
    assert link.note == "Mine."


def test_link_that_was_removed_meanwhile_is_not_changed(officer):
    link = ActionLink.objects.create(action=build_action(), feedback_item=build_feedback())
    actions.unlink_feedback(action=link.action, item=link.feedback_item, by=officer)

    with pytest.raises(EngagementError, match="removed this link"):
        actions.change_link(link=link, relation="partly", note="", by=officer)


def test_either_all_links_are_made_or_none(officer):
    items = [build_feedback(), build_feedback(state="routed", state_reason="Told.")]

    with pytest.raises(EngagementError, match="routed to complaints"):
        actions.link_all(actions=[build_action()], items=items, by=officer)

    assert not ActionLink.objects.exists()


def test_missing_summary_is_written_where_it_is_missed(officer_client, signed_in, owner, program):
    action = build_action(program=program, owner=owner)
    item = build_feedback(program=program, private_note="A private sentence.", public_summary="")
    ActionLink.objects.create(action=action, feedback_item=item)
    page = officer_client.get(screen(action))
    assert "1 linked item has no public summary" in text_of(page)
    prefix = f"summary-{item.pk}"
    inspect = reverse("followupaction:inspect", args=[action.pk])
    assert "Nobody has written a summary of this yet." in text_of(signed_in(owner).get(inspect))

    officer_client.post(
        screen(action),
        {
            "step": prefix,
            f"{prefix}-public_summary": "People wait for an answer.",
            f"{prefix}-expected_version": version_of(item),
        },
    )

    item.refresh_from_db()
    assert item.public_summary == "People wait for an answer."
    # The public can read it once it is approved; the owner of the action reads it now.
    assert item.summary_approved_at is None
    owned = text_of(signed_in(owner).get(inspect))
    assert "People wait for an answer." in owned
    assert "A private sentence." not in owned


def test_summary_that_reads_like_an_allegation_is_stopped(officer_client, program):
    action, item = build_action(program=program), build_feedback(program=program, public_summary="")
    ActionLink.objects.create(action=action, feedback_item=item)
    prefix = f"summary-{item.pk}"
    data = {
        "step": prefix,
        f"{prefix}-public_summary": "Officer Daniel Reyes, badge 4471, hit my brother.",
        f"{prefix}-expected_version": version_of(item),
    }

    page = officer_client.post(screen(action), data)

    assert "it reads like an allegation" in text_of(page)
    assert "badge 4471" in page.content.decode()
    item.refresh_from_db()
    assert item.public_summary == ""
    officer_client.post(screen(action), data | {f"{prefix}-is_no_allegation": "on"})
    item.refresh_from_db()
    assert "badge 4471" in item.public_summary


def test_proposal_that_answers_something_unread_goes_on_to_write_it(officer_client, program):
    item = build_feedback(program=program, public_summary="")
    url = f"{reverse('followupaction:add')}?feedback={item.pk}"
    form = officer_client.get(url).context["form"]
    data = {
        "title": "Print it",
        "description": "Print the notice.",
        "program": program.pk,
        "lead_agency": form.fields["lead_agency"].queryset.first().pk,
        "priority": "normal",
        "links-TOTAL_FORMS": 1,
        "links-INITIAL_FORMS": 1,
        "links-0-item": item.reference,
        "links-0-relation": "addresses",
    }

    answer = officer_client.post(url, data)

    assert answer["Location"] == screen(ActionLink.objects.get().action)


@pytest.mark.parametrize("count", [1, 10])
def test_screen_asks_the_database_the_same_number_of_times(
    officer_client, program, count, django_assert_max_num_queries
):
    action = build_action(program=program)
    for _number in range(count):
        ActionLink.objects.create(action=action, feedback_item=build_feedback(program=program))
        build_feedback(program=program)
    officer_client.get(screen(action))

    with django_assert_max_num_queries(26):
        officer_client.get(screen(action))
