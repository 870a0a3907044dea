"""Statements that organizations check, and what they answered."""

import datetime

from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.enums import SPOKEN_STATES, AttributionRule
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.read_back.models import ReadBack, summary_hash
from sessions_app.read_back.selectors.statements import rows_of, statements_of
from sessions_app.read_back.services import answers, read_backs, trails

#: Organizations that are asked about one session.
ASKED = 3
CORRECTION = "We also asked for the notice in large print. Please add that."
OBJECTION = "The notice hangs in one hall only, so this is not done yet."


def make_read_backs(*, by: User) -> None:
    """Read the statements of the newest session that has any back to its organizations."""
    past = ListeningSession.objects.filter(
        state__in=SPOKEN_STATES, starts_at__lt=timezone.now()
    ).exclude(attribution_rule=AttributionRule.NOT_ATTRIBUTED)
    for session in past.order_by("-starts_at", "pk"):
        ready = [row.organization for row in rows_of(session) if row.can_start]
        if ready:
            started = read_backs.start(
                listening_session=session,
                organizations=ready[:ASKED],
                answer_by=timezone.localdate() + datetime.timedelta(days=12),
                by=by,
            )
            _answer(started)
            return


def object_to_a_trail() -> None:
    """Let one organization say that what came of its statement is not told right."""
    told = FeedbackItem.objects.public().filter(actions__is_public=True)
    item = told.exclude(organization=None).order_by("-received_on", "pk").first()
    if item is not None and item.organization is not None:
        trails.answer(
            organizations=[item.organization],
            reference=item.reference,
            is_right=False,
            remark=OBJECTION,
        )


def _answer(started: list[ReadBack]) -> None:
    """Confirm what the first organization said, and correct one draft."""
    confirmed, *others = started
    for item in statements_of(confirmed):
        answers.confirm(read_back=confirmed, reference=item.reference, read=summary_hash(item))
    for read_back in others:
        draft = statements_of(read_back).filter(summary_approved_at=None).first()
        if draft is not None:
            answers.correct(
                read_back=read_back,
                reference=draft.reference,
                read=summary_hash(draft),
                words=CORRECTION,
            )
