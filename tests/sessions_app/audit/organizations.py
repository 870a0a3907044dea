"""Services of organizations, contacts and merges."""

import datetime

from django.utils import timezone

from sessions_app.models import Contact, Membership, Organization
from sessions_app.organization_operations.services import allotments, merges
from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.services import (
    contact_links,
    contacts,
    hierarchy,
    names,
    organizations,
    representatives,
)
from tests.builders import build_contact, build_organization, build_user
from tests.sessions_app.audit.catalog import call, no_log

MOVE = "engagement.organization.move"
BEGIN = "engagement.membership.begin"


def known(**values):
    """Create an organization with a contact, who is e-mailed about it."""
    organization = build_organization(**values)
    build_contact(organization)
    return organization


def membership():
    return Membership.objects.get(contact=build_contact(build_organization()))


@call(
    organizations.register_organization,
    "engagement.organization.create",
    mails=["organization_received"],
    on_behalf_of="",
)
def form_of_the_public(by):
    return {
        "name": "Alder Falls Legal Aid",
        "kind": "legal_services",
        "contact_name": "Ana Cruz",
        "contact_email": "ana@alder.example",
        "by": None,
    }


@call(organizations.save_organization, "engagement.organization.create")
def new_organization(by):
    return {"organization": Organization(name="Alder Falls Legal Aid", kind="legal_services")}


@call(organizations.save_organization, "engagement.organization.edit")
def changed_organization(by):
    organization = build_organization()
    organization.name = "Another name"
    return {"organization": organization}


@call(organizations.verify, MOVE, mails=["organization_verified"])
def pending(by):
    return {"organization": known()}


@call(organizations.renew, "engagement.organization.renew", mails=["organization_verified"])
def verified(by):
    return {"organization": known(verification=VerificationState.VERIFIED)}


@call(organizations.decline, MOVE, mails=["organization_declined"])
def stranger(by):
    return {"organization": known(), "reason": "We could not reach you."}


@call(organizations.lapse_due, MOVE, on_behalf_of="")
def verified_until_yesterday(by):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    known(verification=VerificationState.VERIFIED, verification_due_on=yesterday)
    return {}


@call(contacts.add_contact, "engagement.contact.create", BEGIN)
def new_contact(by):
    contact = Contact(name="Ana Cruz", email="ana@alder.example")
    return {"organization": build_organization(), "contact": contact}


@call(contacts.add_contact, BEGIN)
def contact_of_another(by):
    contact = Contact(name="Ana Cruz", email=build_contact(build_organization()).email)
    return {"organization": build_organization(), "contact": contact, "take_known": True}


@call(contacts.change_contact, "engagement.contact.edit")
def another_role(by):
    changed = membership()
    changed.role = "Director"
    return {"membership": changed}


@call(contacts.withdraw_email_consent, "engagement.contact.edit", on_behalf_of="")
def no_more_mail(by):
    return {"contact": build_contact()}


@call(contacts.withdraw_email_consent)
def no_mail_before(by):
    return {"contact": build_contact(email_consent=False)}


@call(contacts.end_membership, "engagement.membership.end")
def left_today(by):
    return {"membership": membership(), "on": timezone.localdate()}


@call(representatives.account_for, "engagement.contact.account", on_behalf_of="")
def contact_without_an_account(by):
    return {"email": build_contact(build_organization()).email}


@call(representatives.account_for)
def nobody_we_know(by):
    return {"email": "nobody@example.org"}


@call(representatives.change_own_details, "engagement.contact.edit")
def own_name(by):
    contact = build_contact(user=build_user())
    contact.name = "Another name"
    return {"contact": contact}


@call(merges.merge, "engagement.organization.merge", "engagement.organization.merge")
def two_records(by):
    return {"kept": known(), "merged": known()}


@call(merges.undo, "engagement.organization.unmerge", "engagement.organization.unmerge")
def merge_by_mistake(by):
    return {"merge": merges.merge(kept=known(), merged=known(), by=by)}


no_log(
    [
        allotments.combine_allotments,
        allotments.lock_sessions,
        allotments.split_allotments,
        names.index_names,
    ],
    because="part of a service that writes the entry",
)
no_log([names.rebuild], because="changes no record: normalizes copies of names anew")
no_log(
    [hierarchy.lock_with_ancestors, hierarchy.require_no_cycle],
    because="reads, locks or checks; changes nothing",
)
no_log(
    [organizations.remind_lapsing],
    because="changes no record: each e-mail is itself on record",
)


no_log(
    [contact_links.end_links, contact_links.end_links_of_changed],
    because="part of a service that writes the entry: a link alone is no event",
)
