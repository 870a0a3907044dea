"""Staff screens with which staff answer the writer of an item, and match the organization named."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.policies import may
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.repeats import IdempotentPostMixin
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback.forms.letters import AnswerForm, MatchForm
from sessions_app.feedback.models import FeedbackContact, FeedbackItem, FeedbackReceipt
from sessions_app.feedback.selectors.notes import organizations_like
from sessions_app.feedback.services import answers, contacts
from sessions_app.organizations.models import Organization
from sessions_app.organizations.selectors.look_alikes import look_alikes


def writer_of(item: FeedbackItem, user: User) -> dict[str, object] | None:
    """Return what a user may see of who wrote an item on the public form."""
    receipt = FeedbackReceipt.objects.filter(item=item).first()
    if receipt is None or not may(user, "read_note", item):
        return None
    may_change = may(user, "change", item)
    contact = None
    if may(user, "read_contact", item):
        contact = FeedbackContact.objects.filter(item=item).first()
    return {
        "is_naming_withdrawn": receipt.is_naming_withdrawn,
        "contact": contact,
        "thread": list(item.messages.select_related("by")),
        "match_url": url_of(item, "match") if may_change and contact else "",
        "answer_url": url_of(item, "answer") if may_change and answers.has_reader(item) else "",
    }


class _WriterView(IdempotentPostMixin, RecordScreenView[FeedbackItem]):
    model = FeedbackItem

    def run(self, form: forms.Form) -> None:
        """Pass the cleaned data to the service. Raises :class:`EngagementError` if it refuses."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            self.run(form)
        except EngagementError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(url_of(self.object))


class AnswerView(_WriterView):
    """Answers what the writer added, or marks it as read."""

    form_class = AnswerForm
    template_name = "backoffice/feedback/answer.html"
    page_title = _("Answer the writer")
    done = _("Answered. The writer can read it.")

    def is_offered(self) -> bool:
        return answers.has_reader(self.object)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "read" in request.POST:
            answers.mark_read(item=self.object, by=user_of(request))
            messages.success(request, _("Marked as read."))
            return redirect(url_of(self.object))
        return super().post(request, *args, **kwargs)

    def run(self, form: forms.Form) -> None:
        text = form.cleaned_data["text"]
        answers.answer_writer(item=self.object, text=text, by=user_of(self.request))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        thread = list(self.object.messages.select_related("by"))
        has_new = any(message.is_new for message in thread)
        return super().get_context_data(**kwargs, thread=thread, has_new=has_new)


class MatchView(_WriterView):
    """Says which organization of the register the writer named: a suggestion, or by search."""

    form_class = MatchForm
    template_name = "backoffice/feedback/match.html"
    page_title = _("Match the organization")
    done = _("Matched. If there is a public summary, approve it again.")

    def is_offered(self) -> bool:
        return bool(self.typed)

    @cached_property
    def typed(self) -> str:
        contact = FeedbackContact.objects.filter(item=self.object).first()
        return contact.organization_name if contact else ""

    @cached_property
    def found(self) -> list[Organization]:
        text = self.request.GET.get("q", "").strip()
        if text:
            return organizations_like(text)
        return [each.organization for each in look_alikes(names=[self.typed])]

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "found": self.found}

    def run(self, form: forms.Form) -> None:
        organization = form.cleaned_data["organization"]
        contacts.match_organization(
            item=self.object, organization=organization, by=user_of(self.request)
        )

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            **kwargs,
            typed=self.typed,
            found=self.found,
            query=self.request.GET.get("q", ""),
        )
