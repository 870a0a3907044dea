"""The pages about accounts: allauth runs them, and what they say is ours, in both languages."""

import hashlib
import json
import re
from pathlib import Path

import allauth
import html5lib
import pytest
from allauth.account import app_settings
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse, translate_url
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from engagement_site.accounts.models import User
from tests.site import authenticator
from tests.site.conftest import PASSWORD

pytestmark = pytest.mark.django_db

SHIPPED = Path(allauth.__file__).parent / "templates"
#: Templates that show nothing of their own: layout, scripts, or a list of codes.
WORDLESS = {
    *("account/base_entrance.html", "account/base_manage.html", "account/base_manage_email.html"),
    *("account/base_manage_password.html", "mfa/base_entrance.html", "mfa/base_manage.html"),
    *("mfa/webauthn/snippets/login_script.html", "mfa/webauthn/snippets/scripts.html"),
    "mfa/recovery_codes/download.txt",
}
#: Templates that no page of this site uses; the test below says why.
UNUSED = {
    "account/base_confirm_code.html",
    "account/base_manage_phone.html",
    "account/confirm_email_verification_code.html",
    "account/confirm_password_reset_code.html",
    "account/confirm_phone_verification_code.html",
    "account/email_change.html",
    "account/messages/phone_verification_sent.txt",
    "account/messages/phone_verified.txt",
    "account/phone_change.html",
    "account/signup.html",
    "account/signup_by_passkey.html",
    "account/snippets/already_logged_in.html",
    "account/snippets/warn_no_email.html",
    "account/verified_email_required.html",
    "mfa/recovery_codes/base.html",
    "mfa/totp/base.html",
    "mfa/trust.html",
    "mfa/webauthn/base.html",
    "mfa/webauthn/signup_form.html",
}


def shipped() -> list[str]:
    """Return the templates of pages and messages that the installed allauth ships."""
    names = [
        str(path.relative_to(SHIPPED))
        for app in ("account", "mfa")
        for path in (SHIPPED / app).rglob("*.*")
    ]
    return sorted(name for name in names if "/email/" not in name)


@pytest.mark.parametrize("name", [name for name in shipped() if name not in WORDLESS | UNUSED])
def test_page_of_allauth_is_ours(name):
    origin = Path(get_template(name).origin.name)

    assert origin.is_relative_to(settings.BASE_DIR / "templates")


def test_templates_that_are_not_ours_are_for_what_is_switched_off():
    assert set(shipped()) >= WORDLESS | UNUSED
    assert not app_settings.EMAIL_VERIFICATION_BY_CODE_ENABLED
    assert not app_settings.PASSWORD_RESET_BY_CODE_ENABLED
    assert not app_settings.CHANGE_EMAIL
    assert "phone" not in app_settings.LOGIN_METHODS
    assert not mfa_settings.PASSKEY_SIGNUP_ENABLED
    assert not mfa_settings._setting("TRUST_ENABLED", False)


def add_key(person: User) -> Authenticator:
    """Add a security key, as a browser registers it."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(b"\0" * 16, b"blue", public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, credential)
    client_data = {"type": "webauthn.create", "challenge": "eA", "origin": "https://localhost"}
    registration = {
        "id": websafe_encode(b"blue"),
        "rawId": websafe_encode(b"blue"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(client_data).encode()),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
        "clientExtensionResults": {},
    }
    return Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Blue key", "credential": registration}
    )


@pytest.fixture
def signed_in(client, person):
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def sentences(page: bytes) -> set[str]:
    """Return the texts of the main part of a page."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (main,) = tree.iter("main")
    for script in [*main.iter("script"), *main.iter("style")]:
        script.text = ""
    texts = {" ".join(text.split()) for text in main.itertext()}
    names = {element.get(name, "") for element in main.iter() for name in ("aria-label", "alt")}
    return {text for text in texts | names if re.search(r"[a-z]{3}", text)}


