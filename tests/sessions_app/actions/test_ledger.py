"""The open ledger, the bar of states, and downloads: what the public may know, and no more."""

import csv
import datetime
import io
from xml.etree import ElementTree

import pytest

from sessions_app.models import ActionLink, FollowUpAction
from sessions_app.programs.models import Agency
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
)
from tests.sessions_app.answers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LEDGER = "/follow-ups/not-done/"


def undone(state="outside_authority", **values):
    values.setdefault("state_reason", "The state’s oversight office can help.")
    return build_public_feedback(state=state, **values)


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_ledger_says_what_is_not_done_why_and_who_can_help(client):
    undone(public_summary="Visits should be free.")
    undone("declined", public_summary="Meet abroad.", state_reason="The law forbids it.")
    build_public_feedback(public_summary="Something accepted.", state="accepted")

    page = text_of(client.get(LEDGER))

    assert "Visits should be free." in page
    assert "Why, and who can help: The state’s oversight office can help." in page
    assert "Why: The law forbids it." in page
    assert "Something accepted." not in page
    assert "2 points were declined or are outside our authority." in text_of(
        client.get("/follow-ups/")
    )


def test_ledger_shows_nothing_that_is_not_public(client):
    undone(
        summary_approved_at=None, public_summary="Not approved.", private_note="Said in private."
    )
    undone(
        attribution="none",
        public_summary="From nobody.",
        private_note="Said in private.",
        received_on=datetime.date(2026, 3, 9),
    )
    original = build_feedback()
    undone(duplicate_of=original, public_summary="Said before.")
    undone(
        attribution="type_only",
        organization=build_organization(name="Quiet Harbor", kind="faith"),
        public_summary="By a congregation.",
    )

    for answer in (client.get(LEDGER), client.get(LEDGER, {"export": "csv"})):
        content = answer.content.decode()
        assert "From nobody." in content
        assert "By a congregation." in content
        for hidden in ("Not approved.", "Said in private.", "Said before.", "Quiet Harbor"):
            assert hidden not in content
        # The month alone: the day could tell who came that day.
        assert "2026-03-09" not in content
        assert "March 9" not in content


def test_ledger_is_filtered_by_state_program_and_words(client):
    program = build_program(slug="one")
    wanted = undone(program=program, public_summary="Visits should be free.")
    undone("declined", program=program, public_summary="Visits at night.")
    undone(public_summary="Visits elsewhere.")

    answer = client.get(LEDGER, {"state": "outside_authority", "program": "one", "q": "visits"})

    assert list(answer.context["items"]) == [wanted]
    assert [(link.label, link.count) for link in answer.context["states"]] == [
        ("All", 2),
        ("Declined", 1),
        ("Outside our authority", 1),
    ]


@pytest.mark.parametrize("count", [1, 10])
def test_ledger_asks_the_database_the_same_number_of_times(
    client, count, django_assert_num_queries
):
    for _number in range(count):
        undone(organization=build_organization())

    with django_assert_num_queries(7):
        client.get(LEDGER)


def test_bar_of_states_counts_with_the_other_filters(client):
    cbp = Agency.objects.get(abbreviation="CBP")
    for state in ("accepted", "accepted", "blocked"):
        build_action(state=state, is_public=True, lead_agency=cbp)
    build_action(state="accepted", is_public=True)
    build_action(state="verified", is_public=False, lead_agency=cbp)

    answer = client.get("/follow-ups/", {"agency": "CBP", "state": "blocked"})

    assert [(link.label, link.count, link.is_current) for link in answer.context["states"]] == [
        ("All", 3, False),
        ("Accepted", 2, False),
        ("Blocked", 1, True),
    ]
    assert answer.context["states"][1].query == "state=accepted&agency=CBP"
    assert answer.context["page"].paginator.count == 1


def test_download_has_what_is_shown_and_no_date_of_a_proposal(client):
    proposal = build_action(is_public=True, due_on="2090-05-04", title="=Propose()")
    promised = build_action(is_public=True, due_on="2090-06-06", state="accepted")
    FollowUpAction.objects.filter(pk=promised.pk).update(first_due_on="2090-05-05")
    build_action(title="Private action")
    ActionLink.objects.create(
        action=promised, feedback_item=build_feedback(public_summary="Not approved.")
    )

    answer = client.get("/follow-ups/", {"export": "csv"})

    assert b"2090-05-04" not in answer.content
    assert b"Private action" not in answer.content
    assert b"Not approved." not in answer.content
    rows = {row["Reference"]: row for row in rows_of(answer)}
    assert rows[proposal.reference]["Follow-up action"] == "'=Propose()"
    assert rows[promised.reference]["Due"] == "2090-06-06"
    assert rows[promised.reference]["First promised for"] == "2090-05-05"
    assert len(rows_of(client.get("/follow-ups/", {"export": "csv", "state": "accepted"}))) == 1


def test_each_action_has_a_feed_of_its_own(client):
    action, other = (build_action(is_public=True, state="accepted") for _number in range(2))
    for each, text in ((action, "It is printed."), (other, "Another story.")):
        each.updates.create(text=text, from_state="accepted", to_state="accepted", is_public=True)
    action.updates.create(text="For staff.", from_state="accepted", to_state="accepted")

    answer = client.get(f"/follow-ups/{action.reference}/feed.atom")

    content = answer.content.decode()
    ElementTree.fromstring(content)
    assert "It is printed." in content
    assert "Another story." not in content
    assert "For staff." not in content
    hidden = build_action(state="accepted")
    assert client.get(f"/follow-ups/{hidden.reference}/feed.atom").status_code == 404
