"""Two editors of one record: each sees what the other saved beside what they typed."""

import datetime

import pytest
from django.urls import reverse
from django.utils.formats import time_format

from sessions_app.mail.services import mail_templates
from sessions_app.models import MailTemplate, OutboxMessage
from tests.builders import (
    build_action,
    build_contact,
    build_feedback,
    build_organization,
    build_registration,
    build_room,
    build_session,
    build_staff,
    build_theme,
    build_venue,
)
from tests.sessions_app.answers import confirmed, form_data, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def other_client(signed_in):
    """Return the browser of the other editor."""
    return signed_in(build_staff("Manager", agency="CRCL", first_name="Oda", last_name="Other"))


def edit_url(record):
    return reverse(f"{record._meta.model_name}:edit", args=[record.pk])


def opened(client, record):
    """Return what the browser would send: the edit form with its formsets."""
    form = client.get(edit_url(record)).context["form"]
    data = form_data(form)
    for rows in (getattr(form, "rooms", None), getattr(form, "links", None)):
        for part in (rows.management_form, *rows) if rows else ():
            data |= {
                field.html_name: field.value() for field in part if field.value() not in (None, "")
            }
    return data


def conflict_of(page):
    found = page.context["edit_conflict"]
    return {each.label: (each.saved, each.mine) for each in found.differences}


def case(name):
    """Return a record, what the other editor saves, what I type, and the rows that I see."""
    if name == "action":
        return (
            build_action(title="Print", priority="low"),
            {"description": "On every form.\r\nIn red.", "priority": "urgent"},
            {"title": "Print the hotline"},
            {
                "Title": ("Print", "Print the hotline"),
                "Planned action": ("On every form.\nIn red.", "What will be done."),
                "Priority": ("Urgent", "Low"),
            },
        )
    if name == "feedback":
        theme = build_theme(name="Waiting")
        return (
            build_feedback(private_note="Nobody answers.", attribution="type_only"),
            {"private_note": "Nobody picks up.", "themes": [theme.pk]},
            {"public_summary": "Calls are not answered."},
            {
                "What was said": ("Nobody picks up.", "Nobody answers."),
                "Themes": ("Waiting", "Nothing"),
                "Public summary": ("Nothing", "Calls are not answered."),
            },
        )
    if name == "organization":
        return (
            build_organization(name="Alder Aid"),
            {"aliases": "AA", "kind": "faith"},
            {"website": "https://alder.example/"},
            {
                "Kind": ("Faith", "Advocacy"),
                "Website": ("Nothing", "https://alder.example/"),
                "Other names": ("AA", "Nothing"),
            },
        )
    if name == "mail text":
        mail_templates.make_missing()
        return (
            MailTemplate.objects.get(kind="registration_link", language="en"),
            {"subject": "Your new link"},
            {"subject": "A link for you"},
            {"Subject": ("Your new link", "A link for you")},
        )
    if name == "venue":
        room = build_room(venue=build_venue(name="Hall", city="Alder Falls"), name="Blue")
        return (
            room.venue,
            {"city": "Birch", "rooms-0-capacity": "25"},
            {"accessibility_notes": "Ramp."},
            {
                "City": ("Birch", "Alder Falls"),
                "Accessibility": ("Nothing", "Ramp."),
                "Rooms": ("Blue (25)", "Blue (40)"),
            },
        )
    session = build_session(title="Evening", state="draft", approval_required=False)
    return (
        session,
        {"start_time": "12:30", "approval_required": "on"},
        {"title": "Night"},
        {
            "Title": ("Evening", "Night"),
            "Start time": ("12:30 p.m.", time_format(session.local_start.time(), "P")),
            "Staff must approve each registration": ("Yes", "No"),
        },
    )


CASES = ["action", "feedback", "organization", "mail text", "venue", "session"]


@pytest.mark.parametrize("name", CASES)
def test_text_of_the_other_stands_beside_mine(signed_in, other_client, name):
    my_client = signed_in(build_staff("Manager", agency="CRCL"))
    record, theirs, mine, rows = case(name)
    my_form = opened(my_client, record)
    saved = other_client.post(edit_url(record), opened(other_client, record) | theirs)
    assert saved.status_code == 302

    page = my_client.post(edit_url(record), my_form | mine)

    assert page.status_code == 200
    assert conflict_of(page) == rows
    text = text_of(page)
    assert "Last change: Oda Other, " in text
    for saved_words, my_words in rows.values():
        assert saved_words.splitlines()[0] in text
        assert my_words in text
    # Nothing is saved, and what was typed is in the form.
    record.refresh_from_db()
    for field, value in mine.items():
        assert str(getattr(record, field)) != value
        assert page.context["form"][field].value() == value

    # Saved on purpose: what is sent now replaces what the other saved.
    again = my_client.post(edit_url(record), my_form | mine | hidden_of(page), follow=True)
    record.refresh_from_db()
    assert again.redirect_chain
    for field, value in mine.items():
        assert str(getattr(record, field)) == value


