"""Saving an organization in the staff screens, alone or with its first contact."""

from sessions_app.core.staff.record_views import (
    RecordCreateView,
    RecordEditView,
    ServiceSaveMixin,
)
from sessions_app.core.staff.scoped import user_of
from sessions_app.organizations.forms.staff_organizations import OrganizationForm
from sessions_app.organizations.models import Organization
from sessions_app.organizations.services import organizations
from sessions_app.organizations.staff.merged_away import MergedAwayMixin


class OrganizationSaveMixin(ServiceSaveMixin[Organization, OrganizationForm]):
    def save(self, form: OrganizationForm) -> Organization:
        answers, by = form.answers(), user_of(self.request)
        contact = form.first_contact()
        if contact is None:
            return organizations.save_organization(
                organization=form.instance,
                by=by,
                aliases=answers.aliases,
                constituencies=answers.constituencies,
                jurisdictions=answers.jurisdictions,
                languages=answers.languages,
                expected_version=answers.expected_version,
            )
        return organizations.register_organization(
            name=answers.name,
            kind=answers.kind,
            website=answers.website,
            contact_name=contact.name,
            contact_email=contact.email,
            contact_phone=contact.phone,
            role=contact.role,
            email_consent=contact.email_consent,
            different_organization=answers.different_organization,
            aliases=answers.aliases,
            constituencies=answers.constituencies,
            jurisdictions=answers.jurisdictions,
            languages=answers.languages,
            by=by,
        )


class OrganizationCreateView(
    OrganizationSaveMixin, RecordCreateView[Organization, OrganizationForm]
):
    pass


class OrganizationEditView(
    MergedAwayMixin, OrganizationSaveMixin, RecordEditView[Organization, OrganizationForm]
):
    pass
