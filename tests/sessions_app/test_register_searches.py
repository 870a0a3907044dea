"""The search of each register reads declared fields, and finds what people type."""

import pytest
from django.urls import reverse

from sessions_app.core.models.search import sources
from sessions_app.core.selectors.search import related_model
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.feedback_register.staff.viewset import FeedbackViewSet
from sessions_app.organization_operations.services import merges
from sessions_app.registrations.selectors.roster import people_of
from tests.builders import (
    build_feedback,
    build_invitation,
    build_organization,
    build_program,
    build_registration,
    build_session,
    build_theme,
    build_venue,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def found(client, noun, q):
    return set(client.get(reverse(f"{noun}:index"), {"q": q}).context["object_list"])


def test_every_register_searches_fields_that_are_indexed():
    registers = RecordViewSet.__subclasses__()
    searched = {
        (register.model, path) for register in registers for path in (register.search_fields or ())
    }
    # Those of this one depend on the user.
    searched |= {(FeedbackViewSet.model, path) for path in ("private_note", "organization__name")}

    assert len(registers) >= 10
    for model, path in sorted(searched, key=str):
        relation, _separator, field = path.rpartition("__")
        assert sources(related_model(model, relation), [field]), f"{model.__name__}: {path}"


@pytest.mark.parametrize(
    ("noun", "build"),
    [
        ("organization", lambda: build_organization(name="Centro Núñez-O’Brien")),
        ("venue", lambda: build_venue(name="Centro Núñez-O’Brien")),
        ("program", lambda: build_program(name="Centro Núñez-O’Brien")),
        ("theme", lambda: build_theme(name="Centro Núñez-O’Brien")),
        ("feedbackitem", lambda: build_feedback(private_note="Centro Núñez-O’Brien")),
        ("listeningsession", lambda: build_session(title="Centro Núñez-O’Brien")),
        ("registration", lambda: build_registration(organization_name="Centro Núñez-O’Brien")),
        ("invitation", lambda: build_invitation(name="Centro Núñez-O’Brien")),
    ],
)
def test_register_finds_words_as_people_type_them(manager_client, noun, build):
    record = build()

    assert found(manager_client, noun, "obrien nunez") == {record}
    assert found(manager_client, noun, "O'BRIEN") == {record}
    assert found(manager_client, noun, "nunez heliotrope") == set()


def test_merged_organization_is_found_by_its_old_name_and_reference(manager_client, manager):
    first, second, kept = (build_organization(name=name) for name in ("Ada", "Birch", "Cedar"))
    merges.merge(kept=second, merged=first, by=manager)
    merges.merge(kept=kept, merged=second, by=manager)
    kept.aliases.all().delete()  # somebody has tidied up

    for old in (first, second):
        assert found(manager_client, "organization", old.name) == {kept}
        assert found(manager_client, "organization", old.reference.replace("-", " ")) == {kept}


@pytest.mark.parametrize("typed", ["nunez", "nuñ", "NEZ", "obrien jose", "lodz", "ódź"])
def test_roster_finds_people_as_they_say_their_names(typed):
    session = build_session()
    person = build_registration(session, organization_name="Łódź House").attendees.get()
    person.name = "José Núñez-O’Brien"
    person.save()
    build_registration(session, name="Grace Hopper")

    assert list(people_of(session, q=typed)) == [person]


@pytest.mark.parametrize("change", ["#{}", " {} ", "{}."])
def test_roster_finds_a_reference_as_it_is_read_aloud(change):
    session = build_session()
    registration = build_registration(session)
    build_registration(session)
    typed = change.format(registration.reference.lower().replace("-", " "))

    assert [each.registration for each in people_of(session, q=typed)] == [registration]
    tail = registration.reference[6:]
    if any(character.isdigit() for character in tail):
        assert [each.registration for each in people_of(session, q=tail)] == [registration]
