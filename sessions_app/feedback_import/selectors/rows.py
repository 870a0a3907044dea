"""What the rows of a spreadsheet say: feedback items to add, or problems and their cure."""

import datetime
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from engagement_site.search_keys import search_key
from engagement_site.text_fields import PROSE_LENGTH
from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.core.references import normalize_reference
from sessions_app.feedback.allegations import find_allegation
from sessions_app.feedback.enums import (
    ATTRIBUTION_OF_RULE,
    AttributionLevel,
    FeedbackChannel,
    FeedbackKind,
    Severity,
)
from sessions_app.feedback.models import FeedbackItem, Theme
from sessions_app.feedback_import.enums import ImportField
from sessions_app.feedback_import.models import FeedbackImport, ImportedRow
from sessions_app.feedback_import.tables import Table, TableRow
from sessions_app.listening_sessions.enums import SPOKEN_STATES, AttributionRule
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Organization
from sessions_app.programs.models import Jurisdiction, Language, Program
from sessions_app.programs.places import UnknownPlaceError, parse_places


@dataclass(frozen=True)
class Problem:
    heading: str
    message: str


@dataclass(kw_only=True)
class CheckedRow:
    """One row of the file. It is added if it has no ``problems`` and is not ``is_known``."""

    number: int
    item: FeedbackItem
    themes: list[Theme] = field(default_factory=list)
    jurisdictions: list[Jurisdiction] = field(default_factory=list)
    fingerprint: str = ""
    is_known: bool = False
    #: Whether the row names an organization that is not kept, because it is not to be attributed.
    drops_source: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_ready(self) -> bool:
        return not self.problems and not self.is_known


def checked_rows(
    feedback_import: FeedbackImport,
    table: Table,
    *,
    on_progress: Callable[[int], object] = int,
) -> list[CheckedRow]:
    """Return the rows of a file in order, each read by the columns that were chosen.

    The number of queries depends on how many different names the rows contain, not on the rows.
    ``on_progress`` is called with the number of rows that have been read.
    """
    reader = _Reader(feedback_import, table)
    rows = []
    for done, row in enumerate(table.rows, start=1):
        rows.append(reader.read(row))
        on_progress(done)
    _mark_known(rows, references=reader.references)
    return rows


def _mark_known(rows: list[CheckedRow], *, references: Mapping[int, str]) -> None:
    """Mark the rows that are in the register: by their reference, or imported before."""
    in_register = set(
        FeedbackItem.objects.filter(reference__in=set(references.values())).values_list(
            "reference", flat=True
        )
    )
    # Equal rows of one file are several points that were made, so the first is not the second.
    seen: Counter[str] = Counter()
    for row in rows:
        if not row.problems:
            seen[row.fingerprint] += 1
            row.fingerprint = _keyed_hash(row.fingerprint, str(seen[row.fingerprint]))
    imported = set(
        ImportedRow.objects.filter(
            fingerprint__in=[row.fingerprint for row in rows if not row.problems]
        ).values_list("fingerprint", flat=True)
    )
    for row in rows:
        row.is_known = references.get(row.number, "") in in_register or (
            not row.problems and row.fingerprint in imported
        )
        if row.is_known:
            row.problems = []


def _keyed_hash(*parts: object) -> str:
    """Return a hash that nobody without the secret key can compare with words they know."""
    return salted_hmac("feedback import", repr(parts), algorithm="sha256").hexdigest()


