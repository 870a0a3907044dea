"""Staff pages for merging organizations."""

import pytest
from django.urls import reverse

from sessions_app.models import Organization, OrganizationMerge
from tests.builders import build_contact, build_organization
from tests.sessions_app.answers import is_refused, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(db):
    return build_organization(name="Alder Legal Aid")


@pytest.fixture
def merged(db):
    return build_organization(name="Alder Legal Aide", kind="faith")


def address(view, organization, *more):
    return reverse(f"organization:{view}", args=[organization.pk, *more])


def test_other_record_is_suggested_or_searched_for(officer_client, kept, merged):
    build_organization(name="Birch Desk")
    url = address("merge", kept)

    suggested = text_of(officer_client.get(url))
    assert "Alder Legal Aide" in suggested
    assert "Birch Desk" not in suggested
    assert "Birch Desk" in text_of(officer_client.get(url, {"q": "birch"}))
    assert "No results. Try part" in text_of(officer_client.get(url, {"q": "zebra"}))


def test_preview_says_what_moves_and_changes_nothing(officer_client, kept, merged):
    build_contact(merged)

    page = text_of(officer_client.get(address("merge", kept), {"other": merged.pk}))

    assert "Memberships: 1" in page
    assert "KindAdvocacyFaithAdvocacy" in page
    assert "Keep “Alder Legal Aide” instead" in page
    assert not OrganizationMerge.objects.exists()


@pytest.mark.parametrize("is_verified", [True, False])
def test_verified_record_is_kept_by_default(officer_client, kept, merged, is_verified):
    if is_verified:
        Organization.objects.filter(pk=merged.pk).update(
            verification="verified", verified_on="2026-01-02", verification_due_on="2027-01-02"
        )

    page = officer_client.get(address("merge", kept)).content.decode()

    first, second = (merged, kept) if is_verified else (kept, merged)
    assert f'href="{address("merge", first)}?other={second.pk}"' in page


def test_merged_record_leads_to_the_one_that_stayed_until_it_is_undone(
    officer_client, kept, merged
):
    contact = build_contact(merged, name="Rosa Delgado").memberships.get()
    answer = officer_client.post(address("merge", kept), {"other": merged.pk})
    assert answer.url == address("inspect", kept)

    for url in (
        address("inspect", merged),
        address("edit", merged),
        address("move", merged, "verify"),
        address("contact_add", merged),
        address("merge", merged),
    ):
        assert officer_client.get(url).url == address("inspect", kept)
    assert list(officer_client.get(reverse("organization:index")).context["object_list"]) == [kept]
    page = text_of(officer_client.get(address("inspect", kept)))
    assert "Rosa Delgado" in page
    assert "Other namesAlder Legal Aide" in page
    record = OrganizationMerge.objects.get()
    undo = address("merge_undo", kept, record.pk)
    assert "Undo the merge of “Alder Legal Aide”?" in text_of(officer_client.get(undo))
    assert officer_client.post(undo).url == address("inspect", merged)
    contact.refresh_from_db()
    assert contact.organization == merged
    assert officer_client.get(undo).status_code == 404


def test_undo_of_a_merge_that_another_builds_on_is_explained(officer_client, kept, merged):
    officer_client.post(address("merge", kept), {"other": merged.pk})
    first = OrganizationMerge.objects.get()
    later = build_organization(name="Later Desk")
    officer_client.post(address("merge", kept), {"other": later.pk})
    undo = address("merge_undo", kept, first.pk)

    assert "Undo that merge first." in text_of(officer_client.get(undo))
    assert "Undo that merge first." in text_of(officer_client.post(undo))
    assert Organization.objects.get(pk=merged.pk).merged_into == kept


@pytest.mark.parametrize("other", ["", "x", "999999"])
def test_merge_with_nobody_asks_to_choose(officer_client, kept, other):
    page = text_of(officer_client.post(address("merge", kept), {"other": other}))

    assert "Choose an organization to merge." in page


def test_merge_is_for_officers_and_managers(signed_in, manager_client, analyst, kept, merged):
    url = address("merge", kept)

    assert is_refused(signed_in(analyst).get(url))
    assert is_refused(signed_in(analyst).post(url, {"other": merged.pk}))
    assert "Merge another organization" not in text_of(
        signed_in(analyst).get(address("inspect", kept))
    )
    assert manager_client.post(url, {"other": merged.pk}).status_code == 302
