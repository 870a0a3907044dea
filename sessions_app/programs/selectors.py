"""Programs by their present and former addresses, and the agency of a member of the staff."""

from django.db.models import Q

from engagement_site.accounts.models import User
from sessions_app.programs.models import Agency, Program


def program_at(slug: str) -> Program | None:
    """Return the program whose address is, or once was, ``slug``."""
    return Program.objects.filter(Q(slug=slug) | Q(former_slugs__slug=slug)).first()


def agency_of(user: User) -> Agency | None:
    """Return the agency that a user works for, if their profile names one."""
    return Agency.objects.filter(staff__user=user).first()
