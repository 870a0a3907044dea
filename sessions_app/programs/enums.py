"""Kinds of jurisdictions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class JurisdictionKind(TextChoices):
    STATE = "state", _("State")
    TERRITORY = "territory", _("Territory")
    COUNTY = "county", _("County")
