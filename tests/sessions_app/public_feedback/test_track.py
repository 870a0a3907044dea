import datetime

import pytest
import time_machine
from django.contrib.auth import hashers
from django.utils import timezone

from sessions_app.core.services.versions import version_of
from sessions_app.feedback.services import answers, contacts, feedback
from sessions_app.models import (
    AuditEntry,
    FeedbackContact,
    FeedbackItem,
    FeedbackMessage,
    OutboxMessage,
)
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_user,
)
from tests.sessions_app.public_feedback.test_new import ALLEGATION, text_of

pytestmark = pytest.mark.django_db
URL = "/feedback/track/"
CONTACT = {
    "who": "name",
    "organization_name": "Alder Falls Aid",
    "email": "ana@alder.example",
    "naming": "named",
}


@pytest.fixture
def tracked(client, send_feedback):
    """Return an item whose writer has just entered the code."""
    return _tracked(client, *send_feedback())


@pytest.fixture
def named(client, send_feedback):
    return _tracked(client, *send_feedback(**CONTACT))


def _tracked(client, item, code):
    client.cookies.clear()
    response = client.post(URL, {"step": "open", "reference": item.reference, "code": code})
    assert response["Location"] == URL
    return item


def test_writer_sees_where_it_stands(client, tracked):
    assert "It is waiting to be read." in text_of(client.get(URL))
    feedback.start_review(item=tracked, by=build_user())

    response = client.get(URL)

    assert "We are looking at it" in text_of(response)
    assert "no-store" in response["Cache-Control"]


def test_wrong_reference_and_wrong_code_get_the_same_answer(client, send_feedback, monkeypatch):
    item, code = send_feedback()
    checked = []
    check = hashers.verify_password
    monkeypatch.setattr(
        hashers, "verify_password", lambda *args, **kw: checked.append(args) or check(*args, **kw)
    )

    pages = [
        text_of(client.post(URL, {"step": "open", "reference": reference, "code": given}))
        for reference, given in (
            ("FB-26-7K4MQ2-X", code),
            ("nonsense", code),
            (item.reference, "0000-0000-0000-0000"),
            (item.reference, "nonsense"),
        )
    ]

    plain = [
        page.replace(item.reference, "R").replace("FB-26-7K4MQ2-X", "R").replace("nonsense", "R")
        for page in pages
    ]
    assert all("do not fit together" in page for page in pages)
    assert "The reference" not in plain[0]
    assert len(checked) == 4
    assert {args[1].split("$")[0] for args in checked} == {item.receipt.code_hash.split("$")[0]}


def test_code_is_in_no_address_and_in_no_cookie(client, send_feedback):
    item, code = send_feedback()
    client.cookies.clear()

    response = client.post(
        URL, {"step": "open", "reference": item.reference, "code": code}, follow=True
    )

    assert all(code not in url for url, _status in response.redirect_chain)
    assert code.replace("-", "") not in str(client.cookies) + repr(dict(client.session))
    assert code not in text_of(response)


def test_guesses_are_limited(client, send_feedback):
    item, code = send_feedback()
    wrong = {"step": "open", "reference": item.reference, "code": "0" * 16}

    for _ in range(20):
        client.post(URL, wrong)

    assert client.post(URL, {**wrong, "code": code}).status_code == 429


def test_page_is_open_for_half_an_hour(client, tracked):
    assert "Where it stands" in text_of(client.get(URL))

    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=31)):
        assert "Where it stands" not in text_of(client.get(URL))


def test_signing_out_closes_the_page_also_for_a_copied_cookie(client, tracked):
    session = client.cookies["sessionid"].value

    client.post(URL, {"step": "leave"})

    client.cookies["sessionid"] = session
    assert "Where it stands" not in text_of(client.get(URL))


def test_writer_adds_once_and_staff_answer(client, tracked):
    data = {"step": "add", "text": "It happened again in May.", "submission": "k1"}
    client.post(URL, data)
    client.post(URL, data)
    assert FeedbackItem.objects.with_new_messages().get() == tracked

    answers.answer_writer(item=tracked, text="Thank you. Which county?", by=build_user())

    page = text_of(client.get(URL))
    assert page.count("It happened again in May.") == 1
    assert "Thank you. Which county?" in page
    assert not FeedbackItem.objects.with_new_messages().exists()


