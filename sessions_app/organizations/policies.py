"""Who may do what to these records."""

from sessions_app.core.policies import WHOLE_REGISTER, RecordPolicy
from sessions_app.organizations.models import Contact, Organization


class OrganizationPolicy(RecordPolicy):
    # An organization belongs to no program, so only those who may export whole registers can.
    verbs = {
        "export": WHOLE_REGISTER,
        "verify": ("sessions_app.verify_organization",),
        "merge": ("sessions_app.merge_organization",),
    }


POLICIES = (
    OrganizationPolicy(Organization),
    RecordPolicy(Contact),
)
