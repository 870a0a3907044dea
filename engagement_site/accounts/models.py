"""User model: staff and representatives of organizations."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engagement_site.email_addresses import canonical_address
from engagement_site.plain_text import clean_line

EMAIL_TAKEN = _("An account with this e-mail address already exists.")


def no_password() -> str:
    """Return an unusable password, one that `has_usable_password` recognizes."""
    return make_password(None)


class UserManager(BaseUserManager["User"]):
    """Creates users, who have an e-mail address in place of a username."""

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return canonical_address(email or "")

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user. Without a password they set one from the reset e-mail."""
        if not email:
            raise ValueError("A person needs an e-mail address to sign in with.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def deactivated(self) -> models.QuerySet["User"]:
        """Users who can no longer sign in."""
        return self.filter(is_active=False)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": EMAIL_TAKEN}
    )
    # An account created in the admin has no password until its owner sets one from the reset
    # e-mail.
    password = models.CharField(_("password"), max_length=128, default=no_password)
    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Clear this when a person leaves. Accounts are never deleted."),
    )
    date_joined = models.DateTimeField(_("account created"), default=timezone.now)

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_any_case",
                violation_error_message=EMAIL_TAKEN,
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def clean(self) -> None:
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)
        # Wagtail's and allauth's forms of people have text fields of their own.
        self.first_name = clean_line(self.first_name)
        self.last_name = clean_line(self.last_name)

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name

    @property
    def log_label(self) -> str:
        """Label in the audit log: kept forever, so it must not contain a name."""
        return f"person {self.pk}"

    @property
    def uses_staff_screens(self) -> bool:
        """Whether the user may open the admin; policies decide what they see there."""
        return self.has_perm("wagtailadmin.access_admin")
