"""Searches records by the words of their fields: every register, and the public lists."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet

from engagement_site.search_keys import search_key
from sessions_app.core.models import SearchEntry
from sessions_app.core.models.search import sources
from sessions_app.core.references import normalize_reference, reference_part

Records = TypeVar("Records", bound=QuerySet[Any, Any])

#: Words of a search text that are read; one more costs a subquery each.
WORDS = 10
REFERENCE = "reference"


def matching(records: Records, *, fields: Iterable[str], text: str) -> Records:
    """Return the records in which every word of ``text`` begins a word of one of ``fields``.

    Words match in any order and spelling that `search_key` folds. ``fields`` are lookup paths, such
    as ``venue__city``, to fields that their models declare in ``SEARCHED``; nothing else is read. A
    reference, or part of one, is found as typed or read aloud. A text without words finds nothing.
    """
    fields = list(fields)
    references = [path for path in fields if path.rpartition("__")[2] == REFERENCE]
    texts = [path for path in fields if path not in references]
    found = []
    if references and (part := reference_part(text)):
        found.append(_with_word(records.model, references, part))
    if texts and (words := _words(text)):
        keys, *others = [_with_word(records.model, texts, word) for word in words]
        if others:
            keys = _keys(records.model).filter(pk__in=keys)
        for each in others:
            keys = keys.filter(pk__in=each)
        found.append(keys)
    return records.filter(pk__in=_union(found)) if found else records.none()


def _words(text: str) -> list[str]:
    """Return the words to look for. A text that quotes a reference has its characters as a word."""
    reference = normalize_reference(text)
    plain = search_key(reference.split("-")[2] if reference else text)
    return list(dict.fromkeys(plain.split()))[:WORDS]


def _keys(model: type[Model]) -> QuerySet[Any, Any]:
    return model._base_manager.order_by().values("pk")


def _with_word(model: type[Model], paths: Iterable[str], word: str) -> QuerySet[Any, Any]:
    """Return the primary keys of records with a word in one of the fields."""
    fields: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        relation, _separator, field = path.rpartition("__")
        fields[relation].append(field)
    found: list[QuerySet[Any, Any]] = []
    for relation, names in fields.items():
        entries = (
            SearchEntry.objects.with_word(word)
            .filter(source__in=sources(related_model(model, relation), names))
            .values("object_id")
        )
        found.append(
            _keys(model).filter(**{f"{relation}__pk__in": entries}) if relation else entries
        )
    return _union(found)


def related_model(model: type[Model], relation: str) -> type[Model]:
    """Return the model that a lookup path leads to, such as ``venue__rooms``."""
    for name in filter(None, relation.split("__")):
        model = cast(type[Model], model._meta.get_field(name).related_model)
    return model


def _union(found: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *rest = found
    return first.union(*rest) if rest else first
