"""How staff screens name a user."""

from django.utils.translation import gettext as _

from engagement_site.accounts.models import User


def name_of(user: User) -> str:
    """Return the name of a user, and that they can no longer sign in."""
    if user.is_active:
        return str(user)
    return _("%(name)s (account deactivated)") % {"name": user}
