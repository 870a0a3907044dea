"""Kinds of organizations, and the state machine of their verification."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganizationKind(TextChoices):
    ADVOCACY = "advocacy", _("Advocacy")
    FAITH = "faith", _("Faith")
    LEGAL_SERVICES = "legal_services", _("Legal services")
    COMMUNITY = "community", _("Community")
    LABOR = "labor", _("Labor")
    ACADEMIC = "academic", _("Academic")
    MEDIA = "media", _("Media")
    LAW_ENFORCEMENT = "law_enforcement", _("Law enforcement")
    STATE_OR_LOCAL_AGENCY = "state_or_local_agency", _("State or local agency")
    FEDERAL_COMPONENT = "federal_component", _("Federal component")
    OTHER = "other", _("Other")


class VerificationState(TextChoices):
    PENDING = "pending", _("Waiting for verification")
    VERIFIED = "verified", _("Verified")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Verification expired")


VERIFICATION_TRANSITIONS: Mapping[str, frozenset[str]] = {
    VerificationState.PENDING: frozenset({VerificationState.VERIFIED, VerificationState.DECLINED}),
    VerificationState.VERIFIED: frozenset({VerificationState.LAPSED, VerificationState.DECLINED}),
    VerificationState.LAPSED: frozenset({VerificationState.VERIFIED, VerificationState.DECLINED}),
    VerificationState.DECLINED: frozenset({VerificationState.VERIFIED}),
}
