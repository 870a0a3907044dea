import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.core import roles
from sessions_app.feedback.services import intake
from sessions_app.models import FeedbackItem, FeedbackMessage
from tests.builders import (
    build_feedback,
    build_organization,
    build_program,
    build_public_feedback,
    build_staff,
)

pytestmark = pytest.mark.django_db
ALLEGATION = "Deputy Brandlewick, badge 4471, shoved my brother."


@pytest.fixture
def officer(signed_in):
    return signed_in(build_staff(roles.ROLE_ENGAGEMENT_OFFICER))


@pytest.fixture
def written():
    return intake.receive(
        program=build_program(),
        kind="concern",
        words="Only in English.",
        writer=intake.Writer(
            attribution="named", organization_name="Alder Falls Aid", email="ana@alder.example"
        ),
        code="0" * 16,
        language="en",
    )


def text_of(response) -> str:
    return response.content.decode()


def test_writer_and_new_messages_are_shown(officer, written):
    intake.add_message(item=written, text="Also in May.", key="one")
    build_feedback(private_note="Without a message.")

    page = text_of(officer.get(reverse("feedbackitem:inspect", args=[written.pk])))
    listed = text_of(officer.get(reverse("feedbackitem:index"), {"added": "yes"}))
    home = text_of(officer.get("/admin/"))

    for words in ("Also in May.", "Alder Falls Aid", "ana@alder.example"):
        assert words in page
    assert "Only in English." in listed
    assert "Without a message." not in listed
    assert "New messages from writers" in home


def test_analyst_sees_neither_contact_nor_messages(signed_in, written):
    intake.add_message(item=written, text="Also in May.", key="one")
    analyst = signed_in(build_staff(roles.ROLE_ANALYST))

    pages = [
        text_of(analyst.get(reverse("feedbackitem:inspect", args=[written.pk]))),
        analyst.get(reverse("feedbackitem:index"), {"export": "csv"}).getvalue().decode(),
        text_of(analyst.get(reverse("feedbackitem:history", args=[written.pk]), follow=True)),
    ]

    for page in pages:
        for hidden in ("Also in May.", "Alder Falls Aid", "ana@alder.example"):
            assert hidden not in page


def test_staff_answer_or_mark_as_read(officer, written):
    intake.add_message(item=written, text="Also in May.", key="one")
    url = reverse("feedbackitem:answer", args=[written.pk])

    officer.post(url, {"text": ""})
    assert FeedbackMessage.objects.filter(is_new=True).exists()
    officer.post(url, {"read": "1"})
    assert not FeedbackMessage.objects.filter(is_new=True).exists()
    officer.post(url, {"text": "Which county?"})

    answer = FeedbackMessage.objects.get(by__isnull=False)
    assert (answer.text, answer.is_new) == ("Which county?", False)


def test_item_without_a_writer_is_not_answered(officer):
    item = build_feedback()

    officer.post(reverse("feedbackitem:answer", args=[item.pk]), {"text": "Hello?"})

    assert not FeedbackMessage.objects.exists()


def test_organization_is_matched_by_suggestion_and_search(officer, written):
    same = build_organization(name="Alder Falls Aid")
    other = build_organization(name="Harbor Rights Project")
    url = reverse("feedbackitem:match", args=[written.pk])

    suggested, found = text_of(officer.get(url)), text_of(officer.get(url, {"q": "harbor"}))
    assert f'value="{same.pk}"' in suggested
    assert f'value="{other.pk}"' not in suggested
    assert f'value="{other.pk}"' in found
    officer.post(f"{url}?q=harbor", {"organization": other.pk})

    written.refresh_from_db()
    assert written.organization == other


def test_matching_asks_for_approval_again(officer, written):
    organization = build_organization(name="Alder Falls Aid")
    FeedbackItem.objects.filter(pk=written.pk).update(
        public_summary="In our words.", summary_approved_at=timezone.now()
    )

    officer.post(
        reverse("feedbackitem:match", args=[written.pk]), {"organization": organization.pk}
    )

    written.refresh_from_db()
    assert written.summary_approved_at is None


@pytest.fixture
def letter():
    return {
        "channel": "post",
        "received_on": "2026-01-05",
        "program": build_program().pk,
        "organization": "",
        "attribution": "type_only",
        "points-TOTAL_FORMS": 3,
        "points-INITIAL_FORMS": 0,
        "points-0-words": "The hall has no ramp.",
        "points-0-kind": "concern",
        "points-1-words": "Hold it on a Saturday.",
        "points-1-kind": "suggestion",
        "points-2-words": "",
        "points-2-kind": "concern",
    }


URL = "/admin/feedback/letter/"


def test_points_of_a_letter_are_items(officer, letter):
    organization = build_organization(name="Alder Falls Aid")

    response = officer.post(URL, {**letter, "organization": "alder"})

    assert response.status_code == 302
    items = FeedbackItem.objects.order_by("pk")
    assert [(item.kind, item.private_note) for item in items] == [
        ("concern", "The hall has no ramp."),
        ("suggestion", "Hold it on a Saturday."),
    ]
    assert {(i.channel, str(i.received_on), i.organization) for i in items} == {
        ("post", "2026-01-05", organization)
    }


def test_letter_that_is_sent_twice_is_logged_once(officer, letter):
    for _ in range(2):
        officer.post(URL, {**letter, "idempotency_key": "once"})

    assert FeedbackItem.objects.count() == 2


def test_more_points_are_asked_for_and_nothing_is_lost(officer, letter):
    page = text_of(officer.post(URL, {**letter, "more": "1"}))

    assert "Hold it on a Saturday." in page
    assert 'name="points-6-words"' in page
    assert "There is a problem" not in page
    assert not FeedbackItem.objects.exists()


def test_stopped_point_holds_the_whole_letter_until_staff_decide(officer, letter):
    letter |= {"points-1-words": ALLEGATION}

    page = text_of(officer.post(URL, letter))
    assert ALLEGATION in page
    assert 'name="points-1-was_allegation"' in page
    assert 'name="points-0-was_allegation"' not in page
    assert not FeedbackItem.objects.exists()
    officer.post(URL, {**letter, "points-1-was_allegation": "on"})

    first, second = FeedbackItem.objects.order_by("pk")
    assert (first.private_note, first.state) == ("The hall has no ramp.", "new")
    assert second.state == "routed"
    assert "Brandlewick" not in str(second.__dict__)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"organization": "nobody has this"}, "No organization has this in its name."),
        ({"organization": "aid"}, "Several organizations fit:"),
        ({"channel": ""}, "Choose how it reached us."),
        (
            {"points-0-words": "", "points-1-words": "", "points-1-kind": "concern"},
            "Enter at least one point.",
        ),
        ({"organization": "alder", "attribution": "none"}, "not attributed cannot have"),
    ],
)
def test_letter_says_what_is_wrong(officer, letter, changes, message):
    build_organization(name="Alder Falls Aid")
    build_organization(name="Harbor Aid")

    page = text_of(officer.post(URL, letter | changes))

    assert message in page
    assert "Error:" in page
    assert not FeedbackItem.objects.exists()


def test_public_item_names_no_typed_organization(client, written):
    build_public_feedback(program=written.program)
    FeedbackItem.objects.filter(pk=written.pk).update(
        public_summary="In our words.", summary_approved_at=timezone.now()
    )
    written.refresh_from_db()

    assert written.public_source == "A participant"
