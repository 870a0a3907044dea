"""What a role does not see, it cannot find by searching, filtering, sorting or exporting."""

import pytest
from django.db.models import CharField, Manager, TextField
from django.urls import reverse

from sessions_app.dashboard.staff.menu import EngagementGroup
from sessions_app.models import OrganizationAlias, OutboxMessage
from tests.builders import (
    build_action,
    build_contact,
    build_feedback,
    build_invitation,
    build_organization,
    build_program,
    build_registration,
    build_session,
    build_theme,
    build_venue,
)
from tests.sessions_app.answers import is_refused, text_of

pytestmark = pytest.mark.django_db

WORD = "quibblefroth"
JOIN_LINK = "https://meet.example/quibblefroth"

REGISTERS = {viewset.model._meta.model_name: viewset for viewset in EngagementGroup.items}


@pytest.fixture
def readers(analyst, auditor, owner):
    return analyst, auditor, owner


def _feedback():
    session = build_session(venue=build_venue())
    return build_feedback(
        listening_session=session, organization=build_organization(), program=session.program
    )


def _registration():
    registration = build_registration(build_session())
    registration.organization = build_organization()
    registration.save()
    return registration


def _organization():
    organization = build_organization()
    OrganizationAlias.objects.create(organization=organization, name="Another name")
    return organization


#: Model name → builder of a record whose relations, which search may join, are set.
RECORDS = {
    "listeningsession": lambda: build_session(venue=build_venue()),
    "registration": _registration,
    "invitation": lambda: build_invitation(organization=build_organization()),
    "feedbackitem": _feedback,
    "organization": _organization,
    "followupaction": lambda: build_action(owner_contact=build_contact(build_organization())),
    "program": build_program,
    "theme": build_theme,
}


def texts_of(name):
    """Return the paths of the texts of a record, and of those that its register searches."""
    viewset = REGISTERS[name]
    own = [
        field.name
        for field in viewset.model._meta.concrete_fields
        if isinstance(field, (CharField, TextField)) and not field.choices
        and field.name not in ("reference", "idempotency_key", "ical_uid", "time_zone")
    ]  # fmt: skip
    # The name of a record that was merged into another is on its own page, for the same readers.
    searched = {path for path in viewset.search_fields if not path.startswith("merged_from__")}
    return sorted({*own, *searched} - {"reference"})


CASES = [(name, path) for name in RECORDS for path in texts_of(name)]


def write(record, path, word):
    *relations, field = path.split("__")
    for relation in relations:
        related = getattr(record, relation)
        record = related.get() if isinstance(related, Manager) else related
    length = record._meta.get_field(field).max_length or len(word)
    # By the manager that keeps the search index in step.
    type(record)._default_manager.filter(pk=record.pk).update(**{field: word[:length]})
    return word[:length]


@pytest.mark.parametrize(("name", "path"), CASES)
def test_search_finds_only_by_what_is_shown(signed_in, readers, name, path):
    record = RECORDS[name]()
    word = write(record, path, WORD)
    index = reverse(f"{name}:index")
    url = reverse(f"{name}:inspect", args=[record.pk])

    for user in readers:
        client = signed_in(user)
        found = client.get(index, {"q": word})
        if is_refused(found) or url not in found.content.decode():
            continue
        shown = text_of(client.get(index)) + text_of(client.get(url))
        assert word in shown, f"{user} finds a {name} by its {path}, which no page shows"


def test_analyst_finds_nothing_by_the_words_of_a_private_note(signed_in, analyst, auditor):
    item = build_feedback(private_note=f"{WORD} did it.", public_summary="A summary.")
    other = build_feedback(private_note="Other.", public_summary="Another summary.")
    index = reverse("feedbackitem:index")

    for asked in (
        {"q": WORD},
        {"q": WORD, "export": "csv"},
        {"private_note": WORD},
        {"private_note__icontains": WORD},
        {"ordering": "private_note"},
    ):
        response = signed_in(analyst).get(index, asked)
        body = response.getvalue().decode()
        by_note = "q" in asked
        assert (item.reference in body, other.reference in body) == (not by_note, not by_note), (
            asked
        )
    assert item.reference in signed_in(auditor).get(index, {"q": WORD}).content.decode()


def test_join_link_is_for_those_who_run_the_session(signed_in, officer, manager, analyst, auditor):
    session = build_session(join_link=JOIN_LINK)
    registration = build_registration(session, mode="virtual")
    pages = [
        reverse("listeningsession:inspect", args=[session.pk]),
        reverse("listeningsession:materials", args=[session.pk]),
        reverse("listeningsession:history", args=[session.pk]),
        reverse("listeningsession:index"),
        reverse("listeningsession:index") + "?export=csv",
        reverse("listeningsession:index") + f"?q={session.title}",
        reverse("registration:inspect", args=[registration.pk]),
        reverse("registration:index"),
        reverse("wagtailadmin_home"),
    ]

    for user in (analyst, auditor):
        client = signed_in(user)
        for page in pages:
            assert JOIN_LINK not in client.get(page).getvalue().decode(), (user, page)
        found = client.get(reverse("listeningsession:index"), {"q": WORD})
        assert session.title not in text_of(found)
    for user in (officer, manager):
        assert JOIN_LINK in signed_in(user).get(pages[0]).content.decode()


def test_subjects_of_mail_are_for_those_who_see_the_outbox(signed_in, officer, analyst, auditor):
    registration = build_registration(build_session())
    OutboxMessage.objects.update(subject=WORD)
    url = reverse("registration:inspect", args=[registration.pk])

    assert WORD in text_of(signed_in(officer).get(url))
    for user in (analyst, auditor):
        page = text_of(signed_in(user).get(url))
        assert WORD not in page
        assert "E-mails" not in page
