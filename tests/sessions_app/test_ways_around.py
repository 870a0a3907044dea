"""Ways from a form to its other language and to the pages above it."""

import html5lib
import pytest

from sessions_app.models import Organization, Registration
from sessions_app.registrations.services import personal_links
from tests.builders import build_registration, build_session

pytestmark = pytest.mark.django_db


def tree_of(response):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(response.content)


def press(client, response, name):
    """Press the button with these words, with everything that its form holds."""
    tree = tree_of(response)
    button = next(each for each in tree.iter("button") if "".join(each.itertext()) == name)
    form = next(each for each in tree.iter("form") if each.get("id") == button.get("form"))
    data = {button.get("name"): button.get("value")}
    for field in form.iter():
        if field.tag == "textarea":
            data[field.get("name")] = field.text or ""
        elif field.tag == "select":
            chosen = field.find(".//option[@selected]")
            data[field.get("name")] = chosen.get("value") if chosen is not None else ""
        elif field.tag == "input" and field.get("name"):
            if field.get("type") in ("checkbox", "radio") and field.get("checked") is None:
                continue
            data.setdefault(field.get("name"), []).append(field.get("value", ""))
    return client.post(button.get("formaction"), data)


def value_of(response, name):
    field = next(each for each in tree_of(response).iter("input") if each.get("name") == name)
    return field.get("value")


def test_registration_with_an_error_changes_language_and_keeps_what_was_typed(client, send):
    session = build_session()
    refused = send(session, name="", email="dana@example.org", organization_name="Alder Aid")

    spanish = press(client, refused, "Español")

    assert '<html lang="es">' in spanish.content.decode()
    assert value_of(spanish, "email") == "dana@example.org"
    assert value_of(spanish, "organization_name") == "Alder Aid"
    # The same form: opened when the first one was, and sent once.
    assert value_of(spanish, "form_stamp") == value_of(refused, "form_stamp")
    english = press(client, spanish, "English")
    assert value_of(english, "email") == "dana@example.org"
    assert not Registration.objects.exists()


def test_check_page_changes_language_and_can_be_sent(client, send):
    session = build_session()
    check = send(session, step="check")

    spanish = press(client, check, "Español")

    page = spanish.content.decode()
    assert "Revise sus respuestas" in page
    assert value_of(spanish, "email") == "dana@example.org"
    assert not Registration.objects.exists()


def test_organization_with_an_error_changes_language_and_keeps_what_was_typed(client):
    data = {"name": "Alder Aid", "kind": "faith", "contact_name": "", "contact_email": "x"}
    refused = client.post("/organizations/register/", {**data, "step": "check"})

    spanish = press(client, refused, "Español")

    assert '<html lang="es">' in spanish.content.decode()
    assert value_of(spanish, "name") == "Alder Aid"
    assert value_of(spanish, "contact_email") == "x"
    assert not Organization.objects.exists()


def test_enter_in_a_text_box_changes_no_language(client, send):
    """HTML, 4.10.21.2: Enter activates the first submit button in the page that is the form's."""
    organization = {"name": "", "step": "check"}
    for response in (
        send(build_session(), name=""),
        client.post("/organizations/register/", organization),
    ):
        tree = tree_of(response)
        form = next(each for each in tree.iter("form") if each.get("id") == "answers")
        inside = set(form.iter("button"))
        buttons = [
            each for each in tree.iter("button") if each in inside or each.get("form") == "answers"
        ]
        first = {name: buttons[0].get(name) for name in ("name", "value", "formaction")}
        assert first == {"name": "step", "value": "check", "formaction": None}


def test_blank_form_links_its_other_language(client):
    session = build_session()

    page = client.get(f"{session.get_absolute_url()}register/").content.decode()

    assert f'<a href="/es/sessions/{session.slug}/register/" lang="es" hreflang="es">' in page
    assert "formaction" not in page


def trail(response):
    tree = tree_of(response)
    nav = next(each for each in tree.iter("nav") if each.get("class") == "usa-breadcrumb")
    return [(link.get("href"), "".join(link.itertext()).strip()) for link in nav.iter("a")]


def test_registering_stands_below_the_session_and_the_list(client, send):
    session = build_session(title="Open house")
    closed = build_session(title="Open house", capacities={"in_person": 0}, waitlist_mode="none")
    register = "register/"
    above = [("/", "Home"), ("/sessions/", "Listening sessions")]
    pages = {
        "form": (session, client.get(session.get_absolute_url() + register)),
        "closed": (closed, client.get(closed.get_absolute_url() + register)),
        "form in error": (session, send(session, name="")),
        "check": (session, send(session, step="check")),
        "sent": (session, send(session)),
    }

    for name, (each, response) in pages.items():
        assert trail(response) == [*above, (each.get_absolute_url(), "Open house")], name


def test_registration_stands_below_its_session(client):
    registration = build_registration(build_session(title="Open house"))
    session = registration.listening_session

    token = personal_links.raw_token_for(registration=registration)

    answer = client.get(f"/registrations/{token}/")

    assert trail(answer)[1:] == [
        ("/sessions/", "Listening sessions"),
        (session.get_absolute_url(), "Open house"),
    ]
