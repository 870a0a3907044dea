"""Listening sessions, with agendas and questions, in the state that each is to have."""

import datetime
import zoneinfo

from django.utils import timezone

from engagement_site.accounts.models import User
from home.management.demo.session_text import AGENDA, PLANS, QUESTIONS, VIRTUAL, Plan
from sessions_app.listening_sessions.enums import Recurrence, SessionState
from sessions_app.models import (
    AgendaItem,
    Jurisdiction,
    Language,
    ListeningSession,
    Program,
    RegistrationQuestion,
    SeatPool,
    Venue,
)
from sessions_app.registrations.enums import QuestionKind
from sessions_app.registrations.services.questions import save_questions
from sessions_app.session_operations.services import series
from sessions_app.session_operations.services import sessions as service


def make_sessions(
    *, programs: dict[str, Program], venues: list[Venue], by: User
) -> dict[str, ListeningSession]:
    """Return the sessions by slug. Past ones are written directly in their final state."""
    languages = {language.code: language for language in Language.objects.all()}
    states = {each.abbreviation: each for each in Jurisdiction.objects.all()}
    sessions = {}
    for plan in PLANS:
        session = _draft(plan, programs[plan.program], venues, by)
        offered = [languages[code] for code in plan.languages]
        where = [states[str(session.venue.state)]] if session.venue else []
        if plan.days < 0:
            _write_past(session, plan)
            session.languages.set(offered)
            session.jurisdictions.set(where)
        else:
            session = service.save_session(
                listening_session=session,
                capacities=plan.seats,
                by=by,
                languages=offered,
                jurisdictions=where,
            )
            session = service.schedule(listening_session=session, by=by)
        _add_agenda(session)
        if plan.slug in QUESTIONS:
            _add_questions(session, by)
        sessions[plan.slug] = session
    return sessions


def repeat_session(*, session: ListeningSession, by: User) -> None:
    """Repeat a session: two more drafts in a series, a month apart."""
    rule = series.recurrence_rule(
        listening_session=session, recurrence=Recurrence.MONTHLY_WEEKDAY, times=2
    )
    days = [
        each.day
        for each in series.occurrences(listening_session=session, rule=rule)
        if each.session
    ]
    series.repeat(listening_session=session, rule=rule, days=days, by=by)


def finish_sessions(*, sessions: dict[str, ListeningSession], by: User) -> None:
    """Cancel and postpone sessions, once people have registered."""
    for plan in PLANS:
        session = sessions[plan.slug]
        if plan.state == SessionState.CANCELLED:
            service.cancel(listening_session=session, reason=plan.reason, by=by)
        elif plan.state == SessionState.POSTPONED:
            service.postpone(listening_session=session, reason=plan.reason, by=by)


def _draft(plan: Plan, program: Program, venues: list[Venue], by: User) -> ListeningSession:
    zone = zoneinfo.ZoneInfo(plan.zone)
    day = timezone.localdate(timezone=zone) + datetime.timedelta(days=plan.days)
    # Move weekends to the following weekday, so that "soon" stays soon.
    day += datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    starts_at = datetime.datetime.combine(day, datetime.time(plan.hour), zone)
    venue = None if plan.venue is None else venues[plan.venue]
    return ListeningSession(
        title=plan.title,
        slug=plan.slug,
        program=program,
        summary=plan.summary,
        format=plan.format,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=2),
        time_zone=plan.zone,
        venue=venue,
        room=venue.rooms.first() if venue else None,
        join_link=f"https://meet.example/{plan.slug}" if VIRTUAL in plan.seats else "",
        host=by,
        seats_per_organization=4 if len(plan.seats) == 1 else None,
        attribution_rule=plan.attribution,
        visibility=plan.visibility,
        approval_required=plan.approval_required,
        faca_checked=True,
        pra_checked=True,
        privacy_notice_ready=True,
        accommodations_ready=plan.days < 10,
        interpreters_ready=plan.days < 10,
    )


def _write_past(session: ListeningSession, plan: Plan) -> None:
    """Save a session that was held. No service schedules a start in the past."""
    session.state = plan.state
    # Scheduled, held, in review, published: each transition incremented it.
    session.sequence = 4 if plan.state == SessionState.NOTES_PUBLISHED else 3
    session.revised_at = session.ends_at + datetime.timedelta(days=2)
    session.save()
    SeatPool.objects.bulk_create(
        SeatPool(listening_session=session, mode=mode, capacity=capacity, is_open=False)
        for mode, capacity in plan.seats.items()
    )
    ListeningSession.objects.filter(pk=session.pk).update(
        created_at=session.starts_at - datetime.timedelta(days=45)
    )


def _add_agenda(session: ListeningSession) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(
            listening_session=session,
            starts_at=(session.local_start + datetime.timedelta(minutes=minutes)).time(),
            title=title,
            position=position,
        )
        for position, (minutes, title) in enumerate(AGENDA)
    )


def _add_questions(session: ListeningSession, by: User) -> None:
    questions = [
        RegistrationQuestion(
            kind=kind,
            label=label,
            help_text=help_text,
            choices=choices,
            is_required=kind == QuestionKind.CHOICE,
            position=position,
        )
        for position, (kind, label, help_text, choices) in enumerate(QUESTIONS[session.slug], 1)
    ]
    save_questions(listening_session=session, questions=questions, by=by)
