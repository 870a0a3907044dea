import datetime
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from sessions_app.models import AccommodationRequest, Attendee, OutboxMessage, Registration
from tests.builders import build_contact, build_organization, build_session
from tests.sessions_app.lookups import link_of

pytestmark = pytest.mark.django_db


def test_form_says_purpose_time_and_privacy_first(client):
    session = build_session(seats_per_organization=3)

    page = client.get(f"/sessions/{session.slug}/register/").content.decode()

    assert page.index("about three minutes") < page.index('id="id_name"')
    assert page.index("Names are not published.") < page.index('id="id_name"')
    assert "your organization has 3 seats in all" in page
    for token in ("name", "email", "tel", "organization"):
        assert f'autocomplete="{token}"' in page


def test_form_asks_only_for_the_ways_that_the_session_has(client):
    hybrid = build_session(capacities={"in_person": 5, "virtual": 0})
    page = client.get(f"/sessions/{hybrid.slug}/register/").content
    assert b"In person: 5 seats left" in page
    assert b"Online, by video or phone: full, you would join the waitlist" in page

    virtual = build_session(format="virtual")
    page = client.get(f"/sessions/{virtual.slug}/register/").content
    assert b'name="mode" value="virtual"' in page
    assert b'type="radio" name="mode"' not in page


@pytest.mark.parametrize(
    ("days", "words"),
    [(20, b"We need about 7 days to arrange this."), (3, b"The session is soon")],
)
def test_form_warns_of_the_lead_time_and_refuses_nothing(client, send, days, words):
    session = build_session(starts_at=timezone.now() + datetime.timedelta(days=days))

    assert words in client.get(f"/sessions/{session.slug}/register/").content

    send(session, kinds=["asl"])
    assert AccommodationRequest.objects.get().is_late == (days == 3)


def test_full_session_without_a_waitlist_says_so(client):
    session = build_session(capacities={"in_person": 0, "virtual": 0}, waitlist_mode="none")

    response = client.get(f"/sessions/{session.slug}/register/")

    assert b"You cannot register" in response.content
    assert b'id="id_name"' not in response.content


def test_one_person_registers_without_writing_the_name_twice(client, send):
    session = build_session()

    response = send(session)

    registration = Registration.objects.get()
    assert (registration.state, registration.seats, registration.source) == ("confirmed", 1, "web")
    assert list(Attendee.objects.values_list("name", "email")) == [
        ("Dana Rivera", "dana@example.org")
    ]
    assert response.status_code == 200
    assert "Now look for our e-mail" in response.content.decode()
    page = client.get(link_of(registration)).content.decode()
    assert "You are registered" in page
    assert registration.reference in page


def test_group_registers_with_what_it_needs(client, send):
    session = build_session()

    send(
        session,
        is_coming="",
        phone="(202) 555-0143",
        organization_name="Lakeside Legal Aid",
        mode="virtual",
        kinds=["interpreter", "cart"],
        interpreter_language="K’iche’",
        detail="By phone.",
        **{
            "people-TOTAL_FORMS": "3",
            "people-0-name": "Ben Okafor",
            "people-0-email": "ben@example.org",
            "people-1-name": "",
            "people-2-name": "Ana   Cruz",
        },
    )

    registration = Registration.objects.get()
    assert (registration.mode, registration.seats) == ("virtual", 2)
    assert str(registration.phone) == "+1 202-555-0143"
    assert registration.organization_name == "Lakeside Legal Aid"
    assert list(Attendee.objects.values_list("name", flat=True)) == ["Ben Okafor", "Ana Cruz"]
    assert set(AccommodationRequest.objects.values_list("kind", "language", "detail")) == {
        ("interpreter", "K’iche’", "By phone."),
        ("cart", "", "By phone."),
    }


def test_language_written_without_the_tick_still_asks_for_an_interpreter(send):
    send(build_session(), interpreter_language="Somali")

    assert AccommodationRequest.objects.get().kind == "interpreter"


def test_check_page_shows_every_answer_and_registers_nobody(send):
    session = build_session()

    page = send(
        session,
        step="check",
        phone="202-555-0143",
        organization_name="Lakeside <b>Aid</b>",
        kinds=["braille", "interpreter"],
        interpreter_language="Hmong",
        **{"people-0-name": "Ben Okafor", "people-0-email": "ben@example.org"},
    ).content.decode()

    for answer in (
        "Dana Rivera",
        "dana@example.org",
        "+1 202-555-0143",
        "Lakeside &lt;b&gt;Aid&lt;/b&gt;",
        "In person",
        "2 people are coming",
        "Ben Okafor (ben@example.org)",
        "Braille",
        "Spoken-language interpreter: Hmong",
    ):
        assert answer in page, answer
    assert Registration.objects.count() == 0


