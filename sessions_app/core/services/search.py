"""Brings the search index in step with the records."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from sessions_app.core.models import SearchedModel, SearchEntry
from sessions_app.core.models.search import index_records, sources

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


def _searched_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, SearchedModel)]


def _batches(model: type[Model]) -> Iterator[list[Model]]:
    last = 0
    while batch := list(model._base_manager.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
