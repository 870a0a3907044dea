"""End-to-end test in a real browser: from the program page to the published response.

A reader finds the program; staff schedule a session; an organization registers itself and two
people; what they say is logged, coded and followed up by an action; its owner posts an update; a
response is written, approved and published; private notes are shown nowhere.
"""

import datetime
import re
import shutil
import zoneinfo
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect
from wagtail.models import Site

from home.models import ProgramIndexPage, ProgramPage, ResponseIndexPage, ResponsePage
from home.site_settings import ContactSettings
from sessions_app.core.roles import ROLE_ACTION_OWNER, ROLE_ENGAGEMENT_OFFICER, ROLE_MANAGER
from sessions_app.mail.services import outbox
from sessions_app.models import (
    FeedbackItem,
    FollowUpAction,
    ListeningSession,
    Organization,
    Registration,
)
from tests.browsing import follow, new_context
from tests.builders import build_program, build_session, build_staff, build_theme, build_venue

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "listen-and-answer"
PRIVATE = "They named the deputy and cried."


@pytest.fixture
def world(live_server):
    """A program, a venue, a codebook and three staff accounts, and nothing else yet."""
    call_command("sync_roles", verbosity=0)
    program = build_program(name="Secure Communities", slug="secure-communities")
    parent = ProgramIndexPage.objects.get()
    parent.add_child(instance=ProgramPage(title="Secure Communities", program=program))
    build_venue(name="Alder Falls Library", city="Alder Falls", state="IL")
    build_theme(name="Notice and explanation")
    build_theme(name="Training of local police")
    build_staff(ROLE_ENGAGEMENT_OFFICER, email="officer@crcl.example", agency="CRCL")
    build_staff(ROLE_ACTION_OWNER, email="owner@ice.example", agency="ICE")
    build_staff(ROLE_MANAGER, email="manager@crcl.example", agency="CRCL")
    ContactSettings.objects.create(
        site=Site.objects.get(is_default_site=True),
        phone="202-401-1474",
        phone_verified_on=datetime.date(2015, 6, 25),
        toll_free="1-866-644-8360",
        tty="202-401-0470",
        fax="202-401-4708",
    )
    return live_server.url


@pytest.fixture
def someone(browser, world):
    """Return a function that opens a browser of its own, signed in or not."""
    contexts = []

    def open_browser(email=None, *, width=1280) -> Page:
        context = new_context(browser, width=width, base_url=world)
        contexts.append(context)
        page = context.new_page()
        if email:
            page.goto("/admin/")
            fill(page, "E-mail address", email)
            fill(page, "Password", PASSWORD)
            follow(page.get_by_role("main").get_by_role("button", name="Sign In"))
            expect(page).to_have_url(re.compile(r"/admin/$"))
        return page

    yield open_browser
    for context in contexts:
        context.close()


def fill(page, label, words):
    page.get_by_label(label).and_(page.locator("input, textarea")).first.fill(words)


def choose(page, label, option):
    page.get_by_label(label).and_(page.locator("select")).first.select_option(label=option)


def tick(page, words):
    """Click a label, as people do: USWDS draws its own box in front of the browser's."""
    page.locator("label", has_text=words).first.click()


def send(page, name, exact=False):
    """Press a submit button, and wait for the next page."""
    follow(page.get_by_role("button", name=name, exact=exact).last)


def newest_mail(smtp_server, recipient):
    outbox.deliver_due()
    return [message for message in smtp_server.messages if message["To"] == recipient][-1]


def test_story_from_the_program_page_to_the_published_response(someone, smtp_server):
    read_the_program_page(someone(width=390))
    session = schedule_a_session(someone("officer@crcl.example"))
    reader = someone(width=390)
    see_the_session(reader, session)
    make_the_organization_known(someone(), smtp_server)
    verify_the_organization(someone("officer@crcl.example"), smtp_server)
    registration = register_two_people(someone(width=390), session, smtp_server)
    change_the_registration(someone(width=390), registration, smtp_server)
    hold_the_session(session)
    officer = someone("officer@crcl.example")
    items = log_what_was_said(officer, session)
    action = promise_an_action(officer, items)
    report_progress(someone("owner@ice.example"), action)
    response = write_a_response(officer, action)
    approve_it(someone("manager@crcl.example"), response)
    read_what_came_of_it(reader, action)
    private_words_show_nowhere(someone(), session, action)


