"""Who has a part in a follow-up action: people, and agencies with their answers."""

from dataclasses import dataclass

from django.db.models import Q

from engagement_site.accounts.models import User
from sessions_app.actions.enums import ActionState, AgencyReply
from sessions_app.actions.models import AgencyAnswer, FollowUpAction
from sessions_app.core.models import AuditEntry
from sessions_app.organizations.models import Contact
from sessions_app.programs.models import Agency


@dataclass(frozen=True)
class AgencyPart:
    """The part of one agency in an action, and its latest answer to it, if it gave one."""

    agency: Agency
    is_lead: bool
    answer: AgencyAnswer | None

    @property
    def is_helping(self) -> bool:
        """Whether it supports the action, as far as it has not declined to."""
        return not self.is_lead and (self.answer is None or self.answer.is_acceptance)


def agency_parts(action: FollowUpAction) -> list[AgencyPart]:
    """Return the lead agency, then the supporting ones, each with its latest answer."""
    answers = {
        (answer.agency_id, answer.as_lead): answer
        for answer in action.agency_answers.select_related("recorded_by").order_by("pk")
    }
    agencies = [(action.lead_agency, True)]
    agencies += [(agency, False) for agency in action.supporting_agencies.all()]
    return [
        AgencyPart(agency, is_lead, answers.get((agency.pk, is_lead)))
        for agency, is_lead in agencies
    ]


def is_accepted_by_lead(action: FollowUpAction) -> bool:
    """Whether the latest answer of the present lead agency is that it leads the action."""
    return _answer_of_lead(action) == AgencyReply.ACCEPTED


def is_declined_by_lead(action: FollowUpAction) -> bool:
    return _answer_of_lead(action) == AgencyReply.DECLINED


def _answer_of_lead(action: FollowUpAction) -> str | None:
    answers = action.agency_answers.filter(agency=action.lead_agency_id, as_lead=True)
    return answers.order_by("-pk").values_list("answer", flat=True).first()


def had_a_part(action: FollowUpAction, user: User) -> bool:
    """Whether a user has owned or completed an action at any time.

    Past owners are read from the audit log, which names both owners of every change, and who
    completed it from the updates; nobody can edit either. The answer holds for a locked row.
    """
    if action.owner_id == user.pk:
        return True
    completions = action.updates.filter(by=user, to_state=ActionState.COMPLETED)
    if completions.exclude(from_state=ActionState.COMPLETED).exists():
        return True
    owned = Q(data__owner__0=user.pk) | Q(data__owner__1=user.pk)
    # Somebody who had no account when they owned it, also if nobody has linked the two.
    for contact in Contact.objects.filter(Q(user=user) | Q(email__iexact=user.email)):
        if action.owner_contact_id == contact.pk:
            return True
        owned |= Q(data__owner_contact__0=contact.pk) | Q(data__owner_contact__1=contact.pk)
    return AuditEntry.objects.for_instance(action).filter(owned).exists()
