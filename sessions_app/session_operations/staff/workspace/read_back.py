"""Read-back tab: organizations check the statements that were logged as theirs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.forms.hidden_fields import hidden_inputs
from sessions_app.core.record_numbers import record_number
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback.models import FeedbackItem
from sessions_app.listening_sessions.enums import AttributionRule
from sessions_app.mail.emails.rendering import RenderedEmail
from sessions_app.organizations.models import Contact
from sessions_app.read_back.emails import read_backs as emails
from sessions_app.read_back.forms.read_backs import StartForm
from sessions_app.read_back.models import ReadBack, ReadBackRecipient
from sessions_app.read_back.selectors.statements import OrganizationRow, rows_of
from sessions_app.read_back.services import read_backs
from sessions_app.registrations.selectors.invitations import language_of
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceView

#: What the buttons beside an open read-back do.
_DONE = {
    "remind": (read_backs.remind, gettext_lazy("The reminder is being sent.")),
    "end": (read_backs.end, gettext_lazy("Ended. The links no longer work.")),
}


class ReadBackView(WorkspaceView):
    """Nothing is sent before the preview of who gets what is confirmed. GET changes nothing."""

    template_name = "backoffice/read_back/tab.html"
    page_title = gettext_lazy("Read-back")
    tab = "read_back"
    asks = (("change", FeedbackItem), ("view", Contact))

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.POST.get("step") in _DONE:
            return self._change(request.POST["step"], request.POST.get("read_back", ""))
        rows = rows_of(self.object)
        form = StartForm(request.POST, rows=rows)
        if not form.is_valid() or request.POST.get("step") == "edit":
            return self.render_to_response(self.get_context_data(form=form, rows=rows))
        if request.POST.get("step") != "send":
            return self._preview(form, rows)
        try:
            started = read_backs.start(
                listening_session=self.object, by=user_of(request), **form.cleaned_data
            )
        except EngagementError as error:
            form.add_error(error.field, error.message)
            return self.render_to_response(self.get_context_data(form=form, rows=rows))
        count = sum(each.recipients.count() for each in started)
        words = ngettext(
            "%(count)d e-mail is being sent.", "%(count)d e-mails are being sent.", count
        )
        messages.success(request, words % {"count": count})
        return redirect(url_of(self.object, "read_back"))

    def get_context_data(
        self,
        *,
        form: StartForm | None = None,
        rows: list[OrganizationRow] | None = None,
        **kwargs: object,
    ) -> dict[str, object]:
        rows = rows_of(self.object) if rows is None else rows
        return super().get_context_data(
            **kwargs,
            organizations=rows,
            form=form or StartForm(rows=rows),
            can_start=any(row.can_start for row in rows),
            is_unattributed=self.object.attribution_rule == AttributionRule.NOT_ATTRIBUTED,
            has_errors=bool(form and form.errors),
        )

    def _change(self, step: str, number: str) -> HttpResponse:
        service, done = _DONE[step]
        read_back = ReadBack.objects.filter(
            listening_session=self.object, pk=record_number(number) or 0
        ).first()
        if read_back is None:
            messages.error(self.request, _("This read-back is no longer here."))
        else:
            try:
                service(read_back=read_back, by=user_of(self.request))
            except EngagementError as error:
                messages.error(self.request, error.message)
            else:
                messages.success(self.request, done)
        return redirect(url_of(self.object, "read_back"))

    def _preview(self, form: StartForm, rows: list[OrganizationRow]) -> HttpResponse:
        wanted = {organization.pk for organization in form.cleaned_data["organizations"]}
        chosen = [row for row in rows if row.organization.pk in wanted]
        context = self.get_context_data(form=form, rows=rows) | {
            "chosen": chosen,
            "samples": self._samples(chosen, form),
            "carried": hidden_inputs([form.visible_fields()]),
        }
        self.template_name = "backoffice/read_back/preview.html"
        return self.render_to_response(context)

    def _samples(
        self, rows: list[OrganizationRow], form: StartForm
    ) -> list[tuple[str, RenderedEmail]]:
        """Return one e-mail for each language; they differ only in names."""
        found: dict[str, tuple[str, RenderedEmail]] = {}
        for row in rows:
            read_back = ReadBack(
                listening_session=self.object,
                organization=row.organization,
                answer_by=form.cleaned_data["answer_by"],
            )
            for member in row.members:
                language = language_of(member)
                recipient = ReadBackRecipient(
                    read_back=read_back, contact=member.contact, language=language
                )
                if language not in found:
                    email = emails.render(kind="read_back", recipient=recipient)
                    found[language] = (member.contact.email, email)
        return list(found.values())
