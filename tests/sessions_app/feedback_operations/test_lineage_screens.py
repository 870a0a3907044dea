"""The staff pages that split and merge items, undo it, and tell the story. Without script."""

import pytest
from django.urls import reverse

from sessions_app.feedback.services import feedback
from sessions_app.feedback_operations.services.merges import merge
from sessions_app.feedback_operations.services.splits import Part, split
from sessions_app.feedback_operations.services.undo import undo
from sessions_app.models import FeedbackItem, LineageOperation
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
    build_session,
    build_theme,
)
from tests.sessions_app.answers import errors_of, form_data, text_of

pytestmark = pytest.mark.django_db

TWO = {
    "parts-TOTAL_FORMS": 5,
    "parts-INITIAL_FORMS": 0,
    "parts-0-private_note": "The bus stop.",
    "parts-3-private_note": "The form.",
    **{f"parts-{n}-kind": "concern" for n in range(5)},
}


@pytest.fixture
def program():
    return build_program()


def page_of(client, item):
    return client.get(reverse("feedbackitem:inspect", args=[item.pk]))


def merge_url(item):
    return reverse("feedbackitem:merge", args=[item.pk])


def undo_url(item, operation):
    return reverse("feedbackitem:undo", args=[item.pk, operation.pk])


def test_item_is_split_by_the_rows_that_are_filled_in(officer_client, officer):
    item, theme, action = build_feedback(), build_theme(), build_action()
    item.action_links.create(action=action)
    url = reverse("feedbackitem:split", args=[item.pk])
    shown = officer_client.get(url)
    chosen = {"parts-0-themes": [theme.pk], "parts-3-actions": [action.pk]}

    answer = officer_client.post(url, {**form_data(shown.context["form"]), **TWO, **chosen})

    assert answer["Location"] == reverse("feedbackitem:inspect", args=[item.pk])
    first, second = FeedbackItem.objects.counted().order_by("pk")
    assert (first.private_note, second.private_note) == ("The bus stop.", "The form.")
    assert list(first.themes.all()) == [theme]
    assert list(second.actions.all()) == [action]
    page = text_of(page_of(officer_client, item))
    assert f"Split into {first}, {second} on" in page
    assert f"Split from {item} on" in text_of(page_of(officer_client, second))
    history = officer_client.get(reverse("feedbackitem:history", args=[item.pk]))
    assert f"Split the feedback item into: {first}, {second}" in text_of(history)


def test_split_in_error_keeps_what_was_typed(officer_client):
    item = build_feedback()
    url = reverse("feedbackitem:split", args=[item.pk])

    one = officer_client.post(url, {**TWO, "parts-3-private_note": ""})
    stopped = officer_client.post(url, {**TWO, "parts-3-private_note": "Officer Dan Smith hit me."})

    assert one.context["form"].rows.errors[1] == {
        "private_note": ["Write at least two points. Each gets an item of its own."]
    }
    assert 'href="#id_parts-1-private_note"' in one.content.decode()
    assert "The bus stop." in one.content.decode()
    assert text_of(one).startswith("Error: ")
    assert "reads like an allegation" in text_of(stopped)
    assert "is_no_allegation" in stopped.content.decode()
    assert FeedbackItem.objects.get() == item
    assert officer_client.post(
        url, {**TWO, "parts-3-private_note": "Officer Dan Smith hit me.", "is_no_allegation": "on"}
    ).status_code == 302  # fmt: skip


def test_item_changed_meanwhile_is_not_split(officer_client, officer):
    item = build_feedback()
    url = reverse("feedbackitem:split", args=[item.pk])
    data = {**form_data(officer_client.get(url).context["form"]), **TWO}
    feedback.start_review(item=item, by=officer)

    refused = officer_client.post(url, data)

    assert "Someone else changed this" in str(errors_of(refused))
    assert FeedbackItem.objects.count() == 1


def test_items_are_found_compared_and_merged(officer_client, program):
    theme = build_theme()
    item = build_feedback(program=program, private_note="Nobody answers the phone.")
    alike = build_feedback(program=program, private_note="The phone is never answered.")
    build_feedback(program=program, private_note="About the bus.")
    build_feedback(private_note="The phone of another program.")
    for each in (item, alike):
        each.codings.create(theme=theme)

    by_theme = officer_client.get(merge_url(item))
    by_words = officer_client.get(merge_url(item), {"q": "phone"})
    compared = officer_client.get(merge_url(item), {"with": alike.pk})

    assert by_theme.context["found"] == by_words.context["found"] == [alike]
    assert "Nobody answers the phone." in text_of(compared)
    assert "The phone is never answered." in text_of(compared)
    data = {**form_data(compared.context["form"]), "with": alike.pk, "survivor": alike.pk}
    answer = officer_client.post(merge_url(item), data)
    assert answer["Location"] == reverse("feedbackitem:inspect", args=[alike.pk])
    item.refresh_from_db()
    assert item.merged_into == alike
    page = page_of(officer_client, item)
    assert f"Merged into {alike} on" in text_of(page)
    assert [each["label"] for each in page.context["transitions"]] == ["Route to complaints"]


