"""Append-only tables: database triggers reject UPDATE and DELETE."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, models, transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry

from engagement_site.accounts.models import User
from sessions_app.models import ActionUpdate, AuditEntry
from tests.builders import build_action, build_user
from tests.home.page_builders import build_standard_page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def entries() -> dict[type[models.Model], models.Model]:
    """Return one row of each append-only table."""
    action, page = build_action(), build_standard_page()
    log(action, "wagtail.edit")
    log(page, "wagtail.publish")
    log(ContentType.objects.get_for_model(User), "wagtail.edit")
    update = ActionUpdate.objects.create(action=action, text="It is printed.")
    kept = {type(update): update}
    for kind in (AuditEntry, PageLogEntry, ModelLogEntry):
        kept[kind] = kind.objects.latest("pk")
    return kept


@pytest.mark.parametrize("kind", [AuditEntry, ActionUpdate, PageLogEntry, ModelLogEntry])
def test_row_that_is_written_once_is_neither_changed_nor_deleted(entries, kind):
    row = kind.objects.filter(pk=entries[kind].pk)
    table = kind._meta.db_table
    before = row.values().get()

    def by_sql(statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"{statement} WHERE id = %s", [before["id"]])

    for change in (
        lambda: row.update(id=before["id"] + 1000),
        row.delete,
        lambda: by_sql(f"UPDATE {table} SET id = id"),
        lambda: by_sql(f"DELETE FROM {table}"),
    ):
        with (
            pytest.raises(DatabaseError, match="never changed or deleted"),
            transaction.atomic(),
        ):
            change()

    assert row.values().get() == before


def test_what_was_logged_outlives_the_page_and_the_person():
    page, person = build_standard_page(title="Privacy"), build_user()
    log(page, "wagtail.publish", user=person)
    known = {"page_id": page.pk, "user_id": person.pk, "label": "Privacy"}

    page.delete()
    person.delete()

    assert PageLogEntry.objects.filter(action="wagtail.publish", **known).count() == 1
