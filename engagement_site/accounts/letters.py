"""The e-mails about accounts: allauth decides when to send them, and what they say is ours.

``templates/account/email`` and ``templates/mfa/email`` hold a subject and the paragraphs of each;
facts and the link follow below, as in every other e-mail of the site.
"""

import re
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account import app_settings
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import formats, timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.office_mail import OfficeEmail, lay_out

_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")
#: What the reader does next: label, and the name of the link in the context.
_LINKS = {
    "account/email/account_already_exists": (gettext_lazy("Set a new password"), "password_url"),
    "account/email/email_confirmation": (gettext_lazy("Confirm your address"), "activate_url"),
    "account/email/email_confirmation_signup": (
        gettext_lazy("Confirm your address"),
        "activate_url",
    ),
    "account/email/password_reset_key": (
        gettext_lazy("Set a new password"),
        "password_reset_url",
    ),
    "account/email/unknown_account": (gettext_lazy("Register your organization"), "register_url"),
}


def compose(*, template_prefix: str, email: str, context: dict[str, Any]) -> OfficeEmail:
    """Return the e-mail that allauth calls ``template_prefix``, in the language of its reader."""
    language = import_string(settings.RECIPIENT_LANGUAGE)(email=email) or translation.get_language()
    # Before the language changes: a path is found in the language that is active.
    links = {name: _on_this_site(value, language) for name, value in context.items()}
    with translation.override(language):
        values = {
            **links,
            "email": email,
            "office": settings.OFFICE_NAME,
            "lifetimes": lifetimes(),
            "password_url": settings.BASE_URL + reverse("account_reset_password"),
            "register_url": settings.BASE_URL + reverse("sessions_app:organization_register"),
        }
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", values).split())
        body = render_to_string(f"{template_prefix}_message.txt", values).strip()
        label, link = _LINKS.get(template_prefix, ("", ""))
        text, html = lay_out(
            subject=subject,
            paragraphs=_BETWEEN_PARAGRAPHS.split(body),
            facts=_facts(context),
            link=(str(label), values[link]) if link else None,
            language=language,
        )
    return OfficeEmail(subject=subject, text=text, html=html, to=email)


def lifetimes() -> dict[str, int]:
    """Return how long codes and links work, as pages and e-mails say it."""
    return {
        "code_minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60,
        "reset_minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
        "confirm_days": app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS,
    }


def _facts(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the code, and for a notification when and from where the change was made."""
    when = context.get("timestamp")
    local = timezone.localtime(when) if when else None
    return [
        (_("Code"), context.get("code", "")),
        (_("When"), f"{formats.date_format(local, 'DATETIME_FORMAT')} {local:%Z}" if local else ""),
        (_("Network address"), context.get("ip", "") if local else ""),
        (_("Browser"), context.get("user_agent", "") if local else ""),
    ]


def _on_this_site(value: Any, language: str) -> Any:
    """Return a URL with the origin of ``BASE_URL``, in the given language; all else as it is.

    allauth builds its links from the Host header, which anybody can set.
    """
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    path = urlunsplit(urlsplit(value)._replace(scheme="", netloc=""))
    return settings.BASE_URL + translate_url(path, language)
