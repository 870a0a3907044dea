import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.db import connection

from engagement_site.accounts.models import User
from tests.site import authenticator
from tests.site.conftest import PASSWORD

pytestmark = pytest.mark.django_db

ENROLMENT = "/accounts/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


def sign_in(client, user: User):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def enrol(client) -> str:
    """Set up an authenticator app through the form; return its secret."""
    secret = client.get(ENROLMENT).context["form"].secret
    client.post(ENROLMENT, {"code": authenticator.code(secret)})
    return secret


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/account/", "/documents/1/x.pdf", "/accounts/email/", "/nowhere/"]
)
def test_staff_without_second_factor_reach_only_enrolment(client, staff_member, path):
    sign_in(client, staff_member)

    response = client.get(path)

    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/2fa/")


@pytest.mark.parametrize("path", [ENROLMENT, "/accounts/2fa/", "/accounts/2fa/webauthn/add/"])
def test_staff_without_second_factor_can_enrol(client, staff_member, path):
    sign_in(client, staff_member)

    assert client.get(path).status_code == 200


def test_staff_without_second_factor_can_leave(client, staff_member):
    sign_in(client, staff_member)

    client.post("/accounts/logout/")

    assert "_auth_user_id" not in client.session


def test_enrolment_opens_the_admin(client, staff_member):
    sign_in(client, staff_member)
    enrol(client)

    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, staff_member):
    Authenticator.objects.create(user=staff_member, type="recovery_codes", data={})
    client.force_login(staff_member)

    assert client.get("/admin/").headers["Location"] == "/accounts/2fa/"


def test_enrolled_staff_are_asked_for_the_code(client, staff_member):
    sign_in(client, staff_member)
    secret = enrol(client)
    client.post("/accounts/logout/")

    first = sign_in(client, staff_member)
    signed_in_by_password_alone = "_auth_user_id" in client.session
    client.post("/accounts/2fa/authenticate/", {"code": authenticator.code(secret)})

    assert first.headers["Location"] == "/accounts/2fa/authenticate/"
    assert not signed_in_by_password_alone
    assert client.get("/admin/").status_code == 200


def test_person_who_is_not_staff_needs_no_second_factor(client, person):
    sign_in(client, person)

    assert client.get("/accounts/email/").status_code == 200


def test_setting_off_lets_staff_in(client, staff_member, settings):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    sign_in(client, staff_member)

    assert client.get("/admin/").status_code == 200


def test_secret_is_encrypted_at_rest(client, staff_member):
    sign_in(client, staff_member)
    secret = enrol(client)

    with connection.cursor() as cursor:
        cursor.execute("SELECT type, data FROM mfa_authenticator ORDER BY type")
        rows = [(kind, str(data)) for kind, data in cursor.fetchall()]

    assert [kind for kind, _data in rows] == ["recovery_codes", "totp"]
    assert all(secret not in data for _kind, data in rows)
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert get_adapter().decrypt(stored) == secret


def test_keys_can_be_replaced(settings):
    (old,) = settings.MFA_ENCRYPTION_KEYS
    secret = get_adapter().encrypt("kept through the change of keys")
    new = Fernet.generate_key().decode()

    settings.MFA_ENCRYPTION_KEYS = [new, old]
    assert get_adapter().decrypt(secret) == "kept through the change of keys"

    settings.MFA_ENCRYPTION_KEYS = [new]
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(secret)