def test_check_page_carries_the_whole_form_back_and_forth(client, send):
    session = build_session()
    url = f"/sessions/{session.slug}/register/"
    checked = send(session, step="check", detail="Near\nthe door", **{"people-0-name": "Ben"})
    inputs = re.findall(
        r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', checked.content.decode()
    )
    carried: dict[str, list[str]] = {}
    for name, value in inputs:
        carried.setdefault(name, []).append(value)

    back = client.post(url, {**carried, "step": "edit"}).content.decode()
    assert 'value="Dana Rivera"' in back
    assert 'value="Ben"' in back
    assert "Near\nthe door" in back
    assert "usa-error-message" not in back

    client.post(url, {**carried, "step": "send"})
    assert Registration.objects.get().seats == 2
    assert AccommodationRequest.objects.get().detail == "Near\nthe door"


def test_add_another_person_keeps_what_was_typed_and_judges_nothing(send):
    page = send(
        build_session(), step="add_person", email="half", **{"people-0-name": "Ben"}
    ).content.decode()

    assert 'value="half"' in page
    assert 'value="Ben"' in page
    assert 'name="people-1-name"' in page
    assert "usa-error-message" not in page


def test_add_another_person_stops_at_ten(send):
    answers = {"people-TOTAL_FORMS": "10", **{f"people-{n}-name": f"P{n}" for n in range(10)}}

    page = send(build_session(), step="add_person", **answers).content.decode()

    assert 'name="people-9-name"' in page
    assert 'name="people-10-name"' not in page
    assert "For a larger group, please write to us." in page


def test_eleven_people_are_refused_in_words(send):
    answers = {"people-TOTAL_FORMS": "10", **{f"people-{n}-name": f"P{n}" for n in range(10)}}

    response = send(build_session(), **answers)

    assert b"One registration is for up to 10 people." in response.content
    assert Registration.objects.count() == 0


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"name": " "}, "Enter your name."),
        ({"email": "dana at example.org"}, "It needs one @ and no spaces."),
        ({"phone": "12"}, "with its area code"),
        ({"mode": ""}, "Choose how you will take part."),
        ({"mode": "carrier_pigeon"}, "Choose one of the ways to take part."),
        (
            {"is_coming": "", "people-1-name": ""},
            "Enter the name of at least one person who is coming.",
        ),
        ({"people-0-email": "x@example.org"}, "Enter the name of the person with this e-mail"),
        (
            {"kinds": ["interpreter"], "interpreter_language": ""},
            "Enter the language needed.",
        ),
        ({"kinds": ["other"]}, "Enter what you need, in a few words."),
        ({"name": "A" * 201}, "Use 200 characters or fewer. You used 201."),
        ({"detail": "x" * 1001}, "Use 1000 characters or fewer."),
        ({"people-TOTAL_FORMS": "many"}, "Part of this form did not reach us"),
    ],
)
def test_wrong_answer_is_explained_and_the_rest_is_kept(send, answers, words):
    kept = {"interpreter_language": "Somali", "people-1-name": "Kept Person"}
    kept["people-TOTAL_FORMS"] = "2"
    response = send(build_session(), **{**kept, **answers})

    page = response.content.decode()
    assert words in page
    assert "There is a problem" in page
    assert page.index("There is a problem") < page.index("<h1")
    assert "<title>Error: " in page
    assert ("Kept Person" in page) == (not {"people-1-name", "people-TOTAL_FORMS"} & set(answers))
    assert Registration.objects.count() == 0


def test_sending_twice_registers_once(client, typed, stamp_of):
    session = build_session()
    url = f"/sessions/{session.slug}/register/"
    data = {**typed, "form_stamp": stamp_of(f"register:{session.pk}"), "step": "send"}

    first, second = client.post(url, data), client.post(url, data)

    assert first.content == second.content
    assert OutboxMessage.objects.count() == 1
    assert Registration.objects.count() == 1


def test_form_sent_again_for_somebody_else_registers_them_as_well(client, typed, stamp_of):
    session = build_session()
    url = f"/sessions/{session.slug}/register/"
    data = {**typed, "form_stamp": stamp_of(f"register:{session.pk}"), "step": "send"}

    client.post(url, data)
    client.post(url, data | {"name": "Eva Stone", "email": "eva@example.org"})

    assert Registration.objects.filter(name="Eva Stone", email="eva@example.org").exists()


