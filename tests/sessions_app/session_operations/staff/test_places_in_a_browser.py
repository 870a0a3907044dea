"""Correcting a venue, and leaving the time zone to the venue, in Chromium."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from sessions_app.models import ListeningSession, OutboxMessage, Venue
from tests.browsing import follow
from tests.builders import (
    build_invitation,
    build_program,
    build_registration,
    build_room,
    build_session,
    build_venue,
)
from tests.sessions_app.session_operations.staff.looks import problems_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_venue_is_corrected_after_a_look_at_who_is_told(staff_page, live_server, officer):
    venue = build_venue(name="Alder Falls Libary", accessibility_notes="Ramp on Elm Street.")
    room = build_room(venue=venue, name="Reading Room")
    for title in ("An evening in Alder Falls", "A second evening in Alder Falls"):
        session = build_session(title=title, venue=venue, room=room, host=officer)
        build_registration(session, organization_name="Alder Legal Aid")
        build_registration(session, language="es")
        build_invitation(session)
    OutboxMessage.objects.all().delete()
    page = staff_page
    page.goto(live_server.url + reverse("venue:edit", args=[venue.pk]))
    found = problems_of(page, "venue-form")

    page.get_by_label("Accessibility", exact=True).fill("")
    page.get_by_label("Tell people about").check()
    follow(page.locator("footer [type=submit]").first)
    expect(page.get_by_text("uncheck the box below").first).to_be_visible()
    found += problems_of(page, "venue-error")

    page.get_by_label("Accessibility", exact=True).fill("Ramp at the back, on Oak Street.")
    page.locator("#id_name").fill("Alder Falls Library")
    page.locator("#id_rooms-0-name").fill("Reading Room A")
    follow(page.locator("footer [type=submit]").first)
    expect(page.get_by_text("6 e-mails will be sent. Review them first.")).to_be_visible()
    expect(page.get_by_text("A second evening in Alder Falls").first).to_be_visible()
    found += problems_of(page, "venue-preview")
    assert Venue.objects.get().name == "Alder Falls Libary"

    page.get_by_label("Note to add").fill("Only the name was wrong.")
    follow(page.get_by_role("button", name="Save and notify 6 people"))
    expect(page.get_by_text("saved. 6 e-mails are being sent.")).to_be_visible()
    found += problems_of(page, "venue-saved")

    assert found == []
    assert Venue.objects.get().name == "Alder Falls Library"
    assert OutboxMessage.objects.count() == 6
    assert set(ListeningSession.objects.values_list("sequence", flat=True)) == {1}


def test_time_zone_is_left_to_the_venue_and_a_wrong_one_is_warned_of(staff_page, live_server):
    build_program(name="Secure Communities")
    build_venue(name="Alder Hall", city="Alder Falls", state="TN")
    page = staff_page
    page.goto(live_server.url + "/admin/listening-sessions/new/")
    page.get_by_label("Title").fill("An evening in Alder Falls")
    page.get_by_label("Program").select_option(label="Secure Communities")
    page.get_by_label("Description").fill("Come and speak.")
    page.locator("#id_day").fill("2030-07-17")
    page.get_by_label("Start time").fill("18:00")
    page.get_by_label("End time").fill("20:00")
    page.get_by_label("In person").check()
    page.get_by_label("Venue").select_option(label="Alder Hall, Alder Falls")
    found = problems_of(page, "session-form")

    follow(page.locator("footer [type=submit]").first)

    expect(page.get_by_text("Part of Tennessee is on Eastern time")).to_be_visible()
    assert ListeningSession.objects.get().time_zone == "America/Chicago"
    found += problems_of(page, "session-taken")
    session = ListeningSession.objects.get()
    page.goto(live_server.url + reverse("listeningsession:edit", args=[session.pk]))
    page.get_by_label("Time zone").select_option(label="Pacific time")
    follow(page.locator("footer [type=submit]").first)
    expect(page.get_by_text("Tennessee is on Central time or Eastern time.")).to_be_visible()
    found += problems_of(page, "session-warned")

    assert found == []
