"""Merging two organizations, and undoing the merge."""

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sessions_app.core.errors import EngagementError
from sessions_app.models import (
    AuditEntry,
    Constituency,
    FeedbackItem,
    Jurisdiction,
    Membership,
    Organization,
    OrganizationMerge,
    Registration,
    SeatAllotment,
    SeatPool,
)
from sessions_app.organization_operations.selectors.merges import Difference, preview, relations
from sessions_app.organization_operations.services import merges
from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.selectors.identities import organization_of
from sessions_app.organizations.selectors.merges import final
from sessions_app.organizations.services import organizations
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES
from sessions_app.registrations.errors import AllotmentReachedError
from sessions_app.registrations.services import transitions
from tests.builders import (
    IN_PERSON,
    build_contact,
    build_feedback,
    build_organization,
    build_registration,
    build_session,
    build_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

#: Tables that keep a record of the merge after it is undone.
NOT_UNDONE = {OrganizationMerge, AuditEntry}
MODELS = [
    each for each in apps.get_app_config("sessions_app").get_models() if each not in NOT_UNDONE
]


def everything():
    """Return all rows of the domain, including many-to-many tables."""
    tables = [
        *MODELS,
        *(field.remote_field.through for m in MODELS for field in m._meta.many_to_many),
    ]
    return {
        table._meta.label: sorted(map(repr, table._base_manager.values_list())) for table in tables
    }


def register(session, organization, *, people=1, **values):
    contact = build_contact(organization)
    return build_registration(session, people=people, email=contact.email, mode=IN_PERSON, **values)


@pytest.fixture
def by(db):
    return build_user()


@pytest.fixture
def kept(db):
    return build_organization(name="Harbor Street Table")


@pytest.fixture
def merged(db):
    return build_organization(name="Harbor St. Table", website="https://harbor.example/")


def merge(kept, merged, by):
    return merges.merge(kept=kept, merged=merged, by=by)


def undo(record, by):
    return merges.undo(merge=record, by=by)


def test_merge_moves_every_kind_of_row_and_the_name(kept, merged, by):
    registration = register(build_session(), merged)
    item = build_feedback(organization=merged)
    chapter = build_organization(parent=merged)
    organizations.save_organization(organization=merged, aliases=["HST"], by=by)
    refugees = Constituency.objects.create(name="Refugees")
    merged.constituencies.add(refugees)

    merge(kept, merged, by)

    for row in (registration, item, Membership.objects.get()):
        row.refresh_from_db()
        assert row.organization == kept
    for each in (kept, merged, chapter):
        each.refresh_from_db()
    assert chapter.parent == kept
    assert sorted(kept.aliases.values_list("name", flat=True)) == ["HST", "Harbor St. Table"]
    assert (kept.website, kept.domain) == ("https://harbor.example/", "harbor.example")
    assert list(kept.constituencies.all()) == [refugees]
    assert merged.merged_into == kept
    assert list(Organization.objects.known_as("Harbor St. Table")) == [kept]


def test_every_table_that_points_at_an_organization_moves():
    assert {f"{model.__name__}.{field}" for model, field in relations()} >= {
        "FeedbackItem.organization",
        "Invitation.organization",
        "Membership.organization",
        "Organization.parent",
        "Registration.organization",
    }


def test_merge_and_undo_leave_every_row_as_it_was(kept, merged, by):
    session = build_session(seats_per_organization=3)
    for organization in (kept, merged):
        register(session, organization, people=2)
    register(build_session(seats_per_organization=2), merged)
    shared = build_contact(kept)
    Membership.objects.create(contact=shared, organization=merged, started_on=timezone.localdate())
    build_feedback(organization=merged)
    build_organization(parent=merged)
    Organization.objects.filter(pk=kept.pk).update(parent=merged)
    organizations.save_organization(organization=merged, aliases=["HST", "Puerto"], by=by)
    for organization, code in ((kept, "34"), (merged, "34"), (merged, "36")):
        organization.jurisdictions.add(Jurisdiction.objects.get(fips=code))
    before = everything()

    record = merge(kept, merged, by)
    assert everything() != before
    undo(record, by)

    assert everything() == before


def test_row_that_is_there_already_stays_where_it_is(kept, merged, by):
    shared = build_contact(kept)
    membership = Membership.objects.create(
        contact=shared, organization=merged, started_on=timezone.localdate()
    )
    other = build_contact(merged).memberships.get()

    merge(kept, merged, by)

    membership.refresh_from_db()
    other.refresh_from_db()
    assert (membership.organization, other.organization) == (merged, kept)


def test_seats_of_both_count_together_and_none_is_lost(kept, merged, by):
    session = build_session(seats_per_organization=3)
    for organization in (kept, merged):
        register(session, organization, people=2)

    record = merge(kept, merged, by)

    mine = SeatAllotment.objects.get(organization=kept)
    assert (mine.taken, mine.seats) == (4, 4)
    with pytest.raises(AllotmentReachedError):
        register(session, kept)
    assert Registration.objects.filter(organization=kept, state="confirmed").count() == 2
    undo(record, by)
    assert list(SeatAllotment.objects.order_by("pk").values_list("taken", "seats")) == [
        (2, 3),
        (2, 3),
    ]


def test_undo_takes_along_what_became_of_the_registrations(kept, merged, by):
    session = build_session(seats_per_organization=5)
    register(session, kept)
    cancelled = register(session, merged, people=2)
    register(session, merged)
    record = merge(kept, merged, by)
    cancelled.refresh_from_db()
    transitions.cancel(registration=cancelled, by=by)
    newcomer = register(session, kept)
    assert SeatAllotment.objects.get(organization=kept).taken == 3

    undo(record, by)

    assert SeatAllotment.objects.get(organization=kept).taken == 2
    assert SeatAllotment.objects.get(organization=merged).taken == 1
    newcomer.refresh_from_db()
    assert newcomer.organization == kept


def test_undo_brings_back_an_alias_that_was_struck_since(kept, merged, by):
    organizations.save_organization(organization=merged, aliases=["HST"], by=by)
    record = merge(kept, merged, by)
    kept.refresh_from_db()
    organizations.save_organization(organization=kept, aliases=[], by=by)

    undo(record, by)

    assert list(merged.aliases.values_list("name", flat=True)) == ["HST"]
    assert list(kept.aliases.all()) == []


def test_undo_leaves_what_was_given_to_another_organization(kept, merged, by):
    item, third = build_feedback(organization=merged), build_organization()
    record = merge(kept, merged, by)
    FeedbackItem.objects.filter(pk=item.pk).update(organization=third)

    undo(record, by)

    item.refresh_from_db()
    assert item.organization == third


def test_undo_is_refused_while_a_later_merge_builds_on_it(kept, merged, by):
    third = build_organization(name="Third")
    first = merge(kept, merged, by)
    second = merge(third, kept, by)
    merged.refresh_from_db()
    assert final(merged) == third

    with pytest.raises(EngagementError, match="later merged into “Third”"):
        undo(first, by)
    undo(second, by)
    undo(first, by)

    with pytest.raises(EngagementError, match="already been undone"):
        undo(first, by)
    assert not Organization.objects.exclude(merged_into=None).exists()


def test_address_under_the_website_of_the_one_that_went_is_still_known(kept, merged, by):
    Organization.objects.filter(pk=kept.pk).update(website="https://table.example/")
    kept.refresh_from_db()

    merge(kept, merged, by)

    assert organization_of(email="bo@harbor.example", name="Harbor Street Table") == kept
    assert organization_of(email="bo@harbor.example", name=merged.name) == kept
    assert organization_of(email="bo@other.example", name=merged.name) is None


def test_merge_with_itself_or_twice_is_refused(kept, merged, by):
    with pytest.raises(EngagementError):
        merge(kept, kept, by)
    merge(kept, merged, by)
    with pytest.raises(EngagementError, match="already been merged"):
        merge(build_organization(), merged, by)


@pytest.mark.parametrize("has_top", [True, False])
def test_one_that_stays_takes_the_place_of_the_one_above_it(kept, merged, by, has_top):
    top = build_organization(name="Top") if has_top else None
    between = build_organization(name="Between", parent=merged)
    Organization.objects.filter(pk=merged.pk).update(parent=top)
    Organization.objects.filter(pk=kept.pk).update(parent=between)
    kept.refresh_from_db()
    merged.refresh_from_db()
    (parent,) = (
        each for each in preview(kept=kept, merged=merged).differs if each.kept == "Between"
    )
    assert parent.result == ("Top" if has_top else "none")

    record = merge(kept, merged, by)

    between.refresh_from_db()
    kept.refresh_from_db()
    assert (between.parent, kept.parent) == (kept, top)
    undo(record, by)
    between.refresh_from_db()
    kept.refresh_from_db()
    assert (between.parent, kept.parent) == (merged, between)


def test_undo_puts_no_organization_below_itself(kept, merged, by):
    top = build_organization(name="Top")
    Organization.objects.filter(pk=merged.pk).update(parent=top)
    chapter = build_organization(name="Chapter", parent=merged)
    merged.refresh_from_db()
    record = merge(kept, merged, by)
    top.parent = chapter  # now a chapter of the one that stayed
    organizations.save_organization(organization=top, by=by)

    undo(record, by)

    merged.refresh_from_db()
    chapter.refresh_from_db()
    assert (chapter.parent, merged.parent) == (merged, None)


def test_preview_counts_what_moves_and_warns_of_what_does_not(kept, merged, by):
    session = build_session(title="Evening", seats_per_organization=3)
    for organization in (kept, merged):
        register(session, organization, people=2)
    shared = build_contact(kept, name="Ana Field")
    Membership.objects.create(contact=shared, organization=merged, started_on=timezone.localdate())
    Organization.objects.filter(pk=merged.pk).update(
        verification=VerificationState.DECLINED, kind="faith"
    )
    merged.refresh_from_db()
    before = everything()

    shown = preview(kept=kept, merged=merged)

    # The contact of both stays where it is.
    assert shown.moves == [("Memberships", 1), ("Registrations", 1), ("Other names", 1)]
    assert Difference("Kind", "Advocacy", "Faith", "Advocacy") in shown.differs
    assert shown.warnings == [
        "Ana Field is a contact for both organizations and will be listed once.",
        (
            "At “Evening”, these organizations have 4 seats in total. The limit for one "
            "organization is 3. No one will lose a seat, but you cannot add more."
        ),
    ]
    assert everything() == before


def test_preview_tells_what_the_merge_then_does(kept, merged, by):
    Organization.objects.filter(pk=kept.pk).update(website="")
    Organization.objects.filter(pk=merged.pk).update(
        website="https://harbor.example/",
        verification=VerificationState.VERIFIED,
        verified_on=timezone.localdate(),
        verification_due_on=timezone.localdate(),
    )
    for organization, code in ((kept, "34"), (merged, "34"), (merged, "36")):
        organization.jurisdictions.add(Jurisdiction.objects.get(fips=code))
    kept.refresh_from_db()
    merged.refresh_from_db()

    shown = preview(kept=kept, merged=merged)
    merge(kept, merged, by)

    kept.refresh_from_db()
    website = next(each for each in shown.differs if each.label == "Website")
    assert website.result == kept.website == "https://harbor.example/"
    verification = next(each for each in shown.differs if each.label == "Verification")
    assert verification.result == kept.get_verification_display()
    assert any("will not be verified" in warning for warning in shown.warnings)
    assert shown.gains == [("Jurisdictions", "New York")]
    assert shown.takes_name == kept.aliases.filter(name=merged.name).exists()


def test_merge_of_one_name_takes_no_name(kept, by):
    twin = build_organization(name=f"The {kept.name.upper()}, Inc.")

    assert not preview(kept=kept, merged=twin).takes_name
    merge(kept, twin, by)
    assert not kept.aliases.exists()


class TestAnyStory(TestCase):
    """Property: a merge and its undo restore all rows and keep the seat counts."""

    @settings(
        max_examples=6,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["kept", "merged"]),
                st.integers(0, 1),
                st.integers(1, 3),
                st.booleans(),
            ),
            max_size=6,
        ),
        st.sampled_from([None, 2, 9]),
    )
    def test_merge_and_undo(self, story, limit):
        by = build_user()
        pair = {"kept": build_organization(), "merged": build_organization()}
        sessions = [build_session(seats_per_organization=limit) for _ in range(2)]
        for who, where, people, cancels in story:
            try:
                registration = register(sessions[where], pair[who], people=people)
            except AllotmentReachedError:
                continue
            if cancels:
                transitions.cancel(registration=registration, by=by)
        before = everything()

        record = merge(pair["kept"], pair["merged"], by)
        for allotment in SeatAllotment.objects.all():
            held = Registration.objects.filter(
                organization=allotment.organization,
                listening_session=allotment.listening_session,
                state__in=ACTIVE_REGISTRATION_STATES,
            )
            assert allotment.taken == sum(held.values_list("seats", flat=True))
        pools = list(SeatPool.objects.order_by("pk").values_list())
        undo(record, by)

        assert everything() == before
        assert list(SeatPool.objects.order_by("pk").values_list()) == pools