def hidden_of(page):
    form = page.context["form"]
    return {name: form[name].value() for name in ("expected_version", "conflict_version")}


def test_each_row_says_who_wrote_it_and_when(officer_client, other_client, signed_in):
    action = build_action(title="Print", priority="low")
    my_form = opened(officer_client, action)
    third = signed_in(build_staff("Manager", agency="CRCL", first_name="Tia", last_name="Third"))
    for client, change in ((other_client, {"title": "Theirs"}), (third, {"priority": "high"})):
        client.post(edit_url(action), opened(client, action) | change)

    page = officer_client.post(edit_url(action), my_form | {"due_on": "2090-01-01"})

    rows = {each.label: each.written for each in page.context["edit_conflict"].differences}
    assert rows["Title"].startswith("Oda Other, ")
    assert rows["Priority"].startswith("Tia Third, ")
    assert rows["Due date"] == ""  # nobody but me has changed it
    assert page.context["edit_conflict"].written.startswith("Tia Third, ")


def test_comparison_stays_while_other_errors_are_mended(officer_client, other_client):
    action = build_action(title="Print")
    my_form = opened(officer_client, action)
    other_client.post(edit_url(action), opened(other_client, action) | {"title": "Theirs"})
    page = officer_client.post(edit_url(action), my_form)

    again = officer_client.post(edit_url(action), my_form | hidden_of(page) | {"description": ""})

    assert again.context["form"].errors
    assert conflict_of(again)["Title"] == ("Theirs", "Print")


def test_third_editor_is_not_overwritten_unseen(officer_client, other_client):
    action = build_action(title="Print")
    my_form = opened(officer_client, action)
    other_client.post(edit_url(action), opened(other_client, action) | {"title": "Theirs"})
    page = officer_client.post(edit_url(action), my_form)
    other_client.post(edit_url(action), opened(other_client, action) | {"title": "Theirs again"})

    again = officer_client.post(edit_url(action), my_form | hidden_of(page))

    assert conflict_of(again)["Title"] == ("Theirs again", "Print")
    action.refresh_from_db()
    assert action.title == "Theirs again"


def test_text_of_the_other_stands_beside_mine_for_a_contact(officer_client, other_client):
    organization = build_organization()
    contact = build_contact(organization, name="Rosa Delgado", phone="+12025550143")
    url = reverse("organization:contact_edit", args=[organization.pk, contact.memberships.get().pk])
    my_form = form_data(officer_client.get(url).context["form"]) | {"role": "Chair"}
    theirs = form_data(other_client.get(url).context["form"]) | {"name": "Rosa Delgado Ruiz"}
    assert other_client.post(url, theirs).status_code == 302

    page = officer_client.post(url, my_form)

    contact.refresh_from_db()
    assert contact.name == "Rosa Delgado Ruiz"
    assert conflict_of(page) == {
        "Name": ("Rosa Delgado Ruiz", "Rosa Delgado"),
        "Role": ("Nothing", "Chair"),
    }
    assert officer_client.post(url, my_form | hidden_of(page)).status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.memberships.get().role) == ("Rosa Delgado", "Chair")


def test_same_change_twice_is_told_to_be_the_same(officer_client, other_client):
    action = build_action(title="Print")
    my_form = opened(officer_client, action) | {"title": "Print the hotline"}
    other_client.post(edit_url(action), my_form)

    page = officer_client.post(edit_url(action), my_form)

    assert "Your version says the same as what is saved." in text_of(page)


def test_preview_of_a_stale_form_shows_the_other_text(officer_client, other_client):
    session = build_session(title="Evening")
    build_registration(session)
    OutboxMessage.objects.all().delete()
    next_day = (session.local_start + datetime.timedelta(days=1)).date().isoformat()
    my_form = opened(officer_client, session) | {"day": next_day}
    # Nobody is told about the title, so the preview's own list of changes does not name it.
    other_client.post(edit_url(session), opened(other_client, session) | {"title": "Their title"})

    page = officer_client.post(edit_url(session), my_form)

    assert page.context["is_stale"]
    assert conflict_of(page)["Title"] == ("Their title", "Evening")
    assert "Their title" in text_of(page)
    # It is still there for those who go back to the form.
    form_page = officer_client.post(edit_url(session), confirmed(page, "edit"))
    assert conflict_of(form_page)["Title"] == ("Their title", "Evening")
    assert officer_client.post(edit_url(session), confirmed(page)).status_code == 302
    session.refresh_from_db()
    assert (session.title, session.local_start.date().isoformat()) == ("Evening", next_day)


def test_form_that_nobody_came_before_compares_nothing(officer_client):
    action = build_action()

    page = officer_client.post(
        edit_url(action), opened(officer_client, action) | {"description": ""}
    )

    assert page.context["edit_conflict"] is None
    assert "What is saved now, and yours" not in text_of(page)
