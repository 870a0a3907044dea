"""Staff screens for the contacts of one organization."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.policies import may
from sessions_app.core.staff.edit_conflicts import compared
from sessions_app.core.staff.record_views import record_title, take_version, trail, url_of
from sessions_app.core.staff.repeats import HeldFormMixin, IdempotentPostMixin
from sessions_app.core.staff.scoped import ScopedObjectMixin, user_of
from sessions_app.core.staff.wagtail_types import FormPage
from sessions_app.organizations.forms.contacts import ContactForm, MembershipEndForm
from sessions_app.organizations.models import Contact, Membership, Organization
from sessions_app.organizations.services import contacts
from sessions_app.organizations.staff.merged_away import MergedAwayMixin

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ContactView(
    IdempotentPostMixin,
    HeldFormMixin,
    MergedAwayMixin,
    ScopedObjectMixin[Organization],
    WagtailAdminTemplateMixin,
    FormPage,
):
    """Adds a contact to an organization."""

    model: type[Model] = Organization
    permission_required = "change"
    any_permission_required: list[str] | None = None
    index_url_name = ""
    pk_url_kwarg = "pk"
    form_class: type[forms.Form] = ContactForm
    template_name = "backoffice/organizations/contact_form.html"
    page_title: "StrOrPromise" = _("Add a contact")
    explanation: "StrOrPromise" = _(
        "Enter work details only. Do not record a person’s views, status or influence."
    )
    button: "StrOrPromise" = _("Add contact")
    done: "StrOrPromise" = _("Contact added.")
    #: Verbs that the policy of contacts must allow.
    verb = "add"
    membership: Membership | None

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()
        self.membership = self.get_membership()

    def get_membership(self) -> Membership | None:
        return None

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may(request.user, self.verb, Contact):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "membership": self.membership}

    def save(self, form: Any) -> Membership:
        """Pass the cleaned data to the service. Raises ``EngagementError``."""
        answers = form.answers()
        return contacts.add_contact(
            organization=self.object,
            contact=answers.contact,
            role=answers.role,
            since=answers.since,
            take_known=answers.take_known,
            by=user_of(self.request),
        )

    def form_valid(self, form: ContactForm | MembershipEndForm) -> HttpResponse:
        try:
            self.save(form)
        except EngagementError as error:
            take_version(form, error)
            form.refuse(error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(url_of(self.object))

    def get_page_subtitle(self) -> str:
        return record_title(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, object]]:
        return [
            *trail(self),
            {"url": url_of(self.object), "label": record_title(self.object)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context = super().get_context_data(**kwargs)
        context.update(
            object=self.object,
            membership=self.membership,
            explanation=self.explanation,
            button=self.button,
            back_url=url_of(self.object),
            has_errors=bool(context["form"].errors),
        )
        return context


class MembershipView(ContactView):
    """Edits a contact, with their role and dates at the organization."""

    membership: Membership
    page_title = _("Edit contact")
    button = _("Save")
    done = _("Contact saved.")
    verb = "change"

    def get_membership(self) -> Membership:
        return get_object_or_404(
            self.object.memberships.select_related("contact__user"), pk=self.kwargs["membership"]
        )

    def save(self, form: Any) -> Membership:
        # The contact belongs to the membership, and the form has set its fields.
        answers = form.answers()
        self.membership.role, self.membership.started_on = answers.role, answers.since
        return contacts.change_contact(
            membership=self.membership,
            by=user_of(self.request),
            expected_version=form.cleaned_data["expected_version"],
        )

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        stored = self.get_membership()
        others = Organization.objects.filter(
            memberships__contact=stored.contact, memberships__ended_on=None
        ).exclude(pk=self.object.pk)
        context = super().get_context_data(**kwargs, others=list(others))
        form = context["form"]
        if isinstance(form, ContactForm) and form.has_conflict:
            saved = ContactForm(membership=stored)
            context["edit_conflict"] = compared(form, saved, record=stored.contact)
        return context


class MembershipEndView(MembershipView):
    """Records that a contact left."""

    form_class = MembershipEndForm
    page_title = _("Record that a contact left")
    explanation = _(
        "They will stop getting e-mails for this organization and can no longer represent it. "
        "Their history is kept."
    )
    button = _("Mark as left")
    done = _("The contact was marked as left.")

    def get_membership(self) -> Membership:
        membership = super().get_membership()
        if membership.ended_on:
            raise Http404
        return membership

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs = super().get_form_kwargs()
        del kwargs["membership"]
        return kwargs

    def save(self, form: MembershipEndForm) -> Membership:
        return contacts.end_membership(
            membership=self.membership, on=form.day(), by=user_of(self.request)
        )


def contact_rows(organization: Organization, user: User) -> list[dict[str, object]]:
    """Return the memberships of an organization, current ones first, with the allowed actions."""
    may_change = may(user, "change", Contact)
    return [
        {
            "membership": row,
            "contact": row.contact,
            "edit_url": may_change and _address("contact_edit", organization, row),
            "end_url": may_change
            and not row.ended_on
            and _address("contact_end", organization, row),
        }
        for row in sorted(
            organization.memberships.select_related("contact__preferred_language"),
            key=lambda row: (row.ended_on is not None, row.contact.name),
        )
    ]


def _address(view: str, organization: Organization, membership: Membership) -> str:
    return reverse(f"organization:{view}", args=[organization.pk, membership.pk])
