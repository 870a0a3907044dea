"""Headers and parts of the e-mails that leave the outbox, through a real SMTP server."""

import pytest

from sessions_app.mail.services import outbox
from sessions_app.registrations.services import invitations
from tests.builders import build_contact, build_registration, build_session, build_user

pytestmark = pytest.mark.django_db


def sent(smtp_server):
    outbox.deliver_due()
    (message,) = smtp_server.messages
    return message


def invite(**guest):
    session = build_session()
    made = invitations.invite(
        listening_session=session, guests=[invitations.Guest(**guest)], by=build_user()
    )
    invitations.send(invitations=made, by=build_user())


def test_replies_go_to_the_office_and_not_to_a_robot(smtp_server, settings):
    settings.REPLY_TO_EMAIL = "Engagement desk <desk@crcl.example>"
    build_registration()

    message = sent(smtp_server)

    assert message["Reply-To"] == "Engagement desk <desk@crcl.example>"
    assert message["Auto-Submitted"] == "auto-generated"


def test_calendar_has_a_file_name_in_both_places(smtp_server):
    build_registration()

    (part,) = [each for each in sent(smtp_server).walk() if "calendar" in each.get_content_type()]

    assert part.get_param("name") == "listening-session.ics"
    assert part.get_param("method") == "REQUEST"
    assert part.get_param("filename", header="content-disposition") == "listening-session.ics"


def test_transactional_mail_offers_no_list_to_leave(smtp_server):
    build_registration()

    message = sent(smtp_server)

    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (None, None)


@pytest.mark.parametrize(("language", "prefix"), [("en", ""), ("es", "/es")])
def test_mail_app_stops_invitations_by_one_post(client, smtp_server, settings, language, prefix):
    contact = build_contact()
    invite(email=contact.email, contact=contact, language=language)

    message = sent(smtp_server)

    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = message["List-Unsubscribe"].strip().strip("<>")
    assert url.startswith(f"{settings.BASE_URL}{prefix}/invitations/")
    path = url.removeprefix(settings.BASE_URL)
    client.get(path)
    contact.refresh_from_db()
    assert contact.email_consent
    answer = client.post(path, {"List-Unsubscribe": "One-Click"})
    contact.refresh_from_db()
    assert (answer.status_code, contact.email_consent) == (200, False)
    assert client.post(path).status_code == 200


def test_guest_who_is_on_no_list_is_offered_none_to_leave(smtp_server):
    invite(email="guest@example.org")

    assert sent(smtp_server)["List-Unsubscribe"] is None
