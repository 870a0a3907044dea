"""The QR code that a registrant shows at check-in."""

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sessions_app.registrations.models import Registration


def check_in_url(registration: Registration) -> str:
    """Return the URL of the check-in desk that searches for this registration.

    It opens for staff only and contains the public reference, never the personal link.
    """
    desk = reverse("listeningsession:check_in", args=[registration.listening_session_id])
    return f"{settings.BASE_URL}{desk}?q={registration.reference}"


def check_in_qr_code(registration: Registration) -> SafeString:
    """Return the check-in URL as a QR code (ISO/IEC 18004) in inline SVG.

    Without inline styles, which the site's content security policy would block.
    """
    drawing = segno.make(check_in_url(registration), error="m", micro=False).svg_inline(
        svgclass="check-in-qr-code",
        lineclass=None,
        omitsize=True,
        light="#fff",
        title=_("Show this code at check-in, or give us your reference"),
    )
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308 - segno's
