import datetime
import re

import pytest
import time_machine
from django.utils import timezone

from sessions_app.models import (
    AuditEntry,
    FeedbackContact,
    FeedbackDraft,
    FeedbackItem,
    OutboxMessage,
)
from tests.builders import build_program
from tests.sessions_app.public_feedback.conftest import WORDS

pytestmark = pytest.mark.django_db
ALLEGATION = "Deputy Brandlewick, badge 4471, shoved my brother."


def text_of(response) -> str:
    return response.content.decode()


def test_form_says_purpose_time_privacy_and_complaints_first(client):
    page = text_of(client.get("/feedback/new/"))

    for words in ("see what comes of it", "five minutes", "who you are", "That is a complaint"):
        assert page.index(words) < page.index('id="id_program"')


def test_anonymous_item_holds_the_words_and_nothing_of_the_sender(send_feedback):
    item, code = send_feedback()

    assert (item.private_note, item.kind, item.channel, item.state) == (
        WORDS, "concern", "web", "new",
    )  # fmt: skip
    assert (item.attribution, item.recorded_by, item.organization) == ("none", None, None)
    assert not FeedbackContact.objects.exists()
    assert code.replace("-", "") not in item.receipt.code_hash
    assert OutboxMessage.objects.count() == 0


def test_day_is_stored_and_not_the_time(send_feedback):
    with time_machine.travel("2026-11-24T19:47:31Z", tick=False):
        item, _code = send_feedback()

    item.refresh_from_db()
    entry = AuditEntry.objects.for_instance(item).get()
    for moment in (item.created_at, item.updated_at, entry.timestamp):
        local = timezone.localtime(moment)
        assert (local.date(), local.time()) == (datetime.date(2026, 11, 24), datetime.time())


def test_pages_ask_one_after_the_other(client):
    program = build_program()

    responses = [
        client.post("/feedback/new/", {"program": program.pk, "kind": "question"}),
        client.post("/feedback/new/words/", {"words": WORDS}),
        client.post("/feedback/new/you/", {"who": "kind"}),
        client.post("/feedback/new/details/", {"organization_kind": "faith"}),
    ]

    assert [response["Location"].removesuffix("?saved=1") for response in responses] == [
        "/feedback/new/words/",
        "/feedback/new/you/",
        "/feedback/new/details/",
        "/feedback/new/check/",
    ]
    assert client.get("/feedback/new/done/")["Location"] == "/feedback/new/"


def test_page_leads_to_the_first_that_is_not_filled_in(client):
    assert client.get("/feedback/new/check/", follow=True).redirect_chain[0] == (
        "/feedback/new/?saved=1", 302,
    )  # fmt: skip
    assert client.get("/feedback/new/you/")["Location"] == "/feedback/new/"


def test_what_was_typed_is_still_there_on_back_and_reload(client, fill_in):
    fill_in()

    assert WORDS in text_of(client.get("/feedback/new/words/"))
    assert WORDS in text_of(client.get("/feedback/new/words/"))
    assert "no-store" in client.get("/feedback/new/words/")["Cache-Control"]


def test_draft_is_gone_after_half_an_hour(client, fill_in):
    with time_machine.travel(timezone.now() - datetime.timedelta(minutes=31)):
        fill_in()

    page = text_of(client.get("/feedback/new/words/", follow=True))

    assert WORDS not in page


def test_words_of_a_form_that_was_open_too_long_are_kept(client):
    client.post("/feedback/new/words/", {"words": WORDS})

    program = build_program()

    response = client.post("/feedback/new/", {"program": program.pk, "kind": "concern"})
    assert response["Location"] == "/feedback/new/you/?saved=1"
    assert WORDS in text_of(client.get("/feedback/new/words/"))


def test_deleted_draft_is_gone_from_browser_and_database(client, fill_in):
    fill_in()

    response = client.post("/feedback/new/words/", {"step": "delete"}, follow=True)

    assert "What you typed is deleted." in text_of(response)
    assert WORDS not in text_of(client.get("/feedback/new/words/", follow=True))
    assert not FeedbackDraft.objects.exists()
    assert not client.cookies["feedback_draft"].value


def test_draft_is_encrypted_in_the_database(client, fill_in):
    fill_in()

    draft = FeedbackDraft.objects.get()
    code = client.cookies["feedback_draft"].value
    assert WORDS not in draft.sealed
    assert code not in draft.key_hash + draft.sealed


def test_kept_draft_opens_with_its_code_for_a_week_in_any_browser(client, fill_in):
    fill_in()
    response = client.post("/feedback/new/check/", {"step": "later"}, follow=True)
    code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", text_of(response))[0]
    client.post("/feedback/new/later/")
    assert WORDS not in text_of(client.get("/feedback/new/words/", follow=True))

    with time_machine.travel(timezone.now() + datetime.timedelta(days=6)):
        client.post("/feedback/new/resume/", {"code": code.lower().replace("-", " ")})
        assert WORDS in text_of(client.get("/feedback/new/check/"))
    client.cookies.clear()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        response = client.post("/feedback/new/resume/", {"code": code})
        assert "Nothing is saved under this code." in text_of(response)


