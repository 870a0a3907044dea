"""Which statements are read back to whom, and what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from sessions_app.feedback.enums import AttributionLevel, FeedbackState
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.organizations.models import Contact, Membership, Organization
from sessions_app.organizations.selectors.representatives import may_speak
from sessions_app.read_back.models import (
    ReadBack,
    ReadBackRecipient,
    StatementAnswer,
    summary_hash,
)
from sessions_app.registrations.selectors.invitations import current_members


@dataclass
class Statement:
    """One statement, with its newest answer, if there is one."""

    item: FeedbackItem
    answer: StatementAnswer | None

    @property
    def hash(self) -> str:
        return summary_hash(self.item)

    @property
    def is_answer_current(self) -> bool:
        """Whether the words are those that were answered."""
        return self.answer is not None and self.answer.summary_hash == self.hash

    @property
    def may_be_named_less(self) -> bool:
        return self.item.attribution == AttributionLevel.NAMED


@dataclass
class OrganizationRow:
    """What staff see of one organization before and after its statements are read back."""

    organization: Organization
    read_back: ReadBack | None
    statements: list[Statement]
    without_summary: list[FeedbackItem]
    members: list[Membership] = field(default_factory=list)

    @property
    def approved(self) -> list[FeedbackItem]:
        return [each.item for each in self.statements if each.item.summary_approved_at]

    @property
    def answered(self) -> int:
        return sum(each.answer is not None for each in self.statements)

    @property
    def can_start(self) -> bool:
        is_open = self.read_back is not None and self.read_back.is_open
        return bool(self.statements and self.members) and not is_open


def statements_of(read_back: ReadBack) -> QuerySet[FeedbackItem]:
    """Return the statements that an organization can answer: those with words to read."""
    return _logged(read_back.listening_session).filter(organization=read_back.organization_id)


def with_answers(items: Iterable[FeedbackItem]) -> list[Statement]:
    """Return statements with their newest answers."""
    items = list(items)
    answers = StatementAnswer.objects.filter(feedback_item__in=items)
    newest = {each.feedback_item_id: each for each in answers.order_by("answered_at", "pk")}
    return [Statement(item, newest.get(item.pk)) for item in items]


def rows_of(listening_session: ListeningSession) -> list[OrganizationRow]:
    """Return a row for each organization with statements at a session, by name."""
    everything = _items(listening_session).exclude(organization=None)
    items = list(everything.select_related("organization", "listening_session").order_by("pk"))
    organizations = {item.organization_id: item.organization for item in items}
    statements = with_answers(item for item in items if item.public_summary)
    # Open ones, and those over: not those that were ended for another one.
    running = {
        each.organization_id: each
        for each in ReadBack.objects.filter(listening_session=listening_session, revoked_at=None)
        .prefetch_related("recipients__contact")
        .order_by("pk")
    }
    members = current_members(organizations=[o for o in organizations.values() if o])
    rows = [
        OrganizationRow(
            organization=organization,
            read_back=running.get(organization.pk),
            statements=[s for s in statements if s.item.organization_id == organization.pk],
            without_summary=[
                item
                for item in items
                if item.organization_id == organization.pk and not item.public_summary
            ],
            members=[each for each in members if each.organization_id == organization.pk],
        )
        for organization in organizations.values()
        if organization
    ]
    return sorted(rows, key=lambda row: (row.organization.name, row.organization.pk))


def is_entitled(recipient: ReadBackRecipient) -> bool:
    """Whether a recipient may still open the link: a current contact, at the same address."""
    contact, read_back = recipient.contact, recipient.read_back
    return (
        read_back.is_open
        and contact.email_consent
        and contact.email.lower() == recipient.email.lower()
        and contact.memberships.filter(
            organization=read_back.organization_id, ended_on=None
        ).exists()
        and may_speak(Contact.objects.filter(pk=contact.pk)).exists()
    )


def _items(listening_session: ListeningSession) -> QuerySet[FeedbackItem]:
    return (
        FeedbackItem.objects.counted()
        .filter(listening_session=listening_session)
        .exclude(state=FeedbackState.ROUTED)
    )


def _logged(listening_session: ListeningSession) -> QuerySet[FeedbackItem]:
    return (
        _items(listening_session)
        .exclude(public_summary="")
        .select_related("organization", "listening_session")
        .order_by("position", "pk")
    )
