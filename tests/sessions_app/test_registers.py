"""Staff pages for organizations, programs, themes, venues, and the outbox."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.mail.services import outbox
from sessions_app.models import Agency, Organization, OutboxMessage, Program, Room, Theme, Venue
from sessions_app.organizations.enums import VerificationState
from sessions_app.registrations.services.registrations import AttendeeInput
from tests.builders import (
    build_contact,
    build_organization,
    build_registration,
    build_session,
    build_theme,
    build_venue,
)
from tests.sessions_app.answers import errors_of, form_data, is_refused, text_of

pytestmark = pytest.mark.django_db


def test_organization_is_made_known_with_its_first_contact(officer_client):
    answer = officer_client.post(
        "/admin/organizations/new/",
        {
            "name": "Alder Legal Aid",
            "kind": "legal_services",
            "aliases": "ALA\nAlder Aid",
            "contact_name": "Rosa Delgado",
            "contact_email": "rosa@alder.example",
            "email_consent": "on",
        },
    )

    organization = Organization.objects.get()
    assert answer.url == reverse("organization:inspect", args=[organization.pk])
    assert set(organization.aliases.values_list("name", flat=True)) == {"ALA", "Alder Aid"}
    assert organization.contacts.get().email == "rosa@alder.example"
    page = text_of(officer_client.get(answer.url))
    assert "Rosa Delgado" in page


def test_known_name_is_asked_about_and_saved_when_it_is_another(officer_client):
    build_organization(name="Alder Legal Aid")
    data = {"name": "The Alder Legal Aid, Inc.", "kind": "legal_services"}

    answer = officer_client.post("/admin/organizations/new/", data)

    assert "already exists" in errors_of(answer)["name"][0]
    assert Organization.objects.count() == 1
    officer_client.post("/admin/organizations/new/", data | {"different_organization": "on"})
    assert Organization.objects.count() == 2


def test_names_that_are_alike_are_shown_once_and_then_saved(officer_client):
    known = build_organization(name="Alder Legal Aid", website="https://alder.example/")
    data = {"name": "Alder Legal Aide", "kind": "legal_services"}

    answer = officer_client.post("/admin/organizations/new/", data)

    assert "Check the organizations below" in errors_of(answer)["name"][0]
    page = answer.content.decode()
    assert f'name="seen_look_alikes" value="{known.pk}"' in page
    assert "Similar name" in page
    officer_client.post("/admin/organizations/new/", data | {"seen_look_alikes": known.pk})
    assert Organization.objects.count() == 2


def test_look_alikes_are_found_while_typing(officer_client, signed_in, auditor):
    known = build_organization(name="Alder Legal Aid", website="https://alder.example/")
    url = reverse("organization:possible_duplicates")

    page = text_of(officer_client.get(url, {"name": "alder leg"}))
    assert "Alder Legal Aid" in page
    assert "Advocacy · Waiting for verification · Similar name" in page
    assert text_of(officer_client.get(url, {"name": "alder leg", "besides": known.pk})) == ""
    assert text_of(officer_client.get(url, {"name": "x", "website": "http://alder.example"})) != ""
    assert is_refused(signed_in(auditor).get(url, {"name": "alder"}))
    assert officer_client.post(url).status_code == 405


def test_change_that_has_nothing_to_do_with_names_is_not_held_up(officer_client):
    build_organization(name="Alder Legal Aid")
    organization = build_organization(name="Alder Legal Aide")
    url = reverse("organization:edit", args=[organization.pk])

    form = officer_client.get(url).context["form"]
    answer = officer_client.post(url, form_data(form, kind="faith"))

    assert answer.status_code == 302


def test_contact_needs_name_and_address(officer_client):
    data = {"name": "Alder", "kind": "faith", "contact_name": "Rosa"}

    answer = officer_client.post("/admin/organizations/new/", data)

    assert list(errors_of(answer)) == ["contact_email"]


def test_organization_keeps_what_the_form_does_not_change(officer_client):
    organization = build_organization(verification=VerificationState.VERIFIED)
    url = reverse("organization:edit", args=[organization.pk])

    officer_client.post(
        url, form_data(officer_client.get(url).context["form"], website="https://alder.example/")
    )

    organization.refresh_from_db()
    assert organization.website == "https://alder.example/"
    assert organization.verification == VerificationState.VERIFIED


def test_verifying_and_declining(officer_client, officer, signed_in, analyst):
    organization = build_organization()
    build_contact(organization)
    verify = reverse("organization:move", args=[organization.pk, "verify"])

    assert is_refused(signed_in(analyst).post(verify))
    assert "Contacts who will get an e-mail: 1." in text_of(officer_client.get(verify))
    officer_client.post(verify)
    organization.refresh_from_db()
    assert (organization.verification, organization.verified_by) == ("verified", officer)
    decline = reverse("organization:move", args=[organization.pk, "decline"])
    assert list(errors_of(officer_client.post(decline))) == ["reason"]


def test_verification_that_runs_out_soon_is_shown_and_renewed(officer_client):
    due = timezone.localdate() + datetime.timedelta(days=5)
    organization = build_organization(
        name="Alder Aid", verification=VerificationState.VERIFIED, verification_due_on=due
    )
    build_organization(name="Birch Desk", verification=VerificationState.VERIFIED)
    index = reverse("organization:index")
    renew = reverse("organization:move", args=[organization.pk, "renew"])

    home = text_of(officer_client.get(reverse("wagtailadmin_home")))
    assert "Verification expires soon 1 Alder Aid" in home
    assert "Birch Desk" not in home
    assert list(officer_client.get(index, {"lapsing": "yes"}).context["object_list"]) == [
        organization
    ]
    officer_client.post(renew)
    assert list(officer_client.get(index, {"lapsing": "yes"}).context["object_list"]) == []
    organization.refresh_from_db()
    assert organization.verification_due_on == timezone.localdate() + datetime.timedelta(days=365)


def test_program_and_theme_are_saved_by_their_services(officer_client):
    officer_client.post(
        "/admin/programs/new/",
        {
            "name": "Border Search",
            "slug": "border-search",
            "summary": "What it is.",
            "lead_agency": Agency.objects.get(abbreviation="CBP").pk,
        },
    )
    officer_client.post(
        "/admin/themes/new/",
        {"name": "Waiting", "code": "waiting", "definition": "Time.", "codebook_version": 1},
    )

    assert Program.objects.get().name == "Border Search"
    assert Theme.objects.get().code == "waiting"


def test_theme_below_itself_is_refused(officer_client):
    upper = build_theme()
    lower = build_theme(parent=upper)
    url = reverse("theme:edit", args=[upper.pk])

    answer = officer_client.post(
        url, form_data(officer_client.get(url).context["form"], parent=lower.pk)
    )

    assert errors_of(answer) == {
        "parent": ["A theme cannot be its own broader theme. Choose another theme."]
    }


def test_venue_is_saved_with_its_rooms(officer_client):
    data = {
        "name": "Town Hall",
        "street": "1 Main Street",
        "city": "Alder Falls",
        "state": "IL",
        "zip_code": "60601",
        "rooms-TOTAL_FORMS": 2,
        "rooms-INITIAL_FORMS": 0,
        "rooms-0-name": "Blue room",
        "rooms-0-capacity": "",
        "rooms-1-name": "",
    }

    answer = officer_client.post("/admin/venues/new/", data)
    assert answer.context["form"].rooms[0].errors == {"capacity": ["Enter a number."]}
    officer_client.post("/admin/venues/new/", data | {"rooms-0-capacity": 40})

    assert Room.objects.get().venue == Venue.objects.get()


def test_venue_known_already_is_refused(officer_client):
    venue = build_venue()
    data = form_data(officer_client.get(reverse("venue:edit", args=[venue.pk])).context["form"]) | {
        "rooms-TOTAL_FORMS": 0,
        "rooms-INITIAL_FORMS": 0,
    }

    answer = officer_client.post("/admin/venues/new/", data)

    assert answer.status_code == 200
    assert Venue.objects.count() == 1


def test_failed_message_is_sent_again_by_those_who_run_sessions(officer_client, signed_in, analyst):
    message = OutboxMessage.objects.get(registration=build_registration())
    OutboxMessage.objects.update(failed_at=timezone.now(), attempts=10)
    url = reverse("outboxmessage:move", args=[message.pk, "send-again"])

    page = text_of(officer_client.get(reverse("outboxmessage:inspect", args=[message.pk])))
    assert "Not delivered" in page
    assert "Send again" in page
    assert is_refused(signed_in(analyst).post(url))
    officer_client.post(url)
    message.refresh_from_db()
    assert (message.failed_at, message.attempts) == (None, 0)


def test_outbox_is_filtered_by_what_became_of_the_message(officer_client):
    sent = OutboxMessage.objects.get(registration=build_registration())
    OutboxMessage.objects.update(sent_at=timezone.now())
    waiting = OutboxMessage.objects.get(registration=build_registration())
    index = reverse("outboxmessage:index")

    def shown(state):
        return set(officer_client.get(index, {"state": state}).context["object_list"])

    assert shown("sent") == {sent}
    assert shown("waiting") == {waiting}
    assert shown("failed") == set()


def test_outbox_tells_why_an_e_mail_waits_and_sends_it_when_the_server_is_back(
    manager_client, smtp_server
):
    registration = build_registration()
    message = OutboxMessage.objects.get(registration=registration)
    page = reverse("outboxmessage:inspect", args=[message.pk])
    index = reverse("outboxmessage:index")
    session = {"listening_session": registration.listening_session_id}
    smtp_server.stop()
    outbox.deliver_due()

    listed = text_of(manager_client.get(index, session))
    assert "Next attempt:" in listed
    assert "We could not reach the mail server." in listed
    OutboxMessage.objects.update(attempts=len(outbox.BACK_OFF), next_attempt_at=timezone.now())
    outbox.deliver_due()
    failed = text_of(manager_client.get(page))
    assert "Not delivered" in failed
    assert "ConnectionRefusedError" in failed

    smtp_server.start()
    manager_client.post(reverse("outboxmessage:move", args=[message.pk, "send-again"]))
    assert outbox.deliver_due() == 1

    assert smtp_server.messages[0]["Message-ID"] == message.message_id
    assert "Error" not in text_of(manager_client.get(page))
    other = {"listening_session": build_session().pk}
    assert list(manager_client.get(index, other).context["object_list"]) == []


def test_reminder_that_was_dropped_says_why_and_cannot_be_sent(manager_client):
    message = OutboxMessage.objects.get(registration=build_registration())
    OutboxMessage.objects.update(voided_at=timezone.now(), void_reason="moved")
    url = reverse("outboxmessage:move", args=[message.pk, "send-again"])

    page = manager_client.get(reverse("outboxmessage:inspect", args=[message.pk]))
    assert "Not sent: the session changed" in text_of(page)
    assert page.context["transitions"] == []
    manager_client.post(url)
    message.refresh_from_db()
    assert message.voided_at is not None


def test_names_of_those_who_come_are_for_those_who_run_the_session(
    officer_client, signed_in, analyst, auditor
):
    registration = build_registration(attendees=[AttendeeInput(name="Wren Halloway")])
    address = reverse("registration:inspect", args=[registration.pk])

    assert "Wren Halloway" in text_of(officer_client.get(address))
    for user in (analyst, auditor):
        words = text_of(signed_in(user).get(address))
        assert "Wren Halloway" not in words
        assert "Attendees 1 person" in words
