"""The workspace of an organization's representative."""

import datetime
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.models import AccessToken, ActionLink, AuditEntry, Contact, Registration
from sessions_app.organizations.enums import VerificationState
from tests.builders import (
    VIRTUAL,
    build_action,
    build_contact,
    build_feedback,
    build_organization,
    build_public_feedback,
    build_registration,
    build_session,
    build_user,
)
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db
URL = "/organization/"
CODE_URL = "/accounts/login/code/"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def organization(db):
    return build_organization(name="Alder Aid", verification=VerificationState.VERIFIED)


@pytest.fixture
def contact(organization):
    return build_contact(organization, name="Rosa Delgado", email="rosa@alder.example")


@pytest.fixture
def rosa(client, contact):
    contact.user = build_user(email=contact.email)
    contact.save()
    client.force_login(contact.user)
    return client


def ask_for_code(client, email):
    return client.post(CODE_URL, {"email": email})


def sign_in(client, email):
    ask_for_code(client, email)
    code = re.search(r"^Code: (\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    return client.post(f"{CODE_URL}confirm/", {"code": code})


def test_contact_signs_in_by_code_and_gets_an_account_without_password(client, contact):
    answer = sign_in(client, "Rosa@alder.example")

    assert answer.url == URL
    user = User.objects.get()
    assert (user.email, user.get_full_name()) == ("rosa@alder.example", "Rosa Delgado")
    assert not user.has_usable_password()
    contact.refresh_from_db()
    assert contact.user == user
    assert "Alder Aid" in text_of(client.get(URL))
    assert client.get("/admin/").status_code == 403
    sign_in(Client(), "rosa@alder.example")
    assert User.objects.count() == 1


def test_answer_is_the_same_for_every_address_and_strangers_get_no_account(client, contact):
    left = build_contact(build_organization(), email="left@alder.example")
    left.memberships.update(ended_on=timezone.localdate())
    build_contact(build_organization(verification="declined"), email="no@alder.example")
    answers = set()
    for email in (contact.email, "nobody@alder.example", left.email, "no@alder.example"):
        answer = ask_for_code(Client(), email)
        answers.add((answer.status_code, answer["Location"]))

    assert len(answers) == 1
    assert len(mail.outbox) == 4
    assert [user.email for user in User.objects.all()] == [contact.email]
    strangers = mail.outbox[1]
    assert "There is no account with this address" in strangers.body
    assert "/organizations/register/" in strangers.body


def test_codes_are_few_for_one_address(contact):
    for _number in range(4):
        answer = ask_for_code(Client(), contact.email)

    assert answer.status_code == 200
    assert len(mail.outbox) == 3


def test_account_that_was_switched_off_stays_off(client, contact):
    contact.user = build_user(email=contact.email, is_active=False)
    contact.save()

    ask_for_code(client, contact.email)

    assert User.objects.count() == 1
    assert "There is no account with this address" in mail.outbox[0].body


def test_visitor_is_sent_to_ask_for_a_code(client):
    assert client.get(URL).url == CODE_URL


def test_person_without_organization_is_told_what_to_do(client):
    client.force_login(build_user(email="somebody@example.org"))

    page = text_of(client.get(URL))

    assert "You are not listed as a contact for any organization" in page
    assert "somebody@example.org" in page


def test_registrations_of_colleagues_are_shown_and_own_ones_lead_on(rosa, organization, contact):
    build_contact(organization, name="Omar Field", email="omar@alder.example")
    session = build_session(title="Evening in Alder Falls", join_link="https://meet.example/1")
    own = build_registration(session, email=contact.email, mode=VIRTUAL)
    theirs = build_registration(session, email="omar@alder.example", name="Omar Field", people=2)
    stranger = build_registration(session, email="zed@other.example")

    page = rosa.get(URL).content.decode()

    for registration in (own, theirs):
        for person in registration.attendees.all():
            assert person.name in page
    assert stranger.attendees.get().name not in page
    assert "meet.example" not in page
    assert "Registered by Omar Field" in page
    open_own = f"{URL}registrations/{own.reference}/"
    assert open_own in page
    assert rosa.get(open_own).status_code == 405
    assert rosa.post(open_own).url.startswith("/registrations/")
    for other in (theirs, stranger):
        assert rosa.post(f"{URL}registrations/{other.reference}/").status_code == 404


def test_page_changes_nothing_when_it_is_read(rosa, contact):
    build_registration(email=contact.email)
    AccessToken.objects.update(revoked_at=timezone.now())
    before = list(AccessToken.objects.values())

    rosa.get(URL)

    assert list(AccessToken.objects.values()) == before


def test_what_was_heard_is_shown_in_approved_words_with_public_actions_alone(rosa, organization):
    item = build_public_feedback(
        organization=organization, public_summary="Signs are in one language.", private_note="Loud!"
    )
    build_feedback(organization=organization, private_note="Not yet summarized.")
    build_public_feedback(organization=build_organization(), public_summary="Of somebody else.")
    for title, is_public in (("Print signs", True), ("Secret plan", False)):
        action = build_action(title=title, is_public=is_public)
        ActionLink.objects.create(action=action, feedback_item=item)

    page = text_of(rosa.get(URL))

    assert "Signs are in one language." in page
    assert "Print signs" in page
    assert "We noted 1 more point from you." in page
    for words in ("Loud!", "Not yet summarized.", "Of somebody else.", "Secret plan"):
        assert words not in page


def test_sessions_that_are_open_and_not_registered_for_are_offered(rosa, contact):
    build_registration(build_session(title="Already registered"), email=contact.email)
    build_session(title="Open to all")
    build_session(title="Just planned", state="draft")
    past = timezone.now() - datetime.timedelta(days=1)
    build_session(title="Closed early", registration_closes_at=past)

    page = text_of(rosa.get(URL))
    offered = page[page.index("Sessions that you can register for") :]

    assert "Open to all" in offered
    for title in ("Already registered", "Just planned", "Closed early"):
        assert title not in offered


def test_contact_changes_own_details_but_not_the_address(rosa, contact):
    data = {"name": "Rosa D.", "phone": "202-555-0143", "email": "x@y.example"}

    assert rosa.post(f"{URL}details/", data).url == URL

    contact.refresh_from_db()
    assert (contact.name, contact.email, contact.email_consent) == (
        "Rosa D.",
        "rosa@alder.example",
        False,
    )
    entry = AuditEntry.objects.latest("pk")
    assert (entry.user, sorted(entry.data["fields"])) == (
        contact.user,
        ["email_consent", "name", "phone"],
    )
    wrong = rosa.post(f"{URL}details/", {"name": "", "phone": "call me"})
    assert "Enter your name." in text_of(wrong)
    assert "call me" in wrong.content.decode()


def test_calendar_address_is_made_by_a_button_and_replaced_by_it(rosa):
    assert "webcal://" not in rosa.get(URL).content.decode()

    rosa.post(f"{URL}calendar/")
    first = re.search(r"webcal://[^\"]+", rosa.get(URL).content.decode())[0]
    rosa.post(f"{URL}calendar/")

    assert first not in rosa.get(URL).content.decode()
    assert rosa.get(f"{URL}calendar/").status_code == 405


def test_page_is_kept_by_no_cache_and_no_search_engine(rosa):
    answer = rosa.get(URL)

    assert "no-store" in answer["Cache-Control"]
    assert 'name="robots" content="noindex"' in answer.content.decode()


def test_contact_who_left_sees_nothing_any_more(rosa, contact):
    contact.memberships.update(ended_on=timezone.localdate())

    assert "You are not listed as a contact" in text_of(rosa.get(URL))
    assert rosa.post(f"{URL}details/", {"name": "Changed"}).status_code == 200
    assert Contact.objects.get().name == "Rosa Delgado"


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_number_of_times(rosa, organization, django_assert_num_queries, count):
    for number in range(count):
        colleague = build_contact(organization)
        build_registration(build_session(), email=colleague.email)
        build_session(title=f"Open {number}")
        action = build_action(is_public=True)
        item = build_public_feedback(organization=organization)
        ActionLink.objects.create(action=action, feedback_item=item)
    assert Registration.objects.count() == count
    rosa.get(URL)

    with django_assert_num_queries(22):
        rosa.get(URL)