def test_allegation_is_not_added(client, tracked):
    page = text_of(client.post(URL, {"step": "add", "text": ALLEGATION}))

    assert ALLEGATION in page
    assert not FeedbackMessage.objects.exists()


def test_answer_tells_the_confirmed_address_and_not_what_it_says(named):
    FeedbackContact.objects.update(email_confirmed_on=timezone.localdate())

    answers.answer_writer(item=named, text="We asked the county.", by=build_user())

    message = OutboxMessage.objects.get(kind="feedback_answered")
    assert "We asked the county." not in message.body_text + message.body_html


def test_answer_does_not_write_to_an_address_that_nobody_confirmed(named):
    answers.answer_writer(item=named, text="We asked the county.", by=build_user())

    assert not OutboxMessage.objects.filter(kind="feedback_answered").exists()


def test_duplicate_tells_of_the_other_only_what_is_public(client, tracked):
    other = build_feedback(private_note="Said by somebody else.", public_summary="Not approved.")
    feedback.mark_duplicate(item=tracked, duplicate_of=other, reason="Same.", by=build_user())
    action = build_action(title="Print the notice", is_public=True)
    action.feedback_links.create(feedback_item=other, relation="addresses")

    page = text_of(client.get(URL))

    assert "Others told us much the same" in page
    assert "Print the notice" in page
    for hidden in ("Said by somebody else.", "Not approved.", other.reference):
        assert hidden not in page


def test_private_action_is_not_shown(client, tracked):
    action = build_action(title="Secret plan", is_public=False)
    action.feedback_links.create(feedback_item=tracked, relation="addresses")

    assert "Secret plan" not in text_of(client.get(URL))


def test_contact_details_are_withdrawn_at_once(client, named):
    assert "ana@alder.example" in text_of(client.get(URL))
    assert FeedbackContact.objects.exists()
    client.get("/feedback/track/withdraw/contact/")
    assert FeedbackContact.objects.exists()

    client.post("/feedback/track/withdraw/contact/")

    assert not FeedbackContact.objects.exists()
    assert not OutboxMessage.objects.exists()
    entry = AuditEntry.objects.for_instance(named).order_by("-pk").first()
    assert (entry.action, entry.data) == ("engagement.feedback.withdraw", {})


def test_naming_is_withdrawn_for_good(client, named):
    by = build_user()
    contacts.match_organization(item=named, organization=build_organization(), by=by)
    part = build_feedback(split_from=named, organization=build_organization(), attribution="named")

    client.post("/feedback/track/withdraw/name/")

    for item in (named, part):
        item.refresh_from_db()
        assert (item.attribution, item.organization) == ("none", None)
        item.attribution = "named"
        with pytest.raises(feedback.EngagementError, match="asked not to be named"):
            feedback.edit(item=item, by=by)
    assert not FeedbackContact.objects.exists()
    assert "Alder Falls Aid" not in text_of(client.get(URL))


def test_editor_who_opened_the_form_before_does_not_undo_the_withdrawal(client, named):
    opened = FeedbackItem.objects.get(pk=named.pk)
    version = version_of(opened)
    client.post("/feedback/track/withdraw/name/")

    with pytest.raises(feedback.EngagementError):
        feedback.edit(item=opened, by=build_user(), expected_version=version)


def test_item_that_staff_make_not_attributed_holds_no_contact(named):
    item = FeedbackItem.objects.get(pk=named.pk)
    item.attribution = "none"

    feedback.edit(item=item, by=build_user())

    assert not FeedbackContact.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_routing_erases_contact_and_messages_and_tells_the_writer(client, named):
    client.post(URL, {"step": "add", "text": "More of it.", "submission": "k1"})

    feedback.erase(item=named, reason="told", by=build_user())

    assert not FeedbackContact.objects.exists()
    assert not FeedbackMessage.objects.exists()
    page = text_of(client.get(URL))
    assert "It belongs in a complaint" in page
    assert "Add this" not in page
    client.post(URL, {"step": "add", "text": "Again.", "submission": "k2"})
    assert not FeedbackMessage.objects.exists()
