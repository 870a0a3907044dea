"""Sign-in: allauth only, by e-mail address, with a second factor for staff."""

from datetime import timedelta

from engagement_site.settings.environment import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
LOGOUT_REDIRECT_URL = "/"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
STAFF_SESSION_IDLE = timedelta(minutes=30)
STAFF_SESSION_ABSOLUTE = timedelta(hours=12)
#: Without an authenticator app or passkey, staff reach only enrollment.
STAFF_SECOND_FACTOR_REQUIRED = True

ACCOUNT_ADAPTER = "engagement_site.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    # The domain decides who may have an account without being staff.
    "request_login_code": "sessions_app.organizations.forms.representatives.RequestLoginCodeForm",
    "add_email": "engagement_site.accounts.forms.AddEmailForm",
    "login": "engagement_site.accounts.forms.LoginForm",
    "reset_password": "engagement_site.accounts.forms.RequestResetForm",
    "reset_password_from_key": "engagement_site.accounts.forms.ResetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
#: Seconds; time for an e-mail that arrives late.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
#: ADR 0037. By address alone, anybody could lock an owner out. So the key of "login_failed",
#: "code_here" and "reset_here" is an address and the network, or known browser, that asks. The last
#: two count by address what unknown browsers do everywhere.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,60/h/ip",
    "code_here": "3/m/key,10/h/key",
    "reset_password": "20/m/ip,60/h/ip",
    "reset_here": "3/m/key,10/h/key",
    "login_failed": "10/m/ip,5/5m/key",
    "login_anywhere": "20/h/key",
    "mail_to_address": "10/h/key",
}
DEVICE_COOKIE_NAME = "__Host-device"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
ACCOUNT_EMAIL_NOTIFICATIONS = True
#: The domain knows which language a person reads: a function that takes the address.
RECIPIENT_LANGUAGE = "sessions_app.organizations.selectors.recipients.language_of"

MFA_ADAPTER = "engagement_site.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "add_webauthn": "engagement_site.accounts.forms.AddKeyForm",
    "edit_webauthn": "engagement_site.accounts.forms.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
#: Fernet keys, newest first. The first one encrypts; all of them decrypt.
MFA_ENCRYPTION_KEYS: list[str] = env.list("MFA_ENCRYPTION_KEYS", default=[])
