"""The search index: the normalized words of every text that a search reads (ADR 0038).

One row for each text, written with its record. SQLite finds words in it through an FTS5 table that
triggers keep in step, PostgreSQL through a GIN index on the same words; both are made by
the migration of the table, outside the models.
"""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

from engagement_site.search_keys import index_words
from sessions_app.core.references import reference_words

Row = TypeVar("Row", bound=models.Model)

FTS_TABLE = "sessions_app_searchentry_fts"
#: The expression of the GIN index. Not ``to_tsvector``: its parser splits words in its own way.
TSVECTOR = "array_to_tsvector(string_to_array({}, ' '))"

_ADD = f"INSERT INTO {FTS_TABLE}(rowid, words) VALUES (new.id, new.words);"  # noqa: S608
_REMOVE = (
    f"INSERT INTO {FTS_TABLE}({FTS_TABLE}, rowid, words) "  # noqa: S608
    "VALUES ('delete', old.id, old.words);"
)
# The "ascii" tokenizer splits words at our spaces only: no other ASCII separator is left in them.
CREATE_SQLITE = (
    f"""CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5(
        words, content='sessions_app_searchentry', content_rowid='id', tokenize='ascii',
        detail='none', columnsize=0, prefix='1 2 3')""",
    *(
        f"CREATE TRIGGER {FTS_TABLE}_{event} AFTER {event} ON sessions_app_searchentry "
        f"BEGIN {statements} END"
        for event, statements in (
            ("insert", _ADD),
            ("delete", _REMOVE),
            ("update", _REMOVE + _ADD),
        )
    ),
)
DROP_SQLITE = (
    *(f"DROP TRIGGER {FTS_TABLE}_{event}" for event in ("insert", "delete", "update")),
    f"DROP TABLE {FTS_TABLE}",
)
CREATE_POSTGRESQL = (
    f"""CREATE INDEX sessions_app_searchentry_words ON sessions_app_searchentry
        USING gin ({TSVECTOR.format("words")})""",
)
DROP_POSTGRESQL = ("DROP INDEX sessions_app_searchentry_words",)


class _HasWord(models.Func):
    """Whether the words of an entry include one that begins with ``word``, a normalized word."""

    output_field = models.BooleanField()

    def __init__(self, word: str) -> None:
        super().__init__(models.F("id"), models.F("words"))
        self.word = word

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        number, _params = compiler.compile(self.source_expressions[0])
        found = f"SELECT rowid FROM {FTS_TABLE} WHERE {FTS_TABLE} MATCH %s"  # noqa: S608
        return f"{number} IN ({found})", (f'"{self.word}"*',)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        words, _params = compiler.compile(self.source_expressions[1])
        return f"{TSVECTOR.format(words)} @@ %s::tsquery", (f"'{self.word}':*",)


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def with_word(self, word: str) -> "SearchEntryQuerySet":
        """Entries with a word that begins with ``word``, which ``search_key`` returned."""
        return self.filter(_HasWord(word))


class SearchEntry(models.Model):
    """The words of one field of one record. Written by the record's ``save`` and QuerySet."""

    #: Model and field, such as ``feedbackitem.public_summary``.
    source = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    words = models.TextField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object_id", "source"], name="search_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.object_id}"


class SearchedQuerySet(models.QuerySet[Row]):
    """For the manager of a :class:`SearchedModel`: what it writes at once is indexed as well."""

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        made = super().bulk_create(objs, *args, **kwargs)
        rows = [each for each in made if each.pk is not None]
        if kwargs.get("update_conflicts"):
            # An object that met a conflict has the key of the row, but not what is stored there.
            rows = list(self.model._base_manager.filter(pk__in=[each.pk for each in rows]))
        index_records(rows, are_new=True)
        return made

    def bulk_update(
        self, objs: Iterable[Row], fields: Iterable[str], *args: Any, **kwargs: Any
    ) -> int:
        records, names = list(objs), list(fields)
        changed = super().bulk_update(records, names, *args, **kwargs)
        index_records(records, fields=names)
        return changed

    def update(self, **values: Any) -> int:
        names = set(values) & set(_searched(self.model))
        if not names:
            return super().update(**values)
        keys = list(self.values_list("pk", flat=True))
        changed = super().update(**values)
        index_records(list(self.model._base_manager.filter(pk__in=keys)), fields=names)
        return changed

    def delete(self) -> tuple[int, dict[str, int]]:
        keys = list(self.values_list("pk", flat=True))
        deleted = super().delete()
        SearchEntry.objects.filter(source__in=sources(self.model), object_id__in=keys).delete()
        return deleted

    # As on Django's own methods: no template and no manager may call them.
    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class SearchedModel(models.Model):
    """Keeps the search index in step with the fields that searches read.

    Its manager is made from a :class:`SearchedQuerySet`.
    """

    #: Names of the fields that a search may read.
    SEARCHED: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        index_records([self], fields=kwargs.get("update_fields"), are_new=is_new)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        SearchEntry.objects.filter(source__in=sources(type(self)), object_id=self.pk).delete()
        return super().delete(*args, **kwargs)


def sources(model: type[models.Model], fields: Iterable[str] | None = None) -> list[str]:
    """Return the sources of a model's searched fields, or of those of them in ``fields``."""
    wanted = None if fields is None else set(fields)
    return [
        f"{model._meta.model_name}.{name}"
        for name in _searched(model)
        if wanted is None or name in wanted
    ]


def index_records(
    records: Sequence[models.Model],
    *,
    fields: Iterable[str] | None = None,
    are_new: bool = False,
) -> int:
    """Write the entries of records of one model; return how many were missing or outdated.

    One statement for records of which all entries are to be written (``are_new``); for others, one
    more that reads what is known.
    """
    if not records or not (wanted := sources(type(records[0]), fields)):
        return 0
    known: dict[tuple[int, str], str] = {}
    if not are_new:
        keys = [record.pk for record in records]
        found = SearchEntry.objects.filter(object_id__in=keys, source__in=wanted)
        known = {(entry.object_id, entry.source): entry.words for entry in found}
    changed = [
        SearchEntry(object_id=record.pk, source=source, words=words)
        for record in records
        for source in wanted
        if (words := _words_of(record, source)) != known.get((record.pk, source), "")
    ]
    if changed:
        SearchEntry.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["object_id", "source"],
            update_fields=["words"],
        )
    return len(changed)


def _searched(model: type[models.Model]) -> tuple[str, ...]:
    return getattr(model, "SEARCHED", ())


def _words_of(record: models.Model, source: str) -> str:
    field = source.rpartition(".")[2]
    text = str(getattr(record, field) or "")
    return reference_words(text) if field == "reference" else index_words(text)