def test_codes_are_tried_twenty_times_an_hour(client):
    answers = [
        client.post("/feedback/new/resume/", {"code": "0" * 16}).status_code for _ in range(21)
    ]

    assert answers == [200] * 20 + [429]


def test_form_sent_twice_is_logged_once(client, fill_in, stamp_of):
    fill_in()
    data = {"step": "send", "form_stamp": stamp_of("feedback")}

    pages = [client.post("/feedback/new/check/", data, follow=True) for _ in range(2)]

    assert FeedbackItem.objects.count() == 1
    assert FeedbackItem.objects.get().reference in text_of(pages[0])
    assert text_of(pages[0]) == text_of(pages[1])


def test_receipt_is_removed_from_the_device(client, send_feedback):
    _item, code = send_feedback()
    assert code in text_of(client.get("/feedback/new/done/"))

    client.post("/feedback/new/done/")

    assert client.get("/feedback/new/done/").status_code == 302
    assert not FeedbackDraft.objects.exists()


def test_bot_is_refused_and_nothing_is_lost(client, fill_in, stamp_of):
    fill_in()
    data = {"step": "send", "form_stamp": stamp_of("feedback"), "company_fax": "1"}

    response = client.post("/feedback/new/check/", data)

    assert response.status_code == 400
    assert WORDS in text_of(response)
    assert not FeedbackItem.objects.exists()


def test_allegation_is_stopped_before_anything_is_saved(client):
    program = build_program()
    client.post("/feedback/new/", {"program": program.pk, "kind": "concern"})
    drafts = list(FeedbackDraft.objects.values())

    page = text_of(client.post("/feedback/new/words/", {"words": ALLEGATION}))

    assert ALLEGATION in page  # in the text box
    assert "“badge 4471”" in page
    assert "Is it about what one person did?" in page
    assert "<title>Error: " in page
    assert list(FeedbackDraft.objects.values()) == drafts
    assert not FeedbackItem.objects.exists()
    assert not AuditEntry.objects.exists()
    response = client.post("/feedback/new/words/", {"words": WORDS})
    assert response["Location"] == "/feedback/new/you/?saved=1"


def test_commendation_that_becomes_a_concern_is_read_again(client, fill_in, stamp_of):
    praise = "Officer Brandlewick works at the desk on Elm Street."
    fill_in(praise, kind="commendation")
    program = build_program()
    client.post("/feedback/new/", {"program": program.pk, "kind": "concern"})
    data = {"step": "send", "form_stamp": stamp_of("feedback")}

    page = client.post("/feedback/new/check/", data)

    assert praise in text_of(page)
    assert "Is it about what one person did?" in text_of(page)
    assert not FeedbackItem.objects.exists()
    assert client.get("/feedback/new/check/")["Location"] == "/feedback/new/words/"


def test_address_is_asked_for_a_confirmation_without_the_code(send_feedback):
    item, code = send_feedback(
        who="name",
        organization_name="Alder Falls Aid",
        organization_kind="advocacy",
        email="ana@alder.example",
        naming="named",
    )

    assert item.attribution == "named"
    assert item.organization is None
    assert item.contact.organization_name == "Alder Falls Aid"
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.kind) == ("ana@alder.example", "feedback_confirm_address")
    for text in (message.subject, message.body_text, message.body_html):
        assert code not in text
        assert code.replace("-", "") not in text
        assert WORDS not in text


def test_link_confirms_the_address_by_a_button(client, send_feedback):
    item, _code = send_feedback(who="name", email="ana@alder.example")
    path = re.search(r"/feedback/confirm/[^/\s]+/", OutboxMessage.objects.get().body_text)[0]

    asked = client.get(path)
    item.contact.refresh_from_db()
    assert item.contact.email_confirmed_on is None
    assert asked["Referrer-Policy"] == "no-referrer"
    confirmed = client.post(path)

    item.contact.refresh_from_db()
    assert "Your address is confirmed" in text_of(confirmed)
    assert item.contact.email_confirmed_on == timezone.localdate()
    FeedbackContact.objects.all().delete()
    assert client.get(path).status_code == 404


def test_browser_without_cookies_is_told_so(client):
    page = text_of(client.get("/feedback/new/words/?saved=1"))

    assert "your browser refuses cookies" in page


def test_form_of_another_site_opens_no_draft(client, fill_in):
    response = client.post(
        "/feedback/new/words/", {"words": WORDS}, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert "sent from another site" in text_of(response)
    assert not FeedbackDraft.objects.exists()
