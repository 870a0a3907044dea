from sessions_app.organizations.models.contacts import Contact, Membership
from sessions_app.organizations.models.merges import OrganizationMerge
from sessions_app.organizations.models.organizations import (
    Constituency,
    NamePrefix,
    Organization,
    OrganizationAlias,
)

__all__ = [
    "Constituency",
    "Contact",
    "Membership",
    "NamePrefix",
    "Organization",
    "OrganizationAlias",
    "OrganizationMerge",
]