def test_only_what_names_least_can_be_kept(officer_client, program):
    named = build_feedback(program=program, organization=build_organization(), attribution="named")
    unnamed = build_feedback(program=program, attribution="none")

    page = officer_client.get(merge_url(named), {"with": unnamed.pk})
    data = {"with": unnamed.pk, "survivor": named.pk}

    assert page.context["form"].fields["survivor"].choices == [(unnamed.pk, unnamed.reference)]
    assert "survivor" in errors_of(officer_client.post(merge_url(named), data))
    assert not LineageOperation.objects.exists()


def test_undo_asks_why_and_the_story_tells(officer_client, officer, program):
    item, other = build_feedback(program=program), build_feedback(program=program)
    operation = merge(survivor=item, others=[other], by=officer)
    url = undo_url(item, operation)
    assert url in page_of(officer_client, item).content.decode()

    asked = officer_client.post(url, {"reason": " "})
    done = officer_client.post(url, {"reason": "Two points."})

    assert errors_of(asked) == {"reason": ["Enter the reason."]}
    assert done.status_code == 302
    page = page_of(officer_client, other)
    assert "Undone on" in text_of(page)
    assert "Two points." in text_of(page)
    assert url not in page.content.decode()


def test_page_says_why_a_step_cannot_be_undone(officer_client, officer):
    item = build_feedback()
    operation = split(
        item=item,
        parts=[Part(kind="concern", private_note=f"Point {n}") for n in range(2)],
        by=officer,
    )
    part = item.split_into.first()
    part.severity = "high"
    feedback.edit(item=part, by=officer)

    page = text_of(officer_client.get(undo_url(item, operation)))

    assert f"This cannot be undone. {part} was changed since." in page


def test_undo_of_another_items_step_is_not_found(officer_client, officer, program):
    item, other = build_feedback(program=program), build_feedback(program=program)
    operation = merge(survivor=item, others=[other], by=officer)

    assert officer_client.get(undo_url(build_feedback(), operation)).status_code == 404


def test_story_takes_as_many_queries_for_one_step_as_for_three(
    officer_client, officer, program, django_assert_max_num_queries
):
    item = build_feedback(program=program)
    counts = []
    for _number in range(3):
        operation = merge(survivor=item, others=[build_feedback(program=program)], by=officer)
        undo(operation=operation, reason="No.", by=officer)
        page_of(officer_client, item)
        with django_assert_max_num_queries(60) as asked:
            page_of(officer_client, item)
        counts.append(len(asked))

    assert counts[0] == counts[1] == counts[2]


def test_summary_of_a_split_item_is_not_public_and_parts_need_their_own(client, officer):
    session = build_session(state="published")
    item = build_public_feedback(listening_session=session, public_summary="Both points.")
    assert "Both points." in text_of(client.get(session.get_absolute_url()))

    split(
        item=item,
        parts=[
            Part(kind="concern", private_note="Private one", public_summary="One point."),
            Part(kind="concern", private_note="Private two"),
        ],
        by=officer,
    )

    page = text_of(client.get(session.get_absolute_url()))
    assert "Both points." not in page
    assert "One point." not in page
    assert "Private" not in page
    feedback.approve_summary(item=item.split_into.earliest("pk"), by=officer)
    assert "One point." in text_of(client.get(session.get_absolute_url()))


def test_what_others_stand_for_is_counted_nowhere(manager_client, officer, program):
    theme = build_theme()
    session = build_session(program=program)
    kept, gone = (
        build_public_feedback(program=program, listening_session=session) for _n in range(2)
    )
    for each in (kept, gone):
        each.codings.create(theme=theme)
    merge(survivor=kept, others=[gone], by=officer)

    (row,) = manager_client.get(reverse("theme:index")).context["object_list"]
    home = manager_client.get(reverse("wagtailadmin_home"))
    export = manager_client.get(reverse("feedbackitem:index"), {"export": "csv"})

    assert row.uses == 1
    assert kept.reference in text_of(home) or gone.reference not in text_of(home)
    assert gone.public_summary not in export.getvalue().decode()
