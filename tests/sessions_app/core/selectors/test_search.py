"""The search of every register: words in any order and spelling, and references as typed."""

import pytest
from django.core.management import call_command

from sessions_app.core.models import SearchEntry
from sessions_app.core.selectors.search import matching
from sessions_app.models import (
    FeedbackItem,
    FollowUpAction,
    Organization,
    OrganizationAlias,
    Venue,
)
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_session,
    build_venue,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NAMES = ("name", "reference", "aliases__name")


def found(text, *, model=Organization, fields=NAMES):
    return set(matching(model.objects.all(), fields=fields, text=text))


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Centro Núñez", "nunez"),
        ("Centro Nunez", "NÚÑEZ"),
        ("Al-Noor Center", "al noor"),
        ("Al Noor Center", "al–noor"),
        ("O’Brien House", "O'Brien"),
        ("O'Brien House", "obrien"),
        ("O’Brien House", "brien"),
        ("Sikh Coalition", "coalition sikh"),
        ("Sikh Coalition", "sik coal"),
        ("Dom Łódź", "lodz"),
        ("N.A.A.C.P. of Alder Falls", "naacp"),
        ("NAACP of Alder Falls", "N.A.A.C.P."),
        ("纽约华人联合会", "华人"),
        ("हिंदी सभा", "हिंदी"),
    ],
)
def test_name_is_found_as_people_type_it(name, typed):
    organization = build_organization(name=name)
    build_organization(name="Quite another")

    assert found(typed) == {organization}


@pytest.mark.parametrize("typed", ["coalition harbor", "ikh", "?!", "'", '"', "* OR a", "a:* | b"])
def test_other_words_and_signs_find_nothing(typed):
    build_organization(name="Sikh Coalition")

    assert found(typed) == set()


def test_words_may_be_in_different_fields():
    venue = build_venue(name="Lantern Hall", city="Alder Falls")
    build_venue(name="Lantern Hall", city="Westport")
    session = build_session(title="Detention", venue=venue)

    fields = ("title", "venue__name", "venue__city")
    assert found("alder detention lantern", model=type(session), fields=fields) == {session}


def test_field_that_is_not_asked_for_is_not_read():
    item = build_feedback(private_note="a heliotrope", public_summary="A flower.")

    assert found("heliotrope", model=FeedbackItem, fields=["public_summary", "reference"]) == set()
    assert found("heliotrope", model=FeedbackItem, fields=["private_note"]) == {item}


def test_field_of_a_related_record_is_read_as_it_is_now():
    organization = build_organization(name="Before")
    item = build_feedback(organization=organization)
    organization.name = "Núñez House"
    organization.save()

    assert found("nunez", model=FeedbackItem, fields=["organization__name"]) == {item}
    assert found("before", model=FeedbackItem, fields=["organization__name"]) == set()


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda reference: reference.replace("-", ""),
        lambda reference: " ".join(reference.replace("-", "")),
        lambda reference: f"#{reference}",
        lambda reference: reference.replace("-", "–"),
        lambda reference: reference.replace("-", "\N{NON-BREAKING HYPHEN}"),
        lambda reference: reference.replace("0", "O").replace("1", "l"),
        lambda reference: reference.replace("1", "I"),
        lambda reference: f"  {reference}. ",
        lambda reference: reference[:-2],
        lambda reference: reference[6:12],
        lambda reference: reference[6:],
        lambda reference: reference[3:],
        lambda reference: reference[3:12],
        lambda reference: reference[3:].replace("-", " "),
    ],
)
def test_reference_is_found_as_typed_or_read_aloud(change):
    action = build_action(reference="FA-26-7K01Q2-X")
    build_action(reference="FA-26-8K01Q2-X")

    fields = ("title", "reference")
    assert found(change(action.reference), model=FollowUpAction, fields=fields) == {action}


@pytest.mark.parametrize(
    ("reference", "typed"),
    [
        ("FA-26-KQMXTW-Y", "kqmxtw"),
        ("FA-26-KQMXTW-Y", "KQMXTW-Y"),
        ("FA-26-K0MX1W-Y", "KOMXLW"),
        ("FA-26-K0MX1W-Y", "k o m x i w y"),
    ],
)
def test_reference_is_found_by_characters_that_are_all_typed_as_letters(reference, typed):
    action = build_action(reference=reference)
    build_action(reference="FA-26-8K01Q2-X")

    fields = ("title", "reference")
    assert found(typed, model=FollowUpAction, fields=fields) == {action}


def test_reference_that_a_text_quotes_is_found():
    other = build_action(title="Other")
    quoting = build_action(title=f"Continue {other.reference}")

    fields = ("title", "reference")
    found_actions = found(other.reference.lower(), model=FollowUpAction, fields=fields)
    assert found_actions == {other, quoting}


@pytest.mark.parametrize("word", ["la", "2026", "road"])
def test_short_words_are_not_taken_for_references(word):
    tail = word.upper().replace("L", "1").replace("O", "0").ljust(8, "7")
    build_action(reference=f"FA-26-{tail[:6]}-{tail[6]}", title="Unlike")

    expected = 1 if word == "2026" else 0
    assert len(found(word, model=FollowUpAction, fields=("title", "reference"))) == expected


def test_index_follows_every_way_of_writing():
    venue = build_venue(name="Saved")
    assert _words(venue, "name") == "saved"
    Venue.objects.filter(pk=venue.pk).update(name="Updated")
    assert _words(venue, "name") == "updated"
    venue.name = "Bulk"
    Venue.objects.bulk_update([venue], ["name"])
    assert _words(venue, "name") == "bulk"
    venue.name, venue.city = "Named fields", "Elsewhere"
    venue.save(update_fields=["name"])
    assert (_words(venue, "name"), _words(venue, "city")) == ("named fields", "alder falls")
    (made,) = Venue.objects.bulk_create([Venue(name="Created at once")])
    assert _words(made, "name") == "created at once"
    key = made.pk
    made.delete()
    assert not SearchEntry.objects.filter(source="venue.name", object_id=key).exists()


def test_erased_text_leaves_the_index():
    item = build_feedback(private_note="about a zebrafinch")
    FeedbackItem.objects.filter(pk=item.pk).update(private_note="")

    assert not SearchEntry.objects.filter(words__contains="zebrafinch").exists()
    assert found("zebrafinch", model=FeedbackItem, fields=["private_note"]) == set()


def test_deleted_alias_finds_nobody():
    organization = build_organization(name="One")
    OrganizationAlias.objects.create(organization=organization, name="Zebrafinch")
    organization.aliases.all().delete()

    assert found("zebrafinch") == set()


def test_rebuild_finds_what_is_missing_outdated_or_left_over():
    organization = build_organization(name="Núñez")
    SearchEntry.objects.filter(object_id=organization.pk).delete()
    action = build_action(title="Heron")
    SearchEntry.objects.filter(source="followupaction.title").update(words="stale")
    SearchEntry.objects.create(source="venue.name", object_id=10**9, words="gone")
    SearchEntry.objects.create(source="venue.unknown", object_id=action.pk, words="gone")

    call_command("rebuild_search")

    assert found("nunez") == {organization}
    assert found("heron", model=FollowUpAction, fields=["title"]) == {action}
    assert not SearchEntry.objects.filter(words="gone").exists()


def _words(record, field):
    source = f"{record._meta.model_name}.{field}"
    return SearchEntry.objects.get(source=source, object_id=record.pk).words
