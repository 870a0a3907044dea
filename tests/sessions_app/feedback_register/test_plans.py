"""Every filter and order of the register has a plan that reads no whole table."""

import json

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory

from sessions_app.actions.models import ActionLink
from sessions_app.core import roles
from sessions_app.core.policies import policy_for
from sessions_app.feedback.enums import FeedbackChannel, FeedbackKind, FeedbackState, Severity
from sessions_app.feedback_register.staff.register import FeedbackIndexView
from sessions_app.models import Agency, FeedbackItem, Jurisdiction, Language, ThemeCoding
from tests.builders import (
    build_action,
    build_organization,
    build_program,
    build_session,
    build_staff,
    build_theme,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

COUNT = 3_000
TABLE = FeedbackItem._meta.db_table


def fill(owner):
    """Make items that differ in every column of a filter; return a value of each filter."""
    programs = [build_program() for _number in range(5)]
    session, organization, theme = build_session(), build_organization(name="Alder"), build_theme()
    language, agency = Language.objects.first(), Agency.objects.first()
    states = [state for state in FeedbackState if state != FeedbackState.ROUTED]
    items = FeedbackItem.objects.bulk_create(
        FeedbackItem(
            reference=f"FB-26-{number:06}-X",
            kind=FeedbackKind.values[number % 4],
            state=states[number % len(states)],
            state_reason="Because.",
            severity=Severity.values[number % 4],
            channel=FeedbackChannel.values[number % 5],
            program=programs[number % 5],
            listening_session=session if number % 50 == 0 else None,
            organization=organization if number % 70 == 0 else None,
            language=language if number % 40 == 0 else None,
            assigned_to=owner if number % 60 == 0 else None,
            received_on=f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
            private_note="Said.",
            public_summary="" if number % 30 == 0 else "Ours.",
        )
        for number in range(COUNT)
    )
    action = build_action(lead_agency=agency, owner=owner)
    place = Jurisdiction.objects.filter(parent=None).first()
    ActionLink.objects.bulk_create(
        ActionLink(action=action, feedback_item=item) for item in items[::20]
    )
    ThemeCoding.objects.bulk_create(
        ThemeCoding(theme=theme, feedback_item=item) for item in items[::3]
    )
    for item in items[:10]:
        item.jurisdictions.add(place)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {
        "state": "accepted",
        "kind": "concern",
        "severity": "urgent",
        "assigned_to": "me",
        "program": programs[0].pk,
        "themes": theme.pk,
        "listening_session": session.pk,
        "organization": "alder",
        "place": place.pk,
        "channel": "phone",
        "language": language.pk,
        "received_from": "2026-12-20",
        "agency": agency.pk,
        "action_owner": "me",
        "summary": "none",
        "unthemed": "yes",
        "unlinked": "yes",
        "waiting": "30",
        "q": "ours",
    }


def scans_of(rows):
    """Return the lines of the plan of the first page that read the whole table of items."""
    sql, parameters = rows[:25].query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
            details = [row[3] for row in cursor.fetchall()]
            return [each for each in details if f"SCAN {TABLE}" in each and "INDEX" not in each]
        # On few rows, reading all of them is cheaper than any index: where there is one, it wins
        # once that is ruled out.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
        plan = cursor.fetchone()[0]
    return list(_whole_reads(json.loads(plan) if isinstance(plan, str) else plan))


def _whole_reads(plan):
    for each in plan if isinstance(plan, list) else [plan]:
        node = each.get("Plan", each)
        if node.get("Node Type") == "Seq Scan" and node.get("Relation Name") == TABLE:
            yield node["Node Type"]
        yield from _whole_reads(node.get("Plans", []))


def listed(user, **asked):
    request = RequestFactory().get("/")
    request.user = user
    request.GET = QueryDict(mutable=True)
    request.GET.update({name: str(value) for name, value in asked.items()})
    view = FeedbackIndexView(
        model=FeedbackItem, permission_policy=policy_for(FeedbackItem), is_searchable=True
    )
    view.setup(request)
    return view.get_queryset()


def test_no_filter_and_no_order_reads_the_whole_table():
    user = build_staff(roles.ROLE_MANAGER)
    asked = fill(user)

    read_whole = {name: scans_of(listed(user, **{name: value})) for name, value in asked.items()}
    for column in ("received_on", "kind", "state", "severity"):
        for ordering in (column, f"-{column}"):
            read_whole[ordering] = scans_of(listed(user, ordering=ordering))
    read_whole["nothing"] = scans_of(listed(user))

    assert {name: lines for name, lines in read_whole.items() if lines} == {}


@pytest.mark.parametrize("ordering", ["received_on", "-received_on", "kind", "-kind", "-severity"])
def test_order_of_a_column_sorts_nothing(ordering):
    user = build_staff(roles.ROLE_MANAGER)
    fill(user)

    sql, parameters = listed(user, ordering=ordering)[:25].query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        else:
            cursor.execute(f"EXPLAIN {sql}", parameters)
        plan = str(cursor.fetchall())

    assert "TEMP B-TREE" not in plan
    assert "Sort Key" not in plan
