"""Cards of the staff home page: organizations, concerns and suggestions."""

import datetime

from django.db.models import QuerySet
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sessions_app.core.policies import may
from sessions_app.core.staff.record_views import url_of
from sessions_app.dashboard import selectors
from sessions_app.dashboard.staff.cards import Card, Desk, Link, Row, register, total
from sessions_app.feedback.models import FeedbackItem
from sessions_app.feedback.staff import feedback
from sessions_app.organizations.models import Organization

#: Characters of what was said.
WORDS_SHOWN = 120


def to_verify(desk: Desk) -> Card:
    waiting = selectors.organizations_to_verify(desk.user)
    return Card(
        slug="verify",
        heading=_("Organizations to verify"),
        count=total(waiting),
        rows=[
            Row(
                title=organization.name,
                url=url_of(organization),
                details=[
                    organization.get_verification_display(),
                    _("added %(day)s") % {"day": _day(organization.created_at)},
                ],
            )
            for organization in desk.first(waiting)
        ],
        links=[
            Link(
                label=_("See all organizations to verify"),
                url=register(Organization, "verification=pending&verification=lapsed"),
            )
        ],
    )


def lapsing(desk: Desk) -> Card:
    organizations = selectors.organizations_lapsing(desk.user)
    return Card(
        slug="lapsing",
        heading=_("Verification expires soon"),
        count=total(organizations),
        rows=[
            Row(
                title=organization.name,
                url=url_of(organization),
                details=[
                    _("verified until %(day)s") % {"day": _day(organization.verification_due_on)},
                    _("contacts reminded")
                    if organization.verification_reminded_for
                    else _("contacts will be reminded soon"),
                ],
            )
            for organization in desk.first(organizations)
        ],
        links=[
            Link(label=_("See all that expire soon"), url=register(Organization, "lapsing=yes"))
        ],
    )


def new_feedback(desk: Desk) -> Card:
    return _feedback(
        desk,
        selectors.new_feedback(desk.user),
        slug="new",
        heading=_("New concerns and suggestions"),
        link=Link(label=_("See all new items"), url=register(FeedbackItem, "state=new")),
    )


def new_messages(desk: Desk) -> Card:
    return _feedback(
        desk,
        selectors.new_messages(desk.user),
        slug="messages",
        heading=_("New messages from writers"),
        link=Link(label=_("See all with new messages"), url=register(FeedbackItem, "added=yes")),
    )


def summaries(desk: Desk) -> Card:
    return _feedback(
        desk,
        selectors.summaries_to_approve(desk.user),
        slug="summaries",
        heading=_("Summaries to approve"),
        link=Link(
            label=_("See all summaries to approve"), url=register(FeedbackItem, "summary=yes")
        ),
    )


def objections(desk: Desk) -> Card:
    return _feedback(
        desk,
        selectors.feedback_with_objections(desk.user),
        slug="objections",
        heading=_("Organizations say that something is not right"),
    )


def _feedback(
    desk: Desk, items: QuerySet[FeedbackItem], *, slug: str, heading: str, link: Link | None = None
) -> Card:
    may_read_note = may(desk.user, "read_note", FeedbackItem)
    rows = [
        Row(
            title=Truncator(feedback.words(item, may_read_note=may_read_note)).chars(WORDS_SHOWN),
            url=url_of(item),
            details=[item.get_kind_display(), str(item.program), _day(item.received_on)],
            flags=feedback.flags(item),
        )
        for item in desk.first(items)
    ]
    return Card(
        slug=slug, heading=heading, count=total(items), rows=rows, links=[link] if link else []
    )


def _day(day: datetime.date | None) -> str:
    return formats.date_format(day, "M j, Y") if day else ""