def assert_in_both_languages(client, path: str, *, own: str = "", data=None) -> set[str]:
    """Assert that a page says nothing in English in Spanish; return what it says in English."""
    pages = []
    for language in ("en", "es"):
        url = translate_url(path, language)
        response = client.get(url) if data is None else client.post(url, data)
        assert response.status_code == 200, (url, response.status_code)
        pages.append(sentences(response.content))
    same = {text for text in pages[0] & pages[1] if text not in (own, "Error:") and "@" not in text}
    assert same == set()
    return pages[0]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/accounts/login/", "Other ways to sign in"),
        ("/accounts/login/code/", "Sign in with a code"),
        ("/accounts/signup/", "You cannot open an account here"),
        ("/accounts/inactive/", "This account is deactivated"),
        ("/accounts/confirm-email/", "Confirm your e-mail address"),
        ("/accounts/confirm-email/nonsense/", "Confirm your e-mail address"),
        ("/accounts/password/reset/", "Forgot your password?"),
        ("/accounts/password/reset/done/", "Check your e-mail"),
        ("/accounts/password/reset/key/1-nonsense/", "This link no longer works"),
        ("/accounts/password/reset/key/done/", "Your password is set"),
    ],
)
def test_page_before_signing_in_speaks_both_languages(client, path, says):
    assert says in assert_in_both_languages(client, path)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/accounts/login/", {"login": "x", "password": "x"}),
        ("/accounts/login/", {}),
        ("/accounts/login/", {"login": "rosa@example.org", "password": "wrong"}),
        ("/accounts/login/code/", {}),
        ("/accounts/password/reset/", {"email": "x"}),
    ],
)
def test_refusal_speaks_both_languages(client, person, path, data):
    assert_in_both_languages(client, path, data=data)


def test_page_for_the_code_speaks_both_languages(client, person):
    client.post("/accounts/login/code/", {"email": person.email})

    says = assert_in_both_languages(client, "/accounts/login/code/confirm/")
    assert "Enter your code" in says
    assert_in_both_languages(client, "/accounts/login/code/confirm/", data={"code": "wrong"})


def test_page_for_the_second_step_speaks_both_languages(client, person):
    add_key(person)
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})

    assert "Second step" in assert_in_both_languages(client, "/accounts/2fa/authenticate/")


def test_page_that_confirms_an_address_speaks_both_languages(client, person):
    address = EmailAddress.objects.create(user=person, email="rosa.new@example.org")
    key = EmailConfirmationHMAC(address).key

    says = assert_in_both_languages(client, f"/accounts/confirm-email/{key}/")
    assert any(text.startswith("Is rosa.new@example.org your address?") for text in says)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/accounts/email/", "E-mail addresses"),
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/logout/", "Do you want to sign out?"),
        ("/accounts/2fa/", "Second step at sign-in"),
        ("/accounts/2fa/totp/activate/", "Set up your authenticator app"),
        ("/accounts/2fa/webauthn/add/", "Add a security key or passkey"),
        ("/accounts/2fa/webauthn/", "You have none yet."),
        ("/accounts/reauthenticate/", "Confirm that it is you"),
    ],
)
def test_page_of_an_account_speaks_both_languages(signed_in, path, says):
    assert says in assert_in_both_languages(signed_in, path)


def test_pages_of_the_second_factor_speak_both_languages(signed_in):
    secret = signed_in.get("/accounts/2fa/totp/activate/").context["form"].secret
    signed_in.post("/accounts/2fa/totp/activate/", {"code": authenticator.code(secret)})
    person = User.objects.get(email="rosa@example.org")
    key = add_key(person).pk

    for path, says in (
        ("/accounts/2fa/", "It is set up: signing in takes a code from the app."),
        ("/accounts/2fa/recovery-codes/", "Recovery codes"),
        ("/accounts/2fa/recovery-codes/generate/", "Make new recovery codes"),
        ("/accounts/2fa/totp/deactivate/", "Remove your authenticator app"),
        ("/accounts/2fa/webauthn/", "Security keys and passkeys"),
        (reverse("mfa_edit_webauthn", args=[key]), "Rename your security key or passkey"),
        (reverse("mfa_remove_webauthn", args=[key]), "Remove your security key or passkey"),
        ("/accounts/2fa/reauthenticate/", "Confirm that it is you"),
        ("/accounts/2fa/webauthn/reauthenticate/", "Confirm that it is you"),
    ):
        assert says in assert_in_both_languages(signed_in, path, own="Blue key"), path


def test_representative_without_a_password_can_set_one(client):
    client.force_login(User.objects.create_user("sam@example.org"))

    assert "Set a password" in assert_in_both_languages(client, "/accounts/password/set/")