def test_downloaded_calendar_opens_in_a_calendar_program(someone, khal, tmp_path):
    session = build_session(title="An evening in Alder Falls")
    page = someone(width=390)
    page.goto(session.get_absolute_url())

    shutil.copy(download_the_calendar(page), tmp_path / "calendar" / "session.ics")

    start, end = (
        moment.astimezone(zoneinfo.ZoneInfo("America/New_York"))
        for moment in (session.starts_at, session.ends_at)
    )
    assert f"{start:%H:%M}-{end:%H:%M} {session.title}" in khal("list", f"{start:%Y-%m-%d}", "1d")


def read_the_program_page(page):
    page.goto("/programs/secure-communities/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Secure Communities")
    for words in ("TTY", "Toll-free", "Fax", "Was this page helpful?", "Back to top"):
        expect(page.get_by_text(words, exact=False).first).to_be_attached()


def schedule_a_session(page):
    day = timezone.localdate() + datetime.timedelta(days=10)
    page.goto("/admin/listening-sessions/new/")
    fill(page, "Title", "An evening in Alder Falls")
    choose(page, "Program", "Secure Communities")
    fill(page, "Description", "Come and say how the program works for you.")
    fill(page, "Date", f"{day:%Y-%m-%d}")
    fill(page, "Start time", "18:00")
    fill(page, "End time", "17:00")
    choose(page, "Time zone", "Central time")
    page.get_by_label("Hybrid").check()
    fill(page, "Seats in the room", "3")
    fill(page, "Seats online", "50")
    fill(page, "Join link", "https://meet.example/alder-falls-secret")
    send(page, "Create")

    # Two errors: the end, and the place. No input is lost.
    expect(page.get_by_text("must end after it starts").first).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("An evening in Alder Falls")
    fill(page, "End time", "20:00")
    choose(page, "Venue", "Alder Falls Library, Alder Falls")
    send(page, "Create")

    session = ListeningSession.objects.get()
    page.goto(f"/admin/listening-sessions/inspect/{session.pk}/")
    follow(page.get_by_role("link", name="Schedule"))
    send(page, "Schedule")
    session.refresh_from_db()
    assert session.state == "scheduled"
    assert session.local_start.strftime("%H:%M") == "18:00"
    return session


def see_the_session(page, session):
    page.goto("/sessions/")
    expect(page.get_by_role("link", name=session.title)).to_be_visible()
    page.goto("/programs/secure-communities/")
    expect(page.get_by_role("link", name=session.title).first).to_be_visible()


def make_the_organization_known(page, smtp_server):
    page.goto("/organizations/register/")
    send(page, "Check your answers")
    expect(page).to_have_title(re.compile("^Error: "))
    fill(page, "Name of the organization", "Alder Falls Neighbors Table")
    choose(page, "Kind of organization", "Community")
    fill(page, "Your name", "Ana Field")
    fill(page, "Your work e-mail address", "ana@neighbors.example")
    send(page, "Check your answers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check")
    page.wait_for_timeout(2100)  # the bot protection returns a form that is sent sooner
    send(page, "Send")
    organization = Organization.objects.get()
    expect(page.get_by_text(organization.reference).first).to_be_visible()
    assert organization.reference in newest_mail(smtp_server, "ana@neighbors.example").as_string()


def verify_the_organization(page, smtp_server):
    page.goto("/admin/")
    follow(page.get_by_role("link", name="Alder Falls Neighbors Table").first)
    follow(page.get_by_role("link", name="Verify"))
    send(page, "Verify")
    assert Organization.objects.get().verification == "verified"
    subject = newest_mail(smtp_server, "ana@neighbors.example")["Subject"]
    assert subject.startswith("Your organization is verified")


