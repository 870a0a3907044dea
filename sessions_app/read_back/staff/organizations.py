"""What staff can do for an organization that wants to know what came of its points."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sessions_app.core.staff.transitions import Transition
from sessions_app.organizations.models import Organization
from sessions_app.read_back.services import trails
from sessions_app.registrations.selectors.invitations import current_members


def _who_is_told(organization: Organization) -> Iterator[str]:
    for member in current_members(organizations=[organization]):
        yield f"{member.contact.name}, {member.contact.email}"


SEND_TRAIL = Transition[Organization](
    slug="send-trail",
    label=_("Send what came of it"),
    explanation=_(
        "Each contact who agreed to get e-mail gets a link to the organization’s points and what "
        "came of them."
    ),
    run=lambda organization, by, _answers: trails.send_links(organization=organization, by=by),
    done=_("The link is being sent."),
    tells=_who_is_told,
    condition=lambda organization: bool(current_members(organizations=[organization])),
)
