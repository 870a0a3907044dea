"""About two hundred feedback items over the past year, in every state."""

import datetime
import random

from django.utils import timezone

from engagement_site.accounts.models import User
from home.management.demo.feedback_text import ECHOES, NOTE_OPENINGS, SUMMARIES
from sessions_app.core.references import make_reference
from sessions_app.feedback.enums import (
    AttributionLevel,
    FeedbackChannel,
    FeedbackKind,
    FeedbackState,
    Severity,
)
from sessions_app.listening_sessions.enums import AttributionRule
from sessions_app.models import (
    FeedbackItem,
    Jurisdiction,
    Language,
    ListeningSession,
    Organization,
    Program,
    Theme,
    ThemeCoding,
)

COUNT = 204
YEAR_DAYS = 360
#: States that feedback comes from, with the name used in summaries.
HOMES = ("NJ", "CA", "TX", "IL", "NY", "FL", "WA", "AZ", "GA", "MD", "MA", "CO", "NM", "MI")
REASONS = {
    FeedbackState.DECLINED: (
        "This would need a change in the law, which is for Congress to decide.",
        "We do not have the people for this now. We will look at it again next year.",
    ),
    FeedbackState.OUTSIDE_AUTHORITY: (
        "This is for the state’s own oversight office. We told the speaker where to write.",
        "Another department decides this. We told the speaker which office to ask.",
    ),
    FeedbackState.DUPLICATE: ("The same point by the same organization is recorded already.",),
    FeedbackState.ROUTED: ("The speaker was told how to file a complaint.",),
}
#: Probability of each state by the age of an item.
BY_AGE = (
    (30, {"new": 6, "in_review": 4, "accepted": 1, "routed": 1}),
    (120, {"in_review": 4, "accepted": 6, "answered": 2, "declined": 1, "duplicate": 1}),
    (
        YEAR_DAYS + 1,
        {
            "accepted": 3,
            "answered": 6,
            "closed": 7,
            "declined": 2,
            "outside_authority": 2,
            "duplicate": 1,
            "routed": 1,
        },
    ),
)


