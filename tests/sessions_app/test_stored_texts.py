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
from django.db.models import Model, QuerySet
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engagement_site.plain_text import clean_line, clean_text
from sessions_app.actions.models import ActionUpdate
from sessions_app.calendars import calendar
from sessions_app.core.exports import safe_cell
from sessions_app.mail.models import OutboxMessage
from sessions_app.mail.services import outbox
from sessions_app.models import (
    AccommodationRequest,
    Attendee,
    FeedbackItem,
    FollowUpAction,
    ListeningSession,
    Organization,
    Program,
    Registration,
    Room,
    Venue,
)
from tests.builders import (
    build_action,
    build_organization,
    build_public_feedback,
    build_registration,
    build_room,
    build_session,
)

pytestmark = pytest.mark.django_db

TEXTS: dict[type[Model], tuple[str, ...]] = {
    ListeningSession: ("title", "summary"),
    Venue: ("name", "street", "city"),
    Room: ("name",),
    Program: ("name",),
    Registration: ("name", "organization_name"),
    Attendee: ("name",),
    AccommodationRequest: ("interpreter_language", "detail"),
    Organization: ("name",),
    FeedbackItem: ("private_note", "public_summary"),
    FollowUpAction: ("title", "description"),
    ActionUpdate: ("text",),
    OutboxMessage: ("subject", "body_text", "body_html"),
}
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


def write_everywhere(text: str) -> None:
    for model, names in TEXTS.items():
        lengths = {name: model._meta.get_field(name).max_length for name in names}
        # The plain class: an update is append-only for the ones of the models.
        QuerySet(model).update(**{name: text[: lengths[name]] for name in names})


@pytest.fixture
def stored(officer):
    """A record of each kind, whose texts go out."""
    session = build_session(host=officer, room=build_room())
    session.room.venue = session.venue
    session.room.save()
    organization = build_organization()
    registration = build_registration(session, people=2, organization=organization)
    action = build_action(is_public=True, owner=officer)
    item = build_public_feedback(listening_session=session, organization=organization)
    action.feedback_links.create(feedback_item=item)
    ActionUpdate.objects.create(action=action, text="Printed.", is_public=True, by=officer)
    return registration


def json_ld(html: str) -> dict[str, object]:
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(script)


def mail_sent(smtp_server) -> EmailMessage:
    OutboxMessage.objects.update(next_attempt_at=None)
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
        table = manager_client.get(address, {"export": "csv"}).getvalue().decode("utf-8")
        (row,) = csv.DictReader(io.StringIO(table))
        sheet = manager_client.get(address, {"export": "xlsx"}).getvalue()
        book = openpyxl.load_workbook(io.BytesIO(sheet))
        assert [cell.value for cell in next(book.active.rows)] == list(row)
        if name == "organization":
            assert row["Name"] == safe_cell(text[:200])
    order = manager_client.get(
        reverse("listeningsession:order_sheet", args=[session.pk]), {"export": "csv"}
    )
    assert list(csv.reader(io.StringIO(order.content.decode())))

    message = mail_sent(smtp_server)
    assert message["Subject"] == clean_line(text)
    assert message["Bcc"] is None
    assert message.get_body(("plain",)).get_content().strip() == clean_text(text).strip()
