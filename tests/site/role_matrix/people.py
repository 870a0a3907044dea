"""Users of the role matrix: anonymous, signed in without a role, and one per staff role."""

from enum import Flag, auto

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import Group

from engagement_site.accounts.emails import mark_verified
from engagement_site.accounts.models import User
from sessions_app.core import roles
from sessions_app.models import Agency, StaffProfile


class Who(Flag):
    """A set of users."""

    VISITOR = auto()
    #: Signed in without a role, such as a representative of an organization.
    PERSON = auto()
    EDITOR = auto()
    OFFICER = auto()
    #: Belongs to the agency ICE.
    OWNER = auto()
    MANAGER = auto()
    ANALYST = auto()
    AUDITOR = auto()
    #: A superuser. Not a role of the office; shows that a URL works for somebody.
    ADMINISTRATOR = auto()

    def __str__(self) -> str:
        return ", ".join(who.name.lower() for who in self) or "nobody"


NOBODY = Who(0)
VISITOR, PERSON, EDITOR, OFFICER, OWNER, MANAGER, ANALYST, AUDITOR, ADMINISTRATOR = Who
STAFF = EDITOR | OFFICER | OWNER | MANAGER | ANALYST | AUDITOR
SIGNED_IN = PERSON | STAFF
EVERYBODY = VISITOR | SIGNED_IN

_GROUPS = {
    EDITOR: (roles.ROLE_EDITOR, "CRCL"),
    OFFICER: (roles.ROLE_ENGAGEMENT_OFFICER, "CRCL"),
    OWNER: (roles.ROLE_ACTION_OWNER, "ICE"),
    MANAGER: (roles.ROLE_MANAGER, "CRCL"),
    ANALYST: (roles.ROLE_ANALYST, "CRCL"),
    AUDITOR: (roles.ROLE_AUDITOR, "CRCL"),
}


def make_people() -> dict[Who, User]:
    """Create an account with a second factor for every user except the anonymous one.

    Requires the groups that `sync_roles` creates.
    """
    people = {who: _make_person(who) for who in Who if who is not VISITOR}
    for who, (group, agency) in _GROUPS.items():
        people[who].groups.add(Group.objects.get(name=group))
        StaffProfile.objects.create(
            user=people[who], agency=Agency.objects.get(abbreviation=agency)
        )
    return people


def make_passkey(user: User) -> Authenticator:
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )


def _make_person(who: Who) -> User:
    user = User.objects.create_user(
        f"{who}@crcl.example",
        "listen-and-answer",
        first_name=str(who).title(),
        last_name="Example",
        is_superuser=who is ADMINISTRATOR,
    )
    mark_verified(user)
    TOTP.activate(user, "A" * 32)
    RecoveryCodes.activate(user)
    return user