def make_feedback(
    *,
    programs: dict[str, Program],
    sessions: dict[str, ListeningSession],
    organizations: list[Organization],
    themes: dict[str, Theme],
    by: User,
    rng: random.Random,
) -> list[FeedbackItem]:
    """Create the items, oldest first. Written directly, because they span a year."""
    writer = _Writer(programs, sessions, organizations, by, rng)
    plans = [
        (program, theme, *entry)
        for program, by_theme in SUMMARIES.items()
        for theme, entries in by_theme.items()
        for entry in entries
    ]
    rng.shuffle(plans)
    items, homes, codes = [], [], []
    for number in range(COUNT):
        program, theme, kind, severity, summary = plans[number % len(plans)]
        item, home = writer.item(program, kind, severity, summary, round_=number // len(plans))
        items.append(item)
        homes.append(home)
        codes.append(theme)
    FeedbackItem.objects.bulk_create(items)
    _set_days(items)
    _mark_duplicates(items)
    _place(items, homes, rng)
    _code(items, codes, themes, by, rng)
    return items


class _Writer:
    """Fills in one item at a time."""

    def __init__(
        self,
        programs: dict[str, Program],
        sessions: dict[str, ListeningSession],
        organizations: list[Organization],
        by: User,
        rng: random.Random,
    ) -> None:
        self.programs, self.by, self.rng = programs, by, rng
        self.organizations = [each for each in organizations if each.is_verified]
        self.held = [each for each in sessions.values() if each.is_over()]
        self.states = {each.abbreviation: each for each in Jurisdiction.objects.all()}
        self.languages = list(Language.objects.filter(code__in=["en", "es", "ar", "mam"]))
        self.today = timezone.localdate()

    def item(
        self, program: str, kind: str, severity: str, summary: str, *, round_: int
    ) -> tuple[FeedbackItem, str]:
        """Return an item, not saved yet, and the state that it is about."""
        rng = self.rng
        session = self._session(program)
        received_on = self._received_on(session)
        state = self._state((self.today - received_on).days)
        if kind == FeedbackKind.COMMENDATION and state in REASONS:
            state = FeedbackState.ACCEPTED  # commendations are not declined
        home = rng.choice(HOMES)
        if round_:
            summary = f"{summary} {rng.choice(ECHOES).format(state=self.states[home].name)}"
        item = FeedbackItem(
            reference=make_reference("FB", year=received_on.year),
            kind=kind,
            program=self.programs[program],
            listening_session=session,
            attribution=self._attribution(session),
            private_note=f"{rng.choice(NOTE_OPENINGS)} {summary}",
            severity=severity if round_ < 2 else rng.choice(Severity.values),
            language=rng.choice(self.languages),
            channel=self._channel(session),
            received_on=received_on,
            recorded_by=self.by,
            state=state,
            state_reason=rng.choice(REASONS[state]) if state in REASONS else "",
        )
        if item.attribution != AttributionLevel.NONE:
            item.organization = rng.choice(self.organizations)
        if state == FeedbackState.ROUTED:
            item.private_note = "Routed to complaints. What was said is not kept here."
        elif state != FeedbackState.NEW and round_ < 2:
            self._summarize(item, summary, chance=0.25 if round_ else 0.9)
        return item, home

    def _attribution(self, session: ListeningSession | None) -> str:
        """Return an attribution that names no more than the session's rule allows."""
        drawn = self.rng.choices(AttributionLevel.values, weights=[3, 5, 2])[0]
        if session is not None and session.attribution_rule == AttributionRule.NOT_ATTRIBUTED:
            return AttributionLevel.NONE
        return drawn

    def _summarize(self, item: FeedbackItem, summary: str, *, chance: float) -> None:
        """Write the public summary; some are approved, within three weeks."""
        item.public_summary = summary
        approved_on = item.received_on + datetime.timedelta(days=self.rng.randint(3, 20))
        if self.rng.random() < chance and approved_on <= self.today:
            item.summary_approved_at = timezone.make_aware(
                datetime.datetime.combine(approved_on, datetime.time(15, 30))
            )
            item.summary_approved_by = self.by

    def _session(self, program: str) -> ListeningSession | None:
        fitting = [each for each in self.held if each.program.slug == program]
        return fitting[0] if fitting and self.rng.random() < 0.45 else None

    def _received_on(self, session: ListeningSession | None) -> datetime.date:
        if session is not None:
            return session.local_start.date()
        return self.today - datetime.timedelta(days=self.rng.randint(2, YEAR_DAYS))

    def _channel(self, session: ListeningSession | None) -> str:
        if session is not None:
            return FeedbackChannel.SESSION
        return self.rng.choice(
            [each for each in FeedbackChannel.values if each != FeedbackChannel.SESSION]
        )

    def _state(self, age: int) -> FeedbackState:
        weights = next(table for limit, table in BY_AGE if age <= limit)
        return FeedbackState(self.rng.choices(list(weights), weights=list(weights.values()))[0])


def _set_days(items: list[FeedbackItem]) -> None:
    """Backdate each row's timestamps to the date on which it was received."""
    for item in items:
        noon = datetime.datetime.combine(item.received_on, datetime.time(12))
        item.created_at = item.updated_at = timezone.make_aware(noon)
    FeedbackItem.objects.bulk_update(items, ["created_at", "updated_at"])


def _mark_duplicates(items: list[FeedbackItem]) -> None:
    """Link each duplicate to an earlier item of the same program."""
    changed = []
    for item in items:
        if item.state != FeedbackState.DUPLICATE:
            continue
        item.duplicate_of = next(
            other
            for other in items
            if other.program_id == item.program_id and other.state != FeedbackState.DUPLICATE
        )
        changed.append(item)
    FeedbackItem.objects.bulk_update(changed, ["duplicate_of"])


def _place(items: list[FeedbackItem], homes: list[str], rng: random.Random) -> None:
    states = {each.abbreviation: each for each in Jurisdiction.objects.all()}
    through = FeedbackItem.jurisdictions.through
    rows = []
    for item, home in zip(items, homes, strict=True):
        places = {home, *rng.sample(HOMES, rng.randint(0, 1))}
        rows += [
            through(feedbackitem_id=item.pk, jurisdiction_id=states[place].pk)
            for place in sorted(places)
        ]
    through.objects.bulk_create(rows)


def _code(
    items: list[FeedbackItem],
    codes: list[str],
    themes: dict[str, Theme],
    by: User,
    rng: random.Random,
) -> None:
    """Code each item with its theme, and some with a second one. New items are not coded yet."""
    rows = []
    for item, code in zip(items, codes, strict=True):
        if item.state == FeedbackState.NEW:
            continue
        chosen = {themes[code].pk: themes[code]}
        if rng.random() < 0.3:
            other = themes[rng.choice(["trust", "complaints", "fair-treatment", "openness"])]
            chosen[other.pk] = other
        rows += [
            ThemeCoding(feedback_item=item, theme=theme, coded_by=by) for theme in chosen.values()
        ]
    ThemeCoding.objects.bulk_create(rows)
