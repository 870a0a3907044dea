"""A session's agenda and materials, on the staff tab and on the public page."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import Collection, GroupCollectionPermission

from sessions_app.models import AgendaItem, AuditEntry, SessionMaterial
from tests.builders import build_session
from tests.sessions_app.answers import is_refused, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(officer):
    return build_session(host=officer)


@pytest.fixture
def document(officer):
    """Create a document in a collection that officers can choose from."""
    GroupCollectionPermission.objects.create(
        group=officer.groups.get(),
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="choose_document"),
    )
    return build_document()


def build_document(**values):
    file = ContentFile(b"plain words", name="rights.txt")
    return Document.objects.create(title="rights", file=file, **values)


def tab(session):
    return reverse("listeningsession:materials", args=[session.pk])


def rows(prefix, *lines, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": initial}
    for number, line in enumerate(lines):
        data |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return data


def agenda(session):
    return list(session.agenda_items.values_list("title", "starts_at"))


def test_lines_and_documents_are_saved_and_shown_to_the_public(
    officer_client, client, session, document
):
    answer = officer_client.post(
        tab(session),
        rows(
            "agenda",
            {"title": "You speak", "starts_at": "18:30", "position": 2},
            {"title": "Welcome", "position": 1},
            {"position": 3},
        )
        | rows("materials", {"title": "Your rights", "document": document.pk, "position": 1}),
    )

    assert answer.status_code == 302
    assert [title for title, _time in agenda(session)] == ["Welcome", "You speak"]
    page = text_of(client.get(session.get_absolute_url()))
    assert page.index("Welcome") < page.index("You speak") < page.index("Your rights")
    assert AuditEntry.objects.get(action="engagement.session.materials").data == {
        "agenda": 2,
        "materials": 1,
    }


def test_line_is_taken_off_and_the_document_stays(officer_client, session, document):
    line = AgendaItem.objects.create(listening_session=session, title="Welcome")
    material = SessionMaterial.objects.create(
        listening_session=session, title="Your rights", document=document
    )

    officer_client.post(
        tab(session),
        rows(
            "agenda",
            {"id": line.pk, "title": "", "position": 0, "DELETE": "on"},
            initial=1,
        )
        | rows(
            "materials",
            {"id": material.pk, "title": "Rights", "document": document.pk, "position": 0},
            initial=1,
        ),
    )

    assert agenda(session) == []
    assert session.materials.get().title == "Rights"
    assert Document.objects.filter(pk=document.pk).exists()


def test_mistake_in_one_part_saves_nothing_and_loses_nothing(officer_client, session):
    answer = officer_client.post(
        tab(session),
        rows("agenda", {"title": "Welcome", "position": 1})
        | rows("materials", {"title": "Your rights", "position": 1}),
    )

    words = text_of(answer)
    assert words.startswith("Error:")
    assert "Choose the document." in words
    assert 'value="Welcome"' in answer.content.decode()
    assert agenda(session) == []


def test_document_that_one_may_not_choose_is_refused(officer_client, session, document):
    secret = Collection.get_first_root_node().add_child(name="Secret")
    GroupCollectionPermission.objects.all().delete()
    hidden = build_document(collection=secret)

    answer = officer_client.post(
        tab(session),
        rows("agenda")
        | rows("materials", {"title": "Plans", "document": hidden.pk, "position": 1}),
    )

    assert answer.status_code == 200
    assert not session.materials.exists()


def test_lines_of_another_session_are_not_changed(officer_client, session):
    line = AgendaItem.objects.create(listening_session=build_session(), title="Theirs")

    officer_client.post(
        tab(session),
        rows("agenda", {"id": line.pk, "title": "Mine", "position": 0}, initial=1)
        | rows("materials"),
    )

    line.refresh_from_db()
    assert line.title == "Theirs"


def test_readers_read_and_save_nothing(signed_in, analyst, session):
    AgendaItem.objects.create(listening_session=session, title="Welcome")
    client = signed_in(analyst)

    page = client.get(tab(session))
    assert "Welcome" in text_of(page)
    assert '<form method="post" novalidate' not in page.content.decode()
    assert is_refused(
        client.post(
            tab(session), rows("agenda", {"title": "Mine", "position": 1}) | rows("materials")
        )
    )
    assert [title for title, _time in agenda(session)] == ["Welcome"]
