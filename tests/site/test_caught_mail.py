import datetime

import pytest
import time_machine
from django.core.mail import EmailMultiAlternatives

pytestmark = [pytest.mark.django_db, pytest.mark.urls("engagement_site.development_urls")]

CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "engagement_site.caught_mail.backend.EmailBackend"
    settings.CAUGHT_MAIL_DIR = tmp_path / "mail"
    return settings.CAUGHT_MAIL_DIR


def send(subject: str, body: str) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(subject, body, "a@crcl.example", ["rosa@example.org"])
    message.attach_alternative("<p>Only in HTML</p>", "text/html")
    message.attach("session.ics", CALENDAR, "text/calendar")
    message.send()
    return message


def test_mail_becomes_one_file_each(folder):
    send("First", "One")
    send("Second", "Two")

    assert len(list(folder.glob("*.eml"))) == 2
    assert not list(folder.glob("*.partial"))


def test_page_shows_newest_first_with_links(client, folder):
    send("First", "Café: https://engagement.example/registrations/abc/")
    send("Second <script>", "Two")

    page = client.get("/_mail/").content.decode()

    assert page.index("Second &lt;script&gt;") < page.index("First")
    assert 'href="https://engagement.example/registrations/abc/"' in page
    assert "Café" in page
    assert "Only in HTML" not in page


def test_page_tells_the_local_time(client, folder):
    with time_machine.travel(datetime.datetime(2027, 3, 1, 14, 5, tzinfo=datetime.UTC)):
        send("First", "One")

    assert "March 1, 2027, 9:05 a.m." in client.get("/_mail/").content.decode()


def test_attachment_can_be_opened(client, folder):
    send("First", "One")
    name = next(folder.glob("*.eml")).stem

    response = client.get(f"/_mail/{name}/0/")

    assert response.content.decode() == CALENDAR
    assert response.headers["Content-Type"] == "text/calendar"
    assert "session.ics" in client.get("/_mail/").content.decode()


@pytest.mark.parametrize(
    "path", ["20270301T140000000000-abcdef12/0/", "../../etc/passwd/0/", "..%2f..%2fmanage/0/"]
)
def test_unknown_mail_is_not_found(client, folder, path):
    assert client.get(f"/_mail/{path}").status_code == 404


def test_page_without_mail_says_so(client, folder):
    assert "No mail yet" in client.get("/_mail/").content.decode()


@pytest.mark.urls("engagement_site.urls")
def test_page_is_not_there_outside_development(client, folder):
    assert client.get("/_mail/").status_code == 404