def test_full_way_without_a_waitlist_is_refused_beside_the_question(send):
    session = build_session(capacities={"in_person": 1, "virtual": 9}, waitlist_mode="none")

    page = send(session, **{"people-0-name": "Ben"}).content.decode()

    assert 'href="#id_mode_0"' in page
    assert "has 1 seat in all" in page
    assert 'value="Ben"' in page


def test_organization_that_used_its_seats_is_told(send):
    organization = build_organization(name="Lakeside Legal Aid", verification="verified")
    session = build_session(seats_per_organization=1)
    build_contact(organization, email="dana@example.org")

    page = send(
        session, organization_name="Lakeside Legal Aid", **{"people-0-name": "Ben"}
    ).content.decode()

    assert "There is a problem" in page
    assert 'value="Lakeside Legal Aid"' in page
    assert Registration.objects.count() == 0


def test_session_that_closed_while_one_was_typing_loses_nothing(send):
    session = build_session(registration_closes_at=timezone.now() - datetime.timedelta(minutes=1))

    page = send(session).content.decode()

    assert "Registration for this session is closed." in page
    assert 'value="Dana Rivera"' in page


def test_waiting_comes_with_its_place_in_line(client, send):
    session = build_session(capacities={"in_person": 0})

    send(session)

    page = client.get(link_of(Registration.objects.get())).content.decode()
    assert "You are on the waitlist" in page
    assert "Your place on the waitlist" in page


def test_honeypot_is_explained_and_emptied(send):
    response = send(build_session(), company_fax="555")

    assert response.status_code == 400
    assert b"A hidden box was filled in" in response.content
    assert b"Dana Rivera" in response.content
    assert b'value="555"' not in response.content
    assert Registration.objects.count() == 0


def test_form_sent_faster_than_anybody_types_is_asked_for_again(client, typed):
    session = build_session()
    url = f"/sessions/{session.slug}/register/"
    stamp = re.search(r'name="form_stamp" value="([^"]+)"', client.get(url).content.decode())[1]

    response = client.post(url, {**typed, "form_stamp": stamp, "step": "send"})

    assert response.status_code == 400
    assert b"That was very quick." in response.content


@pytest.mark.parametrize("stamp", ["", "x", "a:b:c"])
def test_form_with_a_stamp_that_is_not_ours_gets_a_new_one(client, send, stamp):
    response = send(build_session(), form_stamp=stamp)

    assert response.status_code == 400
    assert b"This page was open for a long time." in response.content
    assert re.search(rb'name="form_stamp" value="[^"]{40,}"', response.content)


def test_form_sent_from_another_site_is_refused(client, typed, stamp_of):
    session = build_session()
    data = {**typed, "form_stamp": stamp_of(f"register:{session.pk}"), "step": "send"}

    response = client.post(
        f"/sessions/{session.slug}/register/", data, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert response.status_code == 400
    assert Registration.objects.count() == 0


def test_too_many_forms_from_one_network_wait_and_keep_their_answers(send, settings):
    settings.PUBLIC_FORM_SENDS_PER_HOUR = 1
    session = build_session()
    send(session)

    response = send(session, email="second@example.org", name="Second Person")

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert b"many forms from your network" in response.content
    assert b"Second Person" in response.content
    assert Registration.objects.count() == 1


def test_limit_never_stores_the_address(send, monkeypatch):
    keys = []
    add = cache.add
    monkeypatch.setattr(
        cache, "add", lambda key, *args, **kw: keys.append(key) or add(key, *args, **kw)
    )

    send(build_session())

    assert len(keys) == 1
    assert "127.0.0.1" not in keys[0]


def test_page_needs_no_cookie_and_is_kept_by_no_shared_cache(client):
    response = client.get(f"/sessions/{build_session().slug}/register/")

    assert not response.cookies
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(("chosen", "language"), [({}, "en"), ({"language": "es"}, "es")])
def test_registrant_chooses_the_language_of_e_mails(send, chosen, language):
    send(build_session(), **chosen)

    assert Registration.objects.get().language == language


def test_online_session_offers_nothing_that_only_a_room_has(client, send):
    session = build_session(format="virtual")

    page = client.get(f"/sessions/{session.slug}/register/").content.decode()

    for words in ("Wheelchair", "chair", "where you need to sit", "door"):
        assert words not in page
    assert "Live captions" in page
    refused = send(session, mode="virtual", kinds=["wheelchair"]).content.decode()
    assert "There is a problem" in refused
    assert not AccommodationRequest.objects.exists()


def test_room_offers_wheelchair_access(client):
    page = client.get(f"/sessions/{build_session().slug}/register/").content.decode()

    assert "Wheelchair access" in page
    assert "a badge and a chair" in page