def register_two_people(page, session, smtp_server):
    page.goto(session.get_absolute_url())
    follow(page.get_by_role("link", name="Register").first)
    fill(page, "Your name", "Ana Field")
    fill(page, "Your e-mail address", "ana@neighbors")
    fill(page, "Organization", "Alder Falls Neighbors Table")
    tick(page, "In person")
    page.get_by_label("Name", exact=True).first.fill("Bo Rivers")
    tick(page, "American Sign Language")
    send(page, "Check your answers")
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("Your name")).to_have_value("Ana Field")
    fill(page, "Your e-mail address", "ana@neighbors.example")
    send(page, "Check your answers")
    expect(page.get_by_role("main")).to_contain_text("Bo Rivers")
    page.wait_for_timeout(2100)
    send(page, "Send")

    registration = Registration.objects.get()
    expect(page.get_by_role("heading", level=1)).to_have_text("Now look for our e-mail")
    expect(page.get_by_role("main")).to_contain_text("ana@neighbors.example")
    assert registration.organization.name == "Alder Falls Neighbors Table"
    assert sorted(registration.attendees.values_list("name", flat=True)) == [
        "Ana Field",
        "Bo Rivers",
    ]
    expect(page.get_by_role("main")).not_to_contain_text("alder-falls-secret")
    assert session.ical_uid in download_the_calendar(page).read_text()
    return registration


def download_the_calendar(page):
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("calendar", re.IGNORECASE)).first.click()
    return download.value.path()


def change_the_registration(page, registration, smtp_server):
    message = newest_mail(smtp_server, "ana@neighbors.example")
    assert message["Subject"].startswith("You have 2 seats")
    text = message.get_body(("plain",)).get_content()
    (link,) = re.findall(r"https://\S+/registrations/\S+", text)
    page.goto(urlsplit(link).path)
    follow(page.get_by_role("link", name=re.compile("Change")).first)
    page.get_by_label("Name", exact=True).first.fill("Bo Rivers-Lake")
    send(page, re.compile("Save"))
    expect(page.get_by_role("main")).to_contain_text("Bo Rivers-Lake")


def hold_the_session(session):
    """Move the session to yesterday. (Only its dates are written directly here.)"""
    start = timezone.now() - datetime.timedelta(days=1)
    ListeningSession.objects.filter(pk=session.pk).update(
        starts_at=start, ends_at=start + datetime.timedelta(hours=2)
    )


def log_what_was_said(page, session):
    page.goto(f"/admin/listening-sessions/inspect/{session.pk}/")
    follow(page.get_by_role("link", name="Close session"))
    send(page, "Close session")
    said = [
        ("Concern", f"People are held without being told why. {PRIVATE}", "Notice and explanation"),
        ("Suggestion", "Give a printed notice in the person's language.", "Notice and explanation"),
        ("Question", "Who trains the local police?", "Training of local police"),
        ("Commendation", "The hotline answered on the first ring.", "Notice and explanation"),
    ]
    page.goto(f"/admin/feedback/new/?listening_session={session.pk}")
    for number, (kind, words, theme) in enumerate(said):
        page.get_by_role("radio", name=kind).check()
        fill(page, "What was said", words)
        fill(page, "Public summary", f"Summary {number}: in our own words.")
        choose(page, "Organization", "Alder Falls Neighbors Table")
        page.get_by_role("checkbox", name=theme).check()
        last = number == len(said) - 1
        button = "Save" if last else "Save and log another"
        send(page, button, exact=True)
        expect(page.get_by_role("link", name=re.compile("[Tt]his field|[Cc]hoose"))).to_have_count(
            0
        )
    items = list(FeedbackItem.objects.order_by("pk"))
    assert [item.kind for item in items] == ["concern", "suggestion", "question", "commendation"]
    assert {item.listening_session_id for item in items} == {session.pk}
    assert all(item.themes.count() == 1 for item in items)
    for item in items[:2]:
        page.goto(f"/admin/feedback/inspect/{item.pk}/")
        follow(page.get_by_role("link", name=re.compile("Approve")))
        send(page, re.compile("Approve"))
    return items


def promise_an_action(page, items):
    due = timezone.localdate() + datetime.timedelta(days=60)
    page.goto(f"/admin/follow-up-actions/new/?feedback={items[0].pk},{items[1].pk}")
    fill(page, "Title", "Print a notice in eight languages")
    choose(page, "Program", "Secure Communities")
    fill(page, "Planned action", "Each field office hands out a printed notice.")
    choose(page, "Lead agency", "ICE")
    choose(page, "Owner", "owner@ice.example")
    fill(page, "Due date", f"{due:%Y-%m-%d}")
    page.get_by_role("checkbox", name="Show in the public tracker").check()
    send(page, "Create")
    action = FollowUpAction.objects.get()
    assert set(action.feedback_items.all()) == set(items[:2])
    return action


