"""Brings the search index in step with the records."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Model

from sessions_app.core.models import SearchedModel, SearchEntry
from sessions_app.core.models.search import FTS_TABLE, index_records, sources

BATCH = 1000


def rebuild() -> int:
    """Write entries that are missing or outdated, and delete those without a record.

    Returns how many entries changed. Works in batches, and can be interrupted and run again.
    """
    changed, known = 0, []
    for model in _searched_models():
        own = sources(model)
        known += own
        entries = SearchEntry.objects.filter(source__in=own)
        gone = entries.exclude(object_id__in=model._base_manager.values("pk"))
        changed += gone.delete()[0] + sum(index_records(batch) for batch in _batches(model))
    return changed + SearchEntry.objects.exclude(source__in=known).delete()[0]


def purge_deleted_words() -> None:
    """Remove the words of deleted and changed entries from SQLite's index as well.

    FTS5 keeps them in its segments until these are merged (https://www.sqlite.org/fts5.html, 6.8);
    merging reads the whole index. Inside the caller's transaction.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FTS_TABLE}({FTS_TABLE}) VALUES ('optimize')")  # noqa: S608


def _searched_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, SearchedModel)]


def _batches(model: type[Model]) -> Iterator[list[Model]]:
    last = 0
    while batch := list(model._base_manager.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
