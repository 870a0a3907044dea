"""Public pages in all states: valid HTML and unique titles."""

import datetime
from collections import Counter
from xml.etree import ElementTree

import html5lib
import pytest
from django.utils import timezone

from sessions_app.models import AgendaItem, Language
from sessions_app.registrations.services import personal_links
from tests.builders import (
    build_action,
    build_organization,
    build_public_feedback,
    build_registration,
    build_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client, send):
    """Return the content of each page by name."""
    session = build_session(title="Open “house” & hearing", capacities={"in_person": 40})
    session.languages.add(Language.objects.get(code="es"))
    AgendaItem.objects.create(listening_session=session, title="Open floor")
    full = build_session(capacities={"in_person": 0, "virtual": 0})
    past = build_session(state="published", starts_at=timezone.now() - datetime.timedelta(days=9))
    item = build_public_feedback(listening_session=past, organization=build_organization())
    action = build_action(is_public=True)
    action.feedback_links.create(feedback_item=item)
    declined = build_action(is_public=True, state="declined", state_reason="No.")
    confirmed = build_registration(session, people=2)
    waiting = build_registration(full)
    link, waits = (
        f"/registrations/{personal_links.raw_token_for(registration=registration)}/"
        for registration in (confirmed, waiting)
    )
    register = f"{session.get_absolute_url()}register/"
    organization = {
        "name": "A",
        "kind": "faith",
        "contact_name": "B",
        "contact_email": "b@c.example",
    }
    gets = {
        "list": "/sessions/",
        "past": "/sessions/?when=past",
        "list in error": f"/sessions/?q={'x' * 101}",
        "session": session.get_absolute_url(),
        "full session": full.get_absolute_url(),
        "past session": past.get_absolute_url(),
        "register": register,
        "closed": f"{past.get_absolute_url()}register/",
        "confirmed": link,
        "waiting": waits,
        "change": f"{link}change/",
        "cancel": f"{link}cancel/",
        "stale": "/registrations/x/",
        "organization": "/organizations/register/",
        "tracker": "/follow-ups/",
        "story": action.get_absolute_url(),
        "declined": declined.get_absolute_url(),
        "unknown": "/follow-ups/x/",
    }
    contents = {name: client.get(url).content for name, url in gets.items()}
    contents["register in error"] = send(session, name="", kinds=["other"]).content
    contents["check"] = send(session, step="check", kinds=["asl"], detail="By\nthe door").content
    contents["sent"] = send(session, kinds=["asl"], detail="By\nthe door").content
    contents["check refused"] = send(full, company_fax="1").content
    contents["organization in error"] = client.post("/organizations/register/", {}).content
    contents["organization check"] = client.post(
        "/organizations/register/", {**organization, "step": "check"}
    ).content
    return contents


def test_pages_are_valid_and_their_ids_resolve(pages):
    for name, content in pages.items():
        tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content)
        ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
        assert [key for key, count in ids.items() if count > 1] == [], name
        for element in tree.iter():
            for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
                for reference in (element.get(attribute) or "").split():
                    assert reference in ids, (name, attribute, reference)
            href = element.get("href", "")
            if element.tag == "a" and len(href) > 1 and href.startswith("#"):
                assert href[1:] in ids, (name, href)
            if element.get("formaction", "").startswith("#"):
                assert name.removesuffix(" refused").endswith("check"), name


def test_pages_have_one_heading_and_a_title_of_their_own(pages):
    titles = {}
    for name, content in pages.items():
        tree: ElementTree.Element = html5lib.parse(content, namespaceHTMLElements=False)
        assert len(list(tree.iter("h1"))) == 1, name
        title = "".join(tree.find("head/title").itertext())
        assert title.startswith("Error: ") == (name.endswith(("in error", "refused"))), name
        titles.setdefault(title, []).append(name)
    assert [names for names in titles.values() if len(names) > 1] == []


def test_change_links_lead_to_controls_that_exist(pages, client, send):
    check = html5lib.parse(pages["check"], namespaceHTMLElements=False)
    form = html5lib.parse(pages["register"], namespaceHTMLElements=False)
    ids = {element.get("id") for element in form.iter()}

    actions = [button.get("formaction", "") for button in check.iter("button")]
    targets = [action[1:] for action in actions if action.startswith("#")]

    assert set(targets) <= ids
    assert len(targets) >= 7
