"""Services for the questions that a session asks at registration, and their answers."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.services import audit
from sessions_app.core.services.versions import lock, require_version, version_of_all
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.enums import QuestionKind, YesNo
from sessions_app.registrations.errors import AnswerRefusedError
from sessions_app.registrations.models import RegistrationQuestion

Answers = dict[str, dict[str, Any]]


@transaction.atomic
def save_questions(
    *,
    listening_session: ListeningSession,
    questions: Sequence[RegistrationQuestion],
    removed: Collection[RegistrationQuestion] = (),
    by: User,
    expected_version: str = "",
) -> None:
    """Save the questions of a session, and remove ``removed`` from its form.

    A removed question with answers is retired: it is no longer asked, and its answers are kept.
    Rewording a question does not change the wording stored with existing answers.

    Raises :class:`EngagementError` for a session that nobody can register for any more, and
    :class:`ChangedMeanwhileError` if ``expected_version`` is no longer :func:`version_of_all` of
    the questions asked.
    """
    if not lock(listening_session).is_to_come():
        raise EngagementError(
            _("This session is cancelled or over, so its questions cannot be changed.")
        )
    require_version(
        expected=expected_version, current=version_of_all(listening_session.questions.asked())
    )
    for question in questions:
        question.listening_session = listening_session
        question.save()
    for question in removed:
        if question.is_answered:
            question.retire()
            question.save()
        else:
            question.delete()
    audit.record(
        instance=listening_session,
        action="engagement.session.questions",
        by=by,
        asked=listening_session.questions.asked().count(),
    )


def validate_answers(
    *,
    listening_session: ListeningSession,
    given: Mapping[int, str],
    known: Answers | None = None,
    is_required: bool = True,
) -> Answers:
    """Return the new value of ``Registration.answers``, each answer with the wording asked.

    ``given`` maps questions to answers; answers in ``known`` to questions that are no longer asked
    are kept. Raises :class:`AnswerRefusedError` with the field of the question for an answer that
    is not one of its options, and, unless ``is_required`` is False, for a missing one (staff may
    not have been told).
    """
    asked = list(listening_session.questions.asked())
    mine = {str(question.pk) for question in asked}
    kept = {pk: entry for pk, entry in (known or {}).items() if pk not in mine}
    for order, question in enumerate(asked, start=1):
        answer = given.get(question.pk, "")
        if not answer:
            if question.is_required and is_required:
                raise AnswerRefusedError(_("Answer this question."), field=question.field_name)
            continue
        before = (known or {}).get(str(question.pk), {}).get("answer")
        if answer != before and not _is_offered(question, answer):
            raise AnswerRefusedError(
                _("Choose one of the answers listed."), field=question.field_name
            )
        kept[str(question.pk)] = {
            "asked": question.label,
            "kind": question.kind,
            "order": order,
            "answer": answer,
        }
    return kept


def _is_offered(question: RegistrationQuestion, answer: str) -> bool:
    if question.kind == QuestionKind.YES_NO:
        return answer in YesNo.values
    if question.kind == QuestionKind.CHOICE:
        return answer in question.options
    return True
