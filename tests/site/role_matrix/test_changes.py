"""POST requests change data only for users with permission."""

from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from taggit.models import TaggedItem
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Page

from engagement_site.accounts.models import User
from sessions_app.models import Jurisdiction
from tests.site.role_matrix.people import (
    ADMINISTRATOR,
    EDITOR,
    EVERYBODY,
    MANAGER,
    NOBODY,
    Who,
)
from tests.site.role_matrix.resolver import every_url
from tests.site.role_matrix.submissions import SUBMISSIONS, changing_screens, prepare
from tests.site.role_matrix.table_records import RECORDS
from tests.site.role_matrix.world import World, is_open

pytestmark = pytest.mark.django_db

RECORD_MODELS = [
    model for model in apps.get_app_config("sessions_app").get_models() if model != Jurisdiction
]
BULK_MODELS = [Page, Document, Image, TaggedItem, User, User.groups.through]

#: Our views, some of them also with the variants for records outside the role's scope.
SCREENS = sorted(SUBMISSIONS)
SCREENS += [
    f"{screen}@{variant}"
    for screen in SUBMISSIONS
    for variant in ("colleague", "stranger")
    if f"{screen.partition(' ')[0]}@{variant}" in RECORDS
]

#: Bulk action → the roles for which it changes data.
BULK_ACTIONS = {
    "document.add_tags": EDITOR | MANAGER,
    "document.add_to_collection": EDITOR | MANAGER,
    "document.delete": EDITOR | MANAGER,
    "image.add_tags": EDITOR | MANAGER,
    "image.add_to_collection": EDITOR | MANAGER,
    "image.delete": EDITOR | MANAGER,
    "page.delete": MANAGER,
    "page.move": MANAGER,
    "page.publish": MANAGER,
    "page.unpublish": MANAGER,
    "user.assign_role": ADMINISTRATOR,
    "user.delete": ADMINISTRATOR,
    "user.set_active_state": ADMINISTRATOR,
}


def rows(models: list[type[Model]]) -> dict[str, list[Any]]:
    """Return all rows of the models."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in models
    }


def test_every_screen_that_changes_something_is_tried():
    assert changing_screens() == set(SUBMISSIONS)


@pytest.mark.parametrize("screen", SCREENS)
def test_record_changes_only_for_those_who_may(world: World, screen: str):
    key, _, variant = screen.partition("@")
    name = key.partition(" ")[0]
    allowed = RECORDS[f"{name}@{variant}" if variant else name]
    address, data = prepare(world, key, variant)
    before = rows(RECORD_MODELS)

    for who in EVERYBODY & ~allowed:
        assert not is_open(name, world.client(who).post(address, data)), who
    assert rows(RECORD_MODELS) == before

    for who in allowed:
        with transaction.atomic():
            answer = world.client(who).post(address, data)
            assert answer.status_code == 302, f"{who}: {answer.context['form'].errors}"
            assert rows(RECORD_MODELS) != before, who
            transaction.set_rollback(True)


def test_every_bulk_action_is_tried(world: World):
    assert {name for name in world.variants if "." in name} == set(BULK_ACTIONS)


@pytest.mark.parametrize("action", sorted(BULK_ACTIONS))
def test_bulk_action_changes_only_what_one_may(world: World, action: str):
    url = next(url for url in every_url() if url.key == "wagtail_bulk_action")
    data = {
        "chooser": Page.objects.get(slug="original").pk,
        "collection": Collection.objects.get(name="Hearings").pk,
        "mark_as_active": "False",
        "role": User.groups.through.objects.first().group_id,
        "tags": "hall",
    }
    before, changed = rows(BULK_MODELS), NOBODY
    for who in Who:
        with transaction.atomic():
            world.client(who).post(world.address(url, action), data)
            if rows(BULK_MODELS) != before:
                changed |= who
            transaction.set_rollback(True)

    assert changed & ~ADMINISTRATOR == BULK_ACTIONS[action] & ~ADMINISTRATOR
    assert ADMINISTRATOR in changed
