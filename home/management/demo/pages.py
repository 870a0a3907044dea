"""The pages: home, programs, responses, and static pages."""

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from home.management.demo.people import Staff
from home.management.demo.program_text import PROGRAMS, REPORTING
from home.management.demo.response_text import RESPONSES
from home.management.demo.standard_text import (
    HOME_BODY,
    HOME_LEAD,
    SAMPLE_DOCUMENT,
    STANDARD_PAGES,
)
from home.models import (
    ContactSettings,
    HomePage,
    ProgramIndexPage,
    ProgramPage,
    RequiredPages,
    ResponseIndexPage,
    ResponsePage,
    StandardPage,
)
from sessions_app.models import FeedbackItem, FollowUpAction, Program

#: Contact details of the page that this project is based on, which was published on that date.
PUBLISHED_THEN = datetime.date(2015, 6, 25)
CONTACT = {
    "post": "The Office for Civil Rights and Civil Liberties\n"
    "U.S. Department of Homeland Security\n"
    "Building 410, Mail Stop #0190\n"
    "Washington, D.C. 20528",
    "phone": "202-401-1474",
    "toll_free": "1-866-644-8360",
    "tty": "202-401-0470",
    "toll_free_tty": "1-866-644-8361",
    "fax": "202-401-4708",
    "email": "crcl@dhs.gov",
}


def make_pages(*, programs: dict[str, Program], staff: Staff) -> None:
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    address = urlsplit(settings.BASE_URL)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    ContactSettings.objects.update_or_create(
        site=site,
        defaults=CONTACT | {f"{way}_verified_on": PUBLISHED_THEN for way in CONTACT},
    )
    home = HomePage.objects.get(pk=site.root_page_id)
    home.lead, home.body = HOME_LEAD, HOME_BODY
    home.search_description = HOME_LEAD
    _publish(home, staff)
    pages = {}
    for slug, (title, lead, description, body) in STANDARD_PAGES.items():
        page = StandardPage(
            title=title, slug=slug, lead=lead, search_description=description, body=body
        )
        pages[slug] = home.add_child(instance=page)
        _publish(page, staff)
    RequiredPages.objects.update_or_create(
        site=site,
        defaults={"accessibility": pages["accessibility"], "privacy": pages["privacy"]},
    )
    _make_program_pages(home, programs, staff)
    _make_responses(home, programs, staff)


def _make_program_pages(home: HomePage, programs: dict[str, Program], staff: Staff) -> None:
    index = ProgramIndexPage.objects.child_of(home).get()
    index.search_description = index.lead
    _publish(index, staff)
    document = Document.objects.create(
        title="How a listening session runs",
        file=ContentFile(SAMPLE_DOCUMENT.encode(), name="how-a-listening-session-runs.txt"),
        uploaded_by_user=staff.editor,
    )
    for slug, words in PROGRAMS.items():
        learn_more = [
            (
                "document",
                {
                    "title": "How a listening session runs, on one page",
                    "document": document,
                    "note": "To print, or to read to others.",
                },
            )
        ]
        learn_more += [
            ("link", {"title": title, "url": url, "note": note})
            for title, url, note in words["links"]
        ]
        page = ProgramPage(
            title=programs[slug].name,
            slug=slug,
            program=programs[slug],
            about=words["about"],
            our_part=words["our_part"],
            learn_more=learn_more,
            reporting=REPORTING,
            search_description=words["description"],
        )
        _publish(index.add_child(instance=page), staff)


def _make_responses(home: HomePage, programs: dict[str, Program], staff: Staff) -> None:
    index = ResponseIndexPage.objects.child_of(home).get()
    index.search_description = index.lead
    _publish(index, staff)
    for words in RESPONSES:
        program = programs[words["program"]]
        published_at = timezone.now() - datetime.timedelta(days=words["days_ago"])
        page = ResponsePage(
            title=words["title"],
            slug=words["slug"],
            program=program,
            lead=words["lead"],
            search_description=words["lead"],
            heard=words["heard"],
            did=words["did"],
            will_not_do=words["will_not_do"],
            next_steps=words["next"],
            next_update_on=timezone.localdate() + datetime.timedelta(days=words["next_days"]),
            first_published_at=published_at,
        )
        page.feedback_items = (
            FeedbackItem.objects.public()
            .filter(program=program, codings__theme__code__in=words["themes"])
            .distinct()
            .order_by("received_on", "pk")[:6]
        )
        page.actions = (
            FollowUpAction.objects.public()
            .filter(
                program=program, feedback_links__feedback_item__in=list(page.feedback_items.all())
            )
            .distinct()[:4]
        )
        _publish(index.add_child(instance=page), staff)
        ResponsePage.objects.filter(pk=page.pk).update(last_published_at=published_at)


def _publish(page: Page, staff: Staff) -> None:
    """Publish through the workflow: an editor submits, a manager approves."""
    page.owner = page.owner or staff.editor
    page.save_revision(user=staff.editor).publish(user=staff.manager)
