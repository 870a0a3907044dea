"""Transitions of a listening session, as staff start them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sessions_app.core.staff.transitions import NoteForm, PreviewedReasonForm, Transition
from sessions_app.listening_sessions.enums import SESSION_TRANSITIONS, SessionState
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.mail.emails.readers import language_hints
from sessions_app.session_operations.selectors.conflicts import (
    warnings_before_publishing_notes,
    warnings_of,
)
from sessions_app.session_operations.services import notices, sessions
from sessions_app.session_operations.staff import session_page
from sessions_app.session_operations.staff.conflict_words import conflict_rows


def _told(session: ListeningSession) -> list[str]:
    count = session_page.people_to_tell(session)
    if not count:
        return [str(_("There is no one to e-mail."))]
    return [
        ngettext(
            "%(count)d person will get an e-mail with your reason. You can review it first.",
            "%(count)d people will get an e-mail with your reason. You can review it first.",
            count,
        )
        % {"count": count},
        *language_hints(session_page.languages_to_tell(session)),
    ]


def _told_of_new_date(session: ListeningSession) -> list[str]:
    count = 0
    if session.state == SessionState.POSTPONED:
        count = session_page.people_to_tell(session)
    if not count:
        return [str(_("There is no one to e-mail."))]
    words = ngettext(
        "%(count)d person will get an e-mail with the date. You can review it first.",
        "%(count)d people will get an e-mail with the date. You can review it first.",
        count,
    )
    return [words % {"count": count}]


TRANSITIONS: tuple[Transition[ListeningSession], ...] = (
    Transition(
        slug="schedule",
        label=_("Schedule"),
        explanation=_(
            "The session appears on the public site. People can register while "
            "registration is open."
        ),
        run=lambda session, by, answers: sessions.schedule(
            listening_session=session,
            by=by,
            note=answers["note"],
            expected_version=answers["expected_version"],
        ),
        done=_("Scheduled."),
        to_state=SessionState.SCHEDULED,
        allowed=SESSION_TRANSITIONS,
        style="",
        form_class=NoteForm,
        notice=lambda session, answers: notices.of_resuming(session=session, note=answers["note"]),
        tells=_told_of_new_date,
        warns=lambda session: conflict_rows(warnings_of(listening_session=session)),
    ),
    Transition(
        slug="review",
        label=_("Review notes"),
        explanation=_("Check the notes and assign themes before anything is published."),
        run=lambda session, by, _answers: sessions.start_review(listening_session=session, by=by),
        done=_("Notes are in review."),
        to_state=SessionState.IN_REVIEW,
        allowed=SESSION_TRANSITIONS,
        style="",
    ),
    Transition(
        slug="publish-notes",
        label=_("Publish notes"),
        explanation=_(
            "Approved public summaries appear on the session page. Private notes never do."
        ),
        run=lambda session, by, _answers: sessions.publish_notes(listening_session=session, by=by),
        done=_("Notes published."),
        to_state=SessionState.NOTES_PUBLISHED,
        allowed=SESSION_TRANSITIONS,
        style="",
        tells=lambda _session: [str(_("There is no one to e-mail."))],
        warns=lambda session: conflict_rows(
            warnings_before_publishing_notes(listening_session=session)
        ),
    ),
    Transition(
        slug="postpone",
        label=_("Postpone"),
        explanation=_(
            "The session stays on the public site, marked as postponed. Everyone keeps "
            "their seat. When you have a new date, schedule the session again."
        ),
        run=lambda session, by, answers: sessions.postpone(
            listening_session=session,
            by=by,
            reason=answers["reason"],
            expected_version=answers["expected_version"],
        ),
        done=_("Postponed."),
        to_state=SessionState.POSTPONED,
        allowed=SESSION_TRANSITIONS,
        form_class=PreviewedReasonForm,
        tells=_told,
        notice=lambda session, answers: notices.of_postponing(
            session=session, reason=answers["reason"]
        ),
    ),
    Transition(
        slug="cancel",
        label=_("Cancel session"),
        explanation=_(
            "The session stays on the public site, marked as cancelled, with your reason. "
            "All registrations end. You cannot undo this."
        ),
        run=lambda session, by, answers: sessions.cancel(
            listening_session=session,
            by=by,
            reason=answers["reason"],
            expected_version=answers["expected_version"],
        ),
        done=_("Session cancelled."),
        to_state=SessionState.CANCELLED,
        allowed=SESSION_TRANSITIONS,
        form_class=PreviewedReasonForm,
        style="no button-secondary",
        tells=_told,
        notice=lambda session, answers: notices.of_cancelling(
            session=session, reason=answers["reason"]
        ),
    ),
)
