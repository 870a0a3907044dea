"""The e-mails about accounts: ours, in the language of the reader, and with no host name."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.conf import settings
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from engagement_site.accounts import letters
from engagement_site.accounts.models import User
from sessions_app.programs.models import Language
from tests.builders import build_contact, build_organization
from tests.site.conftest import PASSWORD

pytestmark = pytest.mark.django_db

SHIPPED = Path(allauth.__file__).parent / "templates"
#: E-mails that nothing on this site sends, and why.
NEVER_SENT = {
    "account/email/email_confirm": "no code of allauth sends it",
    "account/email/password_reset_code": "passwords are reset by link",
}
ADDRESS = "rosa@example.org"
CONTEXT = {
    "code": "ABC-DEF",
    "password_reset_url": "http://other.example:8010/accounts/password/reset/key/1-abc-def/",
    "activate_url": "http://other.example:8010/accounts/confirm-email/abc/",
    "signup_url": "http://other.example:8010/accounts/signup/",
    "from_email": ADDRESS,
    "to_email": "rosa.new@example.org",
    "deleted_email": "rosa.old@example.org",
    "ip": "198.51.100.7",
    "user_agent": "Browser/1.0",
    "timestamp": timezone.now(),
}


def shipped_emails() -> list[str]:
    """Return the prefix of every e-mail of the installed version of allauth, of the apps in use."""
    return sorted(
        f"{app}/email/{path.name.removesuffix('_subject.txt')}"
        for app in ("account", "mfa")
        for path in (SHIPPED / app / "email").glob("*_subject.txt")
    )


SENT = [prefix for prefix in shipped_emails() if prefix not in NEVER_SENT]


def compose(prefix: str, language: str):
    with translation.override(language):
        return letters.compose(template_prefix=prefix, email=ADDRESS, context=CONTEXT)


def test_what_is_never_sent_is_switched_off():
    assert set(NEVER_SENT) <= set(shipped_emails())
    assert not app_settings.PASSWORD_RESET_BY_CODE_ENABLED
    assert {"allauth.socialaccount", "allauth.usersessions"}.isdisjoint(settings.INSTALLED_APPS)


@pytest.mark.parametrize("part", ["subject", "message"])
@pytest.mark.parametrize("prefix", SENT)
def test_every_email_that_allauth_can_send_is_ours(prefix, part):
    origin = Path(get_template(f"{prefix}_{part}.txt").origin.name)

    assert origin.is_relative_to(settings.BASE_DIR / "templates")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("prefix", SENT)
def test_email_names_the_office_and_no_host(prefix, language):
    email = compose(prefix, language)

    with translation.override(language):
        office = str(settings.OFFICE_NAME)
    body = email.body.partition("\n--\n")[0]
    assert office in body
    for text in (email.subject, email.body, email.alternatives[0].content):
        assert "Hello from" not in text
        assert "other.example" not in text
        assert "{" not in text.replace("{ color-scheme", "").partition("<style>")[0]
    assert set(re.findall(r"https?://[^\s/]+", email.body)) == {settings.BASE_URL}
    assert email.reply_to == [settings.REPLY_TO_EMAIL]
    assert email.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("prefix", SENT)
def test_no_sentence_of_the_spanish_email_is_english(prefix):
    english, spanish = compose(prefix, "en"), compose(prefix, "es")

    own = {ADDRESS, settings.BASE_URL}
    lines = [set(email.body.splitlines()) - own for email in (english, spanish)]
    same = {line for line in lines[0] & lines[1] if len(line.split()) > 1}
    assert same == set()
    assert english.subject != spanish.subject


def test_code_says_how_long_it_works_and_that_nobody_asks_for_it(client, person, mailoutbox):
    client.post("/accounts/login/code/", {"email": person.email})

    (message,) = mailoutbox
    code = re.search(r"Code: (\S+)", message.body)[1]
    assert "for 15 minutes" in message.body
    assert "ask for a new one on that page" in message.body
    client.post("/accounts/login/code/confirm/", {"code": code})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_code_can_be_sent_again_twice(client, person, mailoutbox):
    client.post("/accounts/login/code/", {"email": person.email})
    page = client.get("/accounts/login/code/confirm/").content.decode()
    for _number in range(2):
        again = client.post("/accounts/login/code/confirm/", {"action": "resend"}, follow=True)

    assert "Send again" in page
    assert "on its way" not in page
    assert len(mailoutbox) == 3
    assert f"If {person.email} has an account, a new code is on its way." in again.content.decode()
    assert "Send again" not in again.content.decode()


def test_confirmation_is_said_to_be_sent_only_when_it_was(client, mailoutbox):
    User.objects.create_user("new@example.org", PASSWORD)
    fields = {"login": "new@example.org", "password": PASSWORD}

    first = client.post("/accounts/login/", fields, follow=True).content.decode()
    second = client.post("/accounts/login/", fields, follow=True).content.decode()

    assert len(mailoutbox) == 1
    assert "Look for our e-mail to new@example.org and follow the link in it." in first
    assert "Look for our e-mail" not in second
    assert "one e-mail in three minutes at most" in second


def test_staff_are_written_to_in_the_language_of_their_account(client, person, mailoutbox):
    UserProfile.objects.create(user=person, preferred_language="es")

    client.post("/accounts/password/reset/", {"email": person.email})

    (message,) = mailoutbox
    assert message.subject == "Crear una nueva contraseña"
    assert f"{settings.BASE_URL}/es/accounts/password/reset/key/" in message.body


def test_representative_is_written_to_in_the_language_they_chose(client, mailoutbox):
    spanish, _made = Language.objects.get_or_create(code="es", defaults={"name": "Spanish"})
    contact = build_contact(build_organization(), preferred_language=spanish)

    client.post("/accounts/login/code/", {"email": contact.email})
    client.cookies.clear()
    client.post("/es/accounts/login/code/", {"email": "nobody@example.org"})

    assert [message.subject for message in mailoutbox] == [
        "Su código para iniciar sesión",
        "Pidió una forma de iniciar sesión",
    ]


def test_change_stands_when_its_notification_cannot_be_sent(settings, person, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    request = RequestFactory().get("/")

    with context.request_context(request):
        get_adapter().send_notification_mail("account/email/password_changed", person)

    assert "account/email/password_changed was not sent: ConnectionRefusedError" in caplog.text