def report_progress(page, action):
    expect(page.get_by_role("link", name=action.title).first).to_be_visible()
    follow(page.get_by_role("link", name=action.title).first)
    expect(page.get_by_role("main")).not_to_contain_text(PRIVATE)
    follow(page.get_by_role("link", name="Record the answer of an agency"))
    page.get_by_role("radio", name="Accepts").check()
    send(page, "Record answer")
    follow(page.get_by_role("link", name="Post an update"))
    fill(page, "What happened", "The text is agreed, and the printer is chosen.")
    page.get_by_role("radio", name="In progress").check()
    page.get_by_role("checkbox", name="Show this update to the public").check()
    send(page, "Post update")
    action.refresh_from_db()
    assert (action.state, action.updates.count()) == ("in_progress", 2)


def write_a_response(page, action):
    parent = ResponseIndexPage.objects.get()
    page.goto(f"/admin/pages/add/home/responsepage/{parent.pk}/")
    page.get_by_placeholder("Page title").fill("Telling people why they are held")
    choose(page, "Program", "Secure Communities")
    fill(page, "Summary", "People will get a printed notice in their language.")
    for field, words in (
        ("heard", "People are held without being told why."),
        ("did", "A notice is being printed in eight languages."),
        ("will_not_do", "We do not run the jails, so we cannot post it in each of them."),
        ("next_steps", "We will say in spring how many offices use it."),
    ):
        section = page.locator(f"[data-contentpath='{field}']").first
        section.get_by_role("button", name="Insert a block").first.click()
        page.get_by_role("option", name="Text").first.click()
        editor = section.locator(".public-DraftEditor-content").first
        editor.press_sequentially(words)
        # The editor updates the form a moment after the last key press.
        expect(section.locator(f'input[type=hidden][value*="{words}"]')).to_be_attached()
    later = timezone.localdate() + datetime.timedelta(days=120)
    page.locator("#id_next_update_on").fill(f"{later:%Y-%m-%d}")
    page.keyboard.press("Escape")
    follow(page.get_by_role("button", name="Save draft"))
    expect(page.get_by_text(re.compile("created")).first).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("Summary 0")).check()
    page.get_by_role("checkbox", name=re.compile(action.title)).check()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    page.get_by_role("button", name="More actions").last.click()
    send(page, re.compile("Submit to"))
    expect(page.get_by_text(re.compile("submitted")).first).to_be_visible()
    response = ResponsePage.objects.get()
    assert not response.live
    return response


def approve_it(page, response):
    page.goto(f"/admin/pages/{response.pk}/edit/")
    page.get_by_role("button", name="More actions").last.click()
    follow(page.get_by_role("button", name="Approve", exact=True).first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Exploring: Responses")
    response.refresh_from_db()
    assert response.live


def read_what_came_of_it(page, action):
    page.goto("/follow-ups/")
    expect(page.get_by_role("link", name=action.title)).to_be_visible()
    follow(page.get_by_role("link", name=action.title))
    main = page.get_by_role("main")
    for words in ("Summary 0: in our own words.", "the printer is chosen", "ICE"):
        expect(main).to_contain_text(words)
    page.goto("/programs/secure-communities/")
    expect(main).to_contain_text(action.title)
    expect(main).to_contain_text("Summary 0: in our own words.")
    page.goto("/responses/")
    follow(page.get_by_role("link", name="Telling people why they are held"))
    for words in ("Summary 0: in our own words.", action.title, "we cannot post it"):
        expect(main).to_contain_text(words)


def private_words_show_nowhere(page, session, action):
    for path in (
        "/",
        "/programs/secure-communities/",
        "/sessions/?when=past",
        session.get_absolute_url(),
        f"{session.get_absolute_url()}calendar.ics",
        "/follow-ups/",
        f"/follow-ups/{action.reference}/",
        "/follow-ups/feed.atom",
        "/responses/",
        "/responses/telling-people-why-they-are-held/",
        "/search/?q=deputy",
        "/sitemap.xml",
    ):
        text = page.request.get(path).text()
        for secret in (PRIVATE, "alder-falls-secret", "Bo Rivers", "ana@neighbors.example"):
            assert secret not in text, (path, secret)
