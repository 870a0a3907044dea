"""Nobody learns from the public form who is registered (docs/invariants.md, 2)."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.models import OutboxMessage, Registration
from sessions_app.registrations.services import invitations, transitions
from sessions_app.registrations.services.invitations import Guest
from sessions_app.registrations.services.personal_links import raw_invitation_token_for
from tests.builders import (
    build_contact,
    build_organization,
    build_registration,
    build_session,
    build_user,
)
from tests.sessions_app.lookups import link_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

KNOWN, UNKNOWN = "known@lakeside.example", "other@lakeside.example"


def free():
    return build_session(capacities={"in_person": 9, "virtual": 9})


def full():
    return build_session(capacities={"in_person": 1, "virtual": 0})


def full_without_waitlist():
    return build_session(capacities={"in_person": 1, "virtual": 0}, waitlist_mode="none")


def group_larger_than_what_is_left():
    return build_session(capacities={"in_person": 2, "virtual": 0})


def reviewed():
    return build_session(approval_required=True)


def allotment_used_up():
    organization = build_organization(
        name="Lakeside Legal Aid", website="https://lakeside.example", verification="verified"
    )
    for address in (KNOWN, UNKNOWN):
        build_contact(organization, email=address)
    return build_session(seats_per_organization=1)


def answer_to(send, session: ListeningSession, email: str, **answers: object) -> str:
    response = send(session, email=email, **answers)
    page = re.sub(re.escape(email), "ADDRESS", response.content.decode(), flags=re.IGNORECASE)
    stamps = re.compile(r'name="form_stamp" value="[^"]*"')
    return f"{response.status_code} {response.headers.get('Location')} {stamps.sub('', page)}"


@pytest.mark.parametrize(
    "make",
    [
        free,
        full,
        full_without_waitlist,
        group_larger_than_what_is_left,
        reviewed,
        allotment_used_up,
    ],
)
@pytest.mark.parametrize("spelling", [KNOWN, KNOWN.upper()])
def test_known_and_unknown_addresses_get_the_same_answer(send, make, spelling):
    session = make()
    group = {"people-0-name": "Ben"} if make is group_larger_than_what_is_left else {}
    organization = {"organization_name": "Lakeside Legal Aid"} if make is allotment_used_up else {}
    build_registration(session, email=KNOWN, **organization)
    before = OutboxMessage.objects.count()

    # The known one first: an unknown one takes a seat.
    known = answer_to(send, session, spelling, **group, **organization)
    assert Registration.objects.count() == 1
    if make is not full_without_waitlist:  # refused on the check page already
        told = OutboxMessage.objects.order_by("pk").last()
        assert OutboxMessage.objects.count() == before + 1
        assert (told.kind, told.recipient) == ("registration_known", KNOWN)

    assert answer_to(send, session, UNKNOWN, **group, **organization) == known


def test_form_of_a_cancelled_registration_sent_again_gets_the_same_answer(
    client, typed, stamp_of, send
):
    """The Back button, after the person had cancelled and registered anew."""
    session = free()
    form = {**typed, "email": KNOWN, "form_stamp": stamp_of(f"register:{session.pk}")}
    address = f"/sessions/{session.slug}/register/"
    client.post(address, {**form, "step": "send"})
    first = Registration.objects.get()
    transitions.cancel(registration=first, by=None)
    send(session, email=KNOWN)
    assert Registration.objects.count() == 2

    again = client.post(address, {**form, "step": "send"})

    assert again.status_code == 200
    assert Registration.objects.count() == 2
    assert OutboxMessage.objects.filter(kind="registration_known").count() == 1


def inserted_rows(send, session: ListeningSession, email: str, **answers: object) -> Counter[str]:
    with CaptureQueriesContext(connection) as queries:
        answer_to(send, session, email, **answers)
    return Counter(
        query["sql"].split()[2] for query in queries if query["sql"].startswith("INSERT INTO")
    )


@pytest.mark.parametrize("own_addresses", [0, 3])
def test_known_and_unknown_addresses_take_the_same_work(send, own_addresses):
    """Time tells nothing if the same rows are written and the same e-mails rendered."""
    session = free()
    build_registration(session, email=KNOWN)
    group: dict[str, str] = {}
    for number in range(own_addresses):
        group |= {
            f"people-{number}-name": f"Guest {number}",
            f"people-{number}-email": f"guest{number}@lakeside.example",
        }
    answer_to(send, session, "first@lakeside.example")  # what is read or made but once

    known = inserted_rows(send, session, KNOWN, **group)
    assert known['"sessions_app_registration"'] == 1
    assert inserted_rows(send, session, UNKNOWN, **group) == known


def test_page_shows_what_was_typed_and_what_to_do_next(send):
    session = build_session()

    page = send(
        session, phone="202-555-0143", kinds=["braille"], **{"people-0-name": "Ben Okafor"}
    ).content.decode()

    for words in (
        "we are sending an e-mail to <strong>dana@example.org</strong>",
        "If no e-mail comes",
        session.title,
        f"/sessions/{session.slug}/calendar.ics",
        "Dana Rivera",
        "Ben Okafor",
        "202-555-0143",
        "Braille",
    ):
        assert words in page
    for secret in (Registration.objects.get().reference, link_of(Registration.objects.get())):
        assert secret not in page


def test_address_asked_about_again_within_the_hour_gets_one_e_mail(send):
    session = build_session()
    build_registration(session, email="dana@example.org")

    for _time in range(3):
        send(session)

    assert OutboxMessage.objects.filter(kind="registration_known").count() == 1


@pytest.fixture
def invited():
    session = build_session(visibility="invitation")
    staff = build_user()
    invitations.invite(
        listening_session=session, guests=[Guest(email="Guest@example.org")], by=staff
    )
    invitations.send(invitations=session.invitations.all(), by=staff)
    return session


def post_invited(client, typed, stamp_of, session, email):
    token = raw_invitation_token_for(invitation=session.invitations.get())
    data = {**typed, "email": email, "form_stamp": stamp_of(f"register:{session.pk}")}
    return client.post(f"/invitations/{token}/register/", {**data, "step": "send"})


def test_invited_person_sees_the_confirmation_at_once(client, typed, stamp_of, invited):
    response = post_invited(client, typed, stamp_of, invited, "guest@example.org")

    assert response["Location"] == link_of(Registration.objects.get())


def test_invitation_proves_no_other_address(client, typed, stamp_of, invited):
    response = post_invited(client, typed, stamp_of, invited, "somebody@example.org")

    assert response.status_code == 200
    assert b"Now look for our e-mail" in response.content
    assert b"calendar.ics" not in response.content  # its session has no public calendar


def test_used_invitation_tells_nothing_about_an_address_either(client, typed, stamp_of, invited):
    post_invited(client, typed, stamp_of, invited, "guest@example.org")

    pages = [
        post_invited(client, typed, stamp_of, invited, email).content.decode()
        for email in ("GUEST@example.org", "somebody@example.org")
    ]

    assert all("This invitation has already been used" in page for page in pages)


@pytest.mark.parametrize("is_verified", [True, False])
@pytest.mark.parametrize("is_registered", [True, False])
def test_signed_in_person_sees_the_confirmation_if_the_address_is_verified(
    client, send, is_verified, is_registered
):
    user = build_user(email="Dana@example.org")
    user.emailaddress_set.create(email=user.email, verified=is_verified, primary=True)
    client.force_login(user)
    session = build_session()
    if is_registered:
        build_registration(session, email="dana@example.org")

    response = send(session)

    if is_verified:
        assert response["Location"] == link_of(Registration.objects.get())
    else:
        assert b"Now look for our e-mail" in response.content


@pytest.mark.parametrize(
    ("capacity", "people", "words"),
    [
        (5, 2, "2 seats are free now."),
        (None, 2, "2 seats are free now."),
        (1, 1, "All seats are taken. If you send this, you join the waitlist."),
        (5, 4, "4 seats are free now."),
        (4, 4, "Only 3 seats are free, and you asked for 4."),
    ],
)
def test_check_page_says_what_sending_would_bring(send, capacity, people, words):
    session = build_session(capacities={"in_person": capacity, "virtual": 0})
    build_registration(session)
    group = {"people-TOTAL_FORMS": "3"}
    group |= {f"people-{n}-name": f"Person {n}" for n in range(people - 1)}

    page = send(session, step="check", **group).content.decode()

    assert words in page
    assert Registration.objects.count() == 1


def test_check_page_says_that_staff_look_first(send):
    page = send(build_session(approval_required=True), step="check").content.decode()

    assert "Staff look at each registration first and then write to you." in page


@pytest.mark.parametrize(
    ("values", "people", "words"),
    [
        ({"capacities": {"in_person": 2, "virtual": 0}}, 3, "has 2 seats in all"),
        (
            {"capacities": {"in_person": 2, "virtual": 0}, "waitlist_mode": "none"},
            2,
            "Only 1 seat is left",
        ),
        ({"people_per_registration": 2}, 3, "One registration is for up to 2 people."),
        ({"people_per_registration": 1}, 2, "One registration is for 1 person."),
    ],
)
def test_group_that_cannot_come_hears_it_before_it_sends(send, values, people, words):
    session = build_session(**values)
    build_registration(session)
    group = {"people-TOTAL_FORMS": "3"}
    group |= {f"people-{n}-name": f"Person {n}" for n in range(people - 1)}

    page = send(session, step="check", **group).content.decode()

    assert words in page
    assert 'value="Dana Rivera"' in page
    assert 'value="Person 0"' in page
