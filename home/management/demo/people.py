"""Six staff accounts, one for each role."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group

from engagement_site.accounts.models import User
from sessions_app.core.roles import (
    ROLE_ACTION_OWNER,
    ROLE_ANALYST,
    ROLE_AUDITOR,
    ROLE_EDITOR,
    ROLE_ENGAGEMENT_OFFICER,
    ROLE_MANAGER,
)
from sessions_app.models import Agency, Program, StaffProfile

#: E-mail address → first name, last name, role, agency. The names tell the role.
STAFF = {
    "editor@crcl.example": ("Erin", "Editor", ROLE_EDITOR, "CRCL"),
    "officer@crcl.example": ("Olive", "Officer", ROLE_ENGAGEMENT_OFFICER, "CRCL"),
    "owner@ice.example": ("Owen", "Owner", ROLE_ACTION_OWNER, "ICE"),
    "manager@crcl.example": ("Marta", "Manager", ROLE_MANAGER, "CRCL"),
    "analyst@crcl.example": ("Anil", "Analyst", ROLE_ANALYST, "CRCL"),
    "auditor@crcl.example": ("Audra", "Auditor", ROLE_AUDITOR, "CRCL"),
}


@dataclass(frozen=True)
class Staff:
    editor: User
    officer: User
    owner: User
    manager: User


def make_staff() -> Staff:
    """Return the staff, creating missing accounts; existing ones are unchanged."""
    people = {}
    for email, (first_name, last_name, role, agency) in STAFF.items():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(
                email=email,
                password=settings.DEMO_PASSWORD,
                first_name=first_name,
                last_name=last_name,
            )
            user.groups.add(Group.objects.get(name=role))
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            StaffProfile.objects.create(user=user, agency=Agency.objects.get(abbreviation=agency))
        people[email.partition("@")[0]] = user
    return Staff(people["editor"], people["officer"], people["owner"], people["manager"])


def look_after(staff: Staff, programs: list[Program]) -> None:
    """Assign the officer the programs whose figures they may see."""
    staff.officer.staff_profile.programs.set(programs)