class _Reader:
    def __init__(self, feedback_import: FeedbackImport, table: Table) -> None:
        self.defaults = feedback_import
        self.columns = {
            ImportField(name): (table.headings.index(heading), heading)
            for heading, name in feedback_import.columns.items()
            if heading in table.headings
        }
        #: Row number → reference.
        self.references: dict[int, str] = {}
        self.program_named = cache(lambda text: _named(Program.objects.all(), text, "name", "slug"))
        self.organization_named = cache(_organization_named)
        self.language_named = cache(
            lambda text: _named(Language.objects.all(), text, "name", "code")
        )
        self.theme_named = cache(lambda text: _named(Theme.objects.in_use(), text, "name", "code"))
        self.session_named = cache(_session_named)
        self.jurisdictions = {
            place.abbreviation: place for place in Jurisdiction.objects.filter(parent=None)
        }
        #: With counties, as an export writes them.
        self.by_fips = cache(lambda code: Jurisdiction.objects.filter(fips=code).first())

    def read(self, row: TableRow) -> CheckedRow:
        result = CheckedRow(number=row.number, item=FeedbackItem())
        item = result.item

        def take(name: ImportField, parse: Callable[[str], Any], otherwise: Any = None) -> Any:
            """Return what a cell means; ``otherwise`` if it is blank or not understood."""
            if name not in self.columns:
                return otherwise
            place, heading = self.columns[name]
            text = row.cells[place]
            if not text:
                return otherwise
            try:
                return parse(text)
            except (EngagementError, ValidationError) as error:
                message = getattr(error, "message", "") or " ".join(error.messages)  # type: ignore[union-attr]
                result.problems.append(Problem(heading, str(message)))
                return otherwise

        reference = take(ImportField.REFERENCE, normalize_reference)
        if reference:
            self.references[row.number] = reference
        item.kind = take(ImportField.KIND, _choice(FeedbackKind), self.defaults.kind)
        item.channel = take(ImportField.CHANNEL, _choice(FeedbackChannel), self.defaults.channel)
        item.severity = take(ImportField.SEVERITY, _choice(Severity), Severity.MODERATE)
        item.received_on = take(ImportField.RECEIVED_ON, _day, self.defaults.received_on)
        item.listening_session = take(
            ImportField.SESSION,
            lambda text: self.session_named(text, item.received_on),
            self.defaults.listening_session,
        )
        session = item.listening_session
        program = take(ImportField.PROGRAM, self.program_named)
        if session is not None:
            program = session.program
            item.channel = FeedbackChannel.SESSION
        elif program is None:
            program = self.defaults.program
        item.program = program
        item.language = take(ImportField.LANGUAGE, self.language_named)
        item.private_note = take(ImportField.WORDS, _words, "")
        item.public_summary = take(ImportField.SUMMARY, _words, "")
        result.themes = take(ImportField.THEMES, self._themes, [])
        result.jurisdictions = take(ImportField.PLACES, self._places, [])
        self._set_source(result, take)
        self._require(result)
        if not result.problems:
            result.fingerprint = repr(
                (
                    item.program_id,
                    item.listening_session_id,
                    item.organization_id,
                    item.kind,
                    item.received_on.isoformat(),
                    item.private_note,
                )
            )
        return result

    def _set_source(self, result: CheckedRow, take: Callable[..., Any]) -> None:
        item, session = result.item, result.item.listening_session
        rule = AttributionRule(session.attribution_rule) if session is not None else None
        usual = ATTRIBUTION_OF_RULE[rule] if rule else AttributionLevel.TYPE_ONLY
        item.attribution = take(ImportField.ATTRIBUTION, _choice(AttributionLevel), usual)
        if rule == AttributionRule.NOT_ATTRIBUTED:
            item.attribution = AttributionLevel.NONE
        if item.attribution == AttributionLevel.NONE:
            # Not even looked up: the file may name who must not be named.
            result.drops_source = take(ImportField.ORGANIZATION, bool, False)
            return
        item.organization = take(ImportField.ORGANIZATION, self.organization_named)

    def _require(self, result: CheckedRow) -> None:
        item = result.item
        if not item.private_note:
            self._complain(result, ImportField.WORDS, _("Enter what was said."))
        if item.program_id is None:
            self._complain(
                result, ImportField.PROGRAM, _("Enter a program, or choose one for the whole file.")
            )
        for name, words in (
            (ImportField.WORDS, item.private_note),
            (ImportField.SUMMARY, item.public_summary),
        ):
            if find_allegation(words):
                self._complain(
                    result,
                    name,
                    _(
                        "This reads like an allegation about an identifiable person, which "
                        "belongs to the complaint process. Take the row out of the file. If it is "
                        "no such allegation, log it in the form for one item, which asks you."
                    ),
                )

    def _complain(self, result: CheckedRow, name: ImportField, message: str) -> None:
        heading = self.columns[name][1] if name in self.columns else str(name.label)
        # A cell that was not understood is not missing as well.
        if heading not in [problem.heading for problem in result.problems]:
            result.problems.append(Problem(heading, message))

    def _themes(self, text: str) -> list[Theme]:
        names = [name.strip() for name in text.replace("\n", ";").split(";")]
        return list(dict.fromkeys(self.theme_named(name) for name in names if name))

    def _places(self, text: str) -> list[Jurisdiction]:
        parts = [part.strip() for part in text.split(";")]
        if all(part.isdigit() for part in parts):
            # A spreadsheet program drops the first zero of a number.
            found = [self.by_fips(part.zfill(2 if len(part) < 3 else 5)) for part in parts]
            if all(found):
                return [place for place in found if place]
        try:
            codes = parse_places(text)
        except UnknownPlaceError as error:
            raise EngagementError(
                _("“%(text)s” is not a state or territory. Check the spelling.")
                % {"text": error.name}
            ) from error
        return [self.jurisdictions[code] for code in codes if code in self.jurisdictions]


