from sessions_app.organizations.models.contacts import Contact, Membership
from sessions_app.organizations.models.merges import OrganizationMerge
from sessions_app.organizations.models.organizations import (
    Constituency,
    Organization,
    OrganizationAlias,
    OrganizationWord,
)

__all__ = [
    "Constituency",
    "Contact",
    "Membership",
    "Organization",
    "OrganizationAlias",
    "OrganizationMerge",
    "OrganizationWord",
]
