"""Random splits, merges, duplicates, edits and undos, in any order."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sessions_app.actions import services as actions
from sessions_app.core.errors import EngagementError
from sessions_app.feedback.enums import TELLS, AttributionLevel, LineageKind
from sessions_app.feedback.selectors.lineage import spoken_for_by
from sessions_app.feedback.services import feedback
from sessions_app.feedback_operations.services.merges import merge
from sessions_app.feedback_operations.services.splits import Part, split
from sessions_app.feedback_operations.services.undo import undo
from sessions_app.models import FeedbackItem, Jurisdiction, LineageOperation, ThemeCoding
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_program,
    build_theme,
    build_user,
)
from tests.sessions_app.feedback_operations.lineage import snapshot

pytestmark = pytest.mark.django_db

ITEMS = 4
NUMBER = st.integers(0, 9)
STEPS = st.one_of(
    st.tuples(st.just("split"), NUMBER, st.integers(2, 3)),
    st.tuples(st.just("merge"), NUMBER, st.lists(NUMBER, min_size=1, max_size=3)),
    st.tuples(st.just("duplicate"), NUMBER, NUMBER),
    st.tuples(st.just("undo"), NUMBER, st.none()),
    st.tuples(st.just("withdraw"), NUMBER, st.sampled_from(["type_only", "none"])),
)
LEVELS = st.lists(st.sampled_from(AttributionLevel.values), min_size=ITEMS, max_size=ITEMS)


class World:
    """Four items with sources, themes, places and actions, and what their sources allow."""

    def __init__(self, levels):
        self.by = build_user()
        program = build_program()
        theme, action = build_theme(), build_action(program=program)
        organizations = [build_organization(), build_organization()]
        self.items, self.allowed = [], {}
        for number, level in enumerate(levels):
            source = organizations[number % 2] if level != AttributionLevel.NONE else None
            item = build_feedback(program=program, attribution=level, organization=source)
            self.items.append(item)
            self.allowed[item.pk] = level
            ThemeCoding.objects.create(
                feedback_item=item,
                theme=theme if number % 2 else build_theme(),
                coded_by=self.by,
            )
            item.jurisdictions.add(Jurisdiction.objects.all()[number])
            actions.link_feedback(
                action=action if number % 2 else build_action(program=program),
                item=item,
                note=f"Note {number}",
                by=self.by,
            )

    def known(self, number):
        items = list(FeedbackItem.objects.order_by("pk"))
        return items[number % len(items)]

    def do(self, step):
        verb, number, value = step
        try:
            with transaction.atomic():
                getattr(self, verb)(number, value)
        except EngagementError:
            return

    def split(self, number, count):
        item = self.known(number)
        links = frozenset(item.action_links.values_list("action", flat=True))
        parts = [
            Part(kind="concern", private_note=f"Point {each}", actions=links)
            for each in range(count)
        ]
        split(item=item, parts=parts, by=self.by)

    def merge(self, number, others):
        merge(survivor=self.known(number), others=[self.known(each) for each in others], by=self.by)

    def duplicate(self, number, other):
        feedback.mark_duplicate(
            item=self.known(number), duplicate_of=self.known(other), reason="Same.", by=self.by
        )

    def undo(self, number, _value):
        standing = list(LineageOperation.objects.filter(undone_at=None))
        if standing:
            undo(operation=standing[number % len(standing)], reason="No.", by=self.by)

    def withdraw(self, number, level):
        item = self.known(number)
        if TELLS[level] < TELLS[item.attribution]:
            item.attribution = level
            feedback.edit(item=item, by=self.by)
            self.allowed[item.pk] = level


def where_it_counts(item, path=()):
    """Return the keys of the items that count the point of an item."""
    assert item.pk not in path, "a cycle"
    path = (*path, item.pk)
    if item.duplicate_of or item.merged_into:
        return where_it_counts(item.duplicate_of or item.merged_into, path)
    if not item.was_split:
        return {item.pk}
    # What an undone split has made is merged into the whole again.
    parts = [part for part in item.split_into.all() if part.merged_into_id != item.pk]
    return set().union(*(where_it_counts(part, path) for part in parts))


def check(world):
    counted = set(FeedbackItem.objects.counted().values_list("pk", flat=True))
    standing = LineageOperation.objects.filter(undone_at=None)
    parts = sum(
        operation.members.filter(role="part").count() - 1
        for operation in standing.filter(kind=LineageKind.SPLIT)
    )
    gone = sum(
        operation.members.exclude(role__in=["survivor", "original"]).count()
        for operation in standing.exclude(kind=LineageKind.SPLIT)
    )
    assert len(counted) == ITEMS + parts - gone
    reached = set()
    for item in world.items:
        item.refresh_from_db()
        at = where_it_counts(item)
        assert at
        assert at <= counted
        reached |= at
    assert reached == counted
    for item in FeedbackItem.objects.all():
        assert item.is_counted == (item.pk in counted)
        sources = [item, *spoken_for_by(item)]
        allowed = [world.allowed[each.pk] for each in sources if each.pk in world.allowed]
        assert TELLS[item.attribution] <= min(TELLS[level] for level in allowed)
        if item.attribution == AttributionLevel.NONE:
            assert item.organization is None


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a failure takes minutes
)
@given(levels=LEVELS, steps=st.lists(STEPS, max_size=6))
def test_any_steps_count_each_point_once_and_undo_gives_everything_back(levels, steps):
    with transaction.atomic():
        world = World(levels)
        before = snapshot(world.items)
        for step in steps:
            world.do(step)
            check(world)
        is_restored = not any(step[0] == "withdraw" for step in steps)
        for operation in LineageOperation.objects.filter(undone_at=None).order_by("-pk"):
            try:
                with transaction.atomic():
                    undo(operation=operation, reason="Back.", by=world.by)
            except EngagementError:
                assert not is_restored
        if is_restored:
            after = snapshot(world.items)
            for row, *_rest in after.values():
                # The reason of the last way back stays with the item.
                row["state_reason"] = ""
            assert after == before
            assert set(FeedbackItem.objects.counted()) == set(world.items)
        transaction.set_rollback(True)
