"""The filters of the register, what they find, and for whom."""

import datetime

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.core import roles
from sessions_app.feedback.enums import FeedbackState
from sessions_app.feedback_register.staff.filters import FeedbackFilterSet
from sessions_app.models import Agency, Jurisdiction, Language
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_session,
    build_staff,
    build_theme,
    build_user,
)
from tests.sessions_app.answers import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

INDEX = "feedbackitem:index"


def found(client, **asked):
    return set(client.get(reverse(INDEX), asked).context["object_list"])


def linked(item, **values):
    action = build_action(**values)
    actions.link_feedback(action=action, item=item, by=build_user())
    return action


def test_theme_finds_what_is_coded_with_narrower_themes(officer_client):
    broad = build_theme()
    narrow = build_theme(parent=build_theme(parent=broad))
    item, other = build_feedback(), build_feedback()
    item.codings.create(theme=narrow)
    other.codings.create(theme=build_theme())

    assert found(officer_client, themes=broad.pk) == {item}


@pytest.mark.parametrize("asked", ["Alder", "aid alder", "key"])
def test_organization_finds_its_family(officer_client, asked):
    parent = build_organization(name="Alder Legal Aid")
    child = build_organization(parent=parent)
    merged = build_organization(merged_into=child)
    items = {build_feedback(organization=each) for each in (parent, child, merged)}
    build_feedback(organization=build_organization(name="Birch Circle"))
    build_feedback()

    assert found(officer_client, organization=parent.pk if asked == "key" else asked) == items


def test_state_finds_its_counties(officer_client):
    state = Jurisdiction.objects.filter(parent=None).first()
    county = Jurisdiction.objects.create(fips="99001", name="A county", parent=state)
    item, other = build_feedback(), build_feedback()
    item.jurisdictions.add(county)
    other.jurisdictions.add(Jurisdiction.objects.filter(parent=None).last())

    assert found(officer_client, place=state.pk) == {item}


def test_agency_finds_what_it_leads_and_supports(officer_client):
    cbp = Agency.objects.get(abbreviation="CBP")
    led, supported, other = build_feedback(), build_feedback(), build_feedback()
    linked(led, lead_agency=cbp)
    linked(supported).supporting_agencies.add(cbp)
    linked(other)

    assert found(officer_client, agency=cbp.pk) == {led, supported}


def test_owner_of_an_action_finds_the_items_behind_it(officer_client, officer):
    mine, unowned = build_feedback(), build_feedback()
    linked(mine, owner=officer)
    linked(unowned)
    build_feedback()

    assert found(officer_client, action_owner="me") == {mine}
    assert found(officer_client, action_owner=officer.pk) == {mine}
    assert found(officer_client, action_owner="nobody") == {unowned}


def test_mine_are_those_assigned_to_me(officer_client, officer):
    mine = build_feedback(assigned_to=officer)
    free = build_feedback()
    build_feedback(assigned_to=build_staff(roles.ROLE_MANAGER))

    assert found(officer_client, assigned_to="me") == {mine}
    assert found(officer_client, assigned_to="nobody") == {free}


def test_gaps_are_found_and_what_was_routed_is_none(officer_client):
    whole = build_feedback(public_summary="In our words.")
    whole.codings.create(theme=build_theme())
    linked(whole)
    gap = build_feedback()
    build_feedback(state=FeedbackState.ROUTED, state_reason="Told.")

    for asked in ({"unthemed": "yes"}, {"summary": "none"}, {"unlinked": "yes"}):
        assert found(officer_client, **asked) == {gap}, asked


def test_no_answer_for_days_counts_from_the_date_received(officer_client):
    today = timezone.localdate()
    old = build_feedback(received_on=today - datetime.timedelta(days=90))
    build_feedback(received_on=today - datetime.timedelta(days=89))
    build_feedback(received_on=today - datetime.timedelta(days=400), state="answered")

    assert found(officer_client, waiting="90") == {old}


def test_columns_of_the_item_filter_together(officer_client):
    session = build_session()
    item = build_feedback(
        listening_session=session,
        severity="high",
        channel="phone",
        language=Language.objects.first(),
        received_on="2026-03-01",
    )
    build_feedback(severity="high", channel="phone", received_on="2026-03-02")

    asked = {
        "severity": ["high", "urgent"],
        "channel": "phone",
        "language": item.language_id,
        "program": item.program_id,
        "listening_session": session.pk,
        "received_from": "2026-03-01",
        "received_to": "2026-03-01",
    }
    assert found(officer_client, **asked) == {item}


