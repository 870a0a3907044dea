"""Any text in the database, older than the text rule or written around it, can be sent out.

It is written straight to the tables; each output is read with a parser of another project.
"""

import csv
import io
import json
import re
from email.message import EmailMessage
from xml.etree import ElementTree as ET

import feedparser
import openpyxl
import pytest
import vobject
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engagement_site.plain_text import clean_line, clean_text
from sessions_app.calendars import calendar
from sessions_app.mail.services import outbox
from sessions_app.models import OutboxMessage
from tests.stored_texts import build_one_of_each, write_everywhere

pytestmark = pytest.mark.django_db

#: What a database of this kind can store; PostgreSQL has no NUL.
storable = st.text(
    alphabet=st.characters(
        exclude_categories=["Cs"],
        exclude_characters="\x00" if connection.vendor == "postgresql" else "",
    ),
    min_size=1,
    max_size=60,
)
EXPORTS = ["listeningsession", "registration", "organization", "feedbackitem", "followupaction"]
HOSTILE = (
    "a\x0bb\x0c\x01\x1b\x7f\x85\u2028\u202e\ufeff\ufffe\U0001ffff",
    "\r\nBcc: all@example.org\r\n\r\nBEGIN:VEVENT",
    '</script>";\\N,\\\n=HYPERLINK("x")',
    "\u200b\u3164",
)


@pytest.fixture
def stored(officer):
    return build_one_of_each(officer)


def json_ld(html: str) -> dict[str, object]:
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(script)


def mail_sent(smtp_server) -> EmailMessage:
    OutboxMessage.objects.update(next_attempt_at=timezone.now())
    smtp_server.messages.clear()
    outbox.deliver_due()
    return smtp_server.messages[-1]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=storable)
@example(text=HOSTILE[0])
@example(text=HOSTILE[1])
@example(text=HOSTILE[2])
@example(text=HOSTILE[3])
def test_outputs_survive_any_stored_text(stored, client, manager_client, smtp_server, text):
    with transaction.atomic():
        check_outputs(stored, client, manager_client, smtp_server, text)
        transaction.set_rollback(True)


def check_outputs(stored, client, manager_client, smtp_server, text):
    write_everywhere(text)
    stored.refresh_from_db()
    session = stored.listening_session
    session.refresh_from_db()

    feed = client.get(reverse("sessions_app:action_feed")).content
    ET.fromstring(feed)
    read = feedparser.parse(feed)
    assert not read.bozo
    assert len(read.entries) == 1

    for raw in (
        client.get(reverse("sessions_app:public_feed")).content.decode(),
        calendar.invitation(registration=stored, method="REQUEST"),
    ):
        (event,) = vobject.readOne(raw).vevent_list
        assert event.summary.value == clean_text(session.title)
        assert event.uid.value == session.ical_uid

    page = client.get(session.get_absolute_url()).content.decode()
    assert json_ld(page)["name"] == session.title

    ET.fromstring(client.get("/sitemap.xml").content)

    for name in EXPORTS:
        address = reverse(f"{name}:index")
        table = manager_client.get(address, {"export": "csv"}).getvalue().decode("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(table))
        sheet = manager_client.get(address, {"export": "xlsx"}).getvalue()
        book = openpyxl.load_workbook(io.BytesIO(sheet))
        assert [cell.value for cell in next(book.active.rows)] == list(row)
        if name == "organization":
            assert row["Name"].removeprefix("'") == clean_text(text[:200]).removeprefix("'")
    order = manager_client.get(
        reverse("listeningsession:order_sheet", args=[session.pk]), {"export": "csv"}
    )
    assert list(csv.reader(io.StringIO(order.content.decode("utf-8-sig"))))

    subject = OutboxMessage.objects.get().subject
    message = mail_sent(smtp_server)
    assert message["Subject"] == clean_line(subject)
    assert message["Bcc"] is None
    plain = message.get_body(("plain",))
    lines = plain.get_content().strip().splitlines() if plain else []
    assert lines == clean_text(text).strip().splitlines()