def _choice(choices: type[TextChoices]) -> Callable[[str], str]:
    """Return a parser of a choice by its label or its stored value."""
    known = {search_key(str(label)): value for value, label in choices.choices} | {
        search_key(value): value for value in choices.values
    }

    def parse(text: str) -> str:
        try:
            return known[search_key(text)]
        except KeyError:
            raise EngagementError(
                _("“%(text)s” is none of %(choices)s.")
                % {"text": text, "choices": ", ".join(str(label) for label in choices.labels)}
            ) from None

    return parse


def _words(text: str) -> str:
    if len(text) > PROSE_LENGTH:
        raise EngagementError(
            _("Use %(most)d characters or fewer. This cell has %(count)d.")
            % {"most": PROSE_LENGTH, "count": len(text)}
        )
    return text


def _day(text: str) -> datetime.date:
    day: datetime.date = DateField().clean(text)
    if day > timezone.localdate() + datetime.timedelta(days=1):
        raise EngagementError(_("Enter today’s date or an earlier one."))
    return day


def _named(records: Any, text: str, *fields: str) -> Any:
    for name in fields:
        found = list(records.filter(**{f"{name}__iexact": text})[:2])
        if len(found) == 1:
            return found[0]
    raise EngagementError(_("Nothing is called “%(text)s”. Check the spelling.") % {"text": text})


def _organization_named(text: str) -> Organization:
    reference = normalize_reference(text)
    found = (
        list(Organization.objects.current().filter(reference=reference))
        if reference
        else list(Organization.objects.known_as(text)[:2])
    )
    if len(found) == 1:
        return found[0]
    if found:
        raise EngagementError(
            _("Several organizations are called “%(text)s”. Enter the reference of one.")
            % {"text": text}
        )
    raise EngagementError(
        _(
            "No organization is called “%(text)s”. Check the spelling, add the organization, or "
            "leave this cell blank."
        )
        % {"text": text}
    )


def _session_named(text: str, day: datetime.date) -> ListeningSession:
    spoken = ListeningSession.objects.filter(state__in=SPOKEN_STATES).select_related("program")
    found = list(spoken.filter(slug=text)[:1]) or list(
        spoken.filter(title__iexact=text).order_by("-starts_at", "-pk")[:100]
    )
    if len(found) > 1:
        found = [each for each in found if each.local_start.date() == day] or found
    if len(found) == 1:
        return found[0]
    if found:
        raise EngagementError(
            _(
                "Several sessions are called “%(text)s”. Enter the end of the address of one, "
                "such as %(slug)s, or the day of the session as the date received."
            )
            % {"text": text, "slug": found[0].slug}
        )
    raise EngagementError(
        _("No session is called “%(text)s”. Check the spelling.") % {"text": text}
    )
