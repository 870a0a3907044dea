"""People whom the site writes to."""

from django.conf import settings
from wagtail.users.models import UserProfile

from sessions_app.organizations.models import Contact


def language_of(*, email: str) -> str:
    """Return the language that the person with this address reads; "" if we do not know.

    Staff choose it in their account settings, contacts of organizations in their details. Both are
    looked up for every address, so that the time taken tells nothing about it.
    """
    staff = (
        UserProfile.objects.filter(user__email__iexact=email)
        .values_list("preferred_language", flat=True)
        .first()
    )
    contact = (
        Contact.objects.filter(email__iexact=email)
        .values_list("preferred_language__code", flat=True)
        .first()
    )
    known = dict(settings.LANGUAGES)
    return next((code for code in (staff, contact) if code in known), "")