def test_old_filter_is_left_out_and_named_and_the_others_hold(officer_client):
    item = build_feedback(state="in_review")
    build_feedback()

    page = officer_client.get(reverse(INDEX), {"state": "in_review", "themes": "987654"})

    assert set(page.context["object_list"]) == {item}
    assert "no longer exists, and was left out: Theme, with narrower ones" in text_of(page)


@pytest.mark.parametrize("name", sorted(FeedbackFilterSet.base_filters))
@pytest.mark.parametrize("value", ["²", "-1", "9" * 30, "x' OR 1=1", "yes"])
def test_no_value_breaks_the_page(officer_client, name, value):
    build_feedback()
    data = QueryDict(mutable=True)
    for key in (name, f"{name}_from", f"{name}_to"):
        data[key] = value

    assert officer_client.get(f"{reverse(INDEX)}?{data.urlencode()}").status_code == 200


def test_filter_in_force_is_told_in_words(officer_client, officer):
    organization = build_organization(name="Alder Legal Aid")

    page = text_of(
        officer_client.get(
            reverse(INDEX), {"organization": organization.pk, "waiting": "90", "state": "new"}
        )
    )

    for words in ("Alder Legal Aid", "90 days or more", "Status: New"):
        assert words in page
    assert "No items match." in page


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("-severity", ["urgent", "high", "moderate", "low"]),
        ("severity", ["low", "moderate", "high", "urgent"]),
    ],
)
def test_severity_sorts_by_its_weight(officer_client, ordering, expected):
    for severity in ("high", "low", "urgent", "moderate"):
        build_feedback(severity=severity)

    page = officer_client.get(reverse(INDEX), {"ordering": ordering})

    assert [item.severity for item in page.context["object_list"]] == expected


def test_organizations_sort_by_name_and_items_without_one_come_last(officer_client):
    without = build_feedback()
    birch = build_feedback(organization=build_organization(name="Birch Circle"))
    alder = build_feedback(organization=build_organization(name="Alder Legal Aid"))

    for ordering, expected in (
        ("organization", [alder, birch, without]),
        ("-organization", [birch, alder, without]),
    ):
        page = officer_client.get(reverse(INDEX), {"ordering": ordering})
        assert list(page.context["object_list"]) == expected


def test_long_list_is_counted_to_a_limit_and_not_sorted_by_name(officer_client, monkeypatch):
    monkeypatch.setattr("sessions_app.feedback_register.staff.paging.MOST_ITEMS", 2)
    monkeypatch.setattr("sessions_app.feedback_register.staff.register.MOST_ITEMS", 2)
    for name in ("Birch", "Alder", "Cedar"):
        build_feedback(organization=build_organization(name=name))

    page = officer_client.get(reverse(INDEX), {"ordering": "organization"})

    assert "More than 2 items match. Add a filter to sort them by this column." in text_of(page)
    assert len(page.context["object_list"]) == 2


def test_analyst_finds_an_organization_only_where_it_may_be_named(signed_in):
    client = signed_in(build_staff(roles.ROLE_ANALYST))
    organization = build_organization(name="Alder Legal Aid")
    quiet = build_session(attribution_rule="not_attributed")
    named = build_feedback(organization=organization, attribution="named")
    build_feedback(organization=organization, attribution="type_only")
    build_feedback(organization=organization, attribution="named", listening_session=quiet)

    page = client.get(reverse(INDEX), {"organization": "alder"})

    assert set(page.context["object_list"]) == {named}
    everything = client.get(reverse(INDEX), {"ordering": "organization"})
    assert text_of(everything).count("Alder Legal Aid") == 1
    assert "Change several at once" not in text_of(everything)


def test_auditor_reads_the_note_and_is_offered_no_change(signed_in):
    build_feedback(private_note="Said in confidence.")

    page = text_of(signed_in(build_staff(roles.ROLE_AUDITOR)).get(reverse(INDEX)))

    assert "Said in confidence." in page
    assert "Change several at once" not in page
    assert "Select FB" not in page


def test_action_owner_finds_only_the_items_behind_own_actions(signed_in):
    owner = build_staff(roles.ROLE_ACTION_OWNER, agency="ICE")
    mine = build_feedback(private_note="Said in confidence.")
    linked(mine, owner=owner)
    build_feedback()

    page = signed_in(owner).get(reverse(INDEX), {"ordering": "-severity"})

    assert set(page.context["object_list"]) == {mine}
    assert "Said in confidence." not in text_of(page)
