"""Staff screens that prepare, preview and send the invitations of a session."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from sessions_app.core.errors import EngagementError
from sessions_app.core.staff.record_screen import RecordScreenView
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.registrations.emails import invitations as emails
from sessions_app.registrations.forms.invitations import InviteForm, SendInvitationsForm
from sessions_app.registrations.models import Invitation
from sessions_app.registrations.services import invitations as service


class InviteView(RecordScreenView[ListeningSession]):
    """Prepares invitations; does not send them."""

    model = ListeningSession
    form_class = InviteForm
    template_name = "backoffice/registrations/invite.html"
    page_title = _("Invite people")

    def is_offered(self) -> bool:
        return self.object.is_to_come()

    def form_valid(self, form: InviteForm) -> HttpResponse:
        guests, by = form.guests(), user_of(self.request)
        try:
            made = service.invite(
                listening_session=self.object,
                guests=guests,
                by=by,
            )
        except EngagementError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        if not made:
            form.add_error(None, _("Everyone you entered is already invited or registered."))
            return self.form_invalid(form)
        words = ngettext(
            "%(count)d invitation prepared. Review it, then send.",
            "%(count)d invitations prepared. Review them, then send.",
            len(made),
        ) % {"count": len(made)}
        if left_out := len(guests) - len(made):
            words += " " + ngettext(
                "%(count)d address was left out because it is already invited or registered.",
                "%(count)d addresses were left out because they are already invited or registered.",
                left_out,
            ) % {"count": left_out}
        messages.success(self.request, words)
        return redirect(reverse("listeningsession:send_invitations", args=[self.object.pk]))


class SendInvitationsView(RecordScreenView[ListeningSession]):
    """Shows recipients and e-mails; sends on POST."""

    model = ListeningSession
    form_class = SendInvitationsForm
    template_name = "backoffice/registrations/send_invitations.html"
    page_title = _("Send invitations")
    select_related = ("program", "venue", "room")

    def is_offered(self) -> bool:
        return self.object.is_to_come()

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "listening_session": self.object}

    def form_valid(self, form: SendInvitationsForm) -> HttpResponse:
        chosen, by = form.cleaned_data["invitations"], user_of(self.request)
        try:
            count = service.send(invitations=chosen, by=by)
        except EngagementError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        messages.success(
            self.request,
            ngettext(
                "%(count)d invitation is being sent.",
                "%(count)d invitations are being sent.",
                count,
            )
            % {"count": count},
        )
        return redirect(url_of(self.object))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        # One e-mail per language; they differ only in names.
        samples: dict[str, Invitation] = {}
        for invitation in self.object.invitations.prepared().select_related("organization"):
            invitation.listening_session = self.object
            samples.setdefault(invitation.language, invitation)
        return super().get_context_data(
            **kwargs,
            can_be_sent=service.can_be_sent_for(self.object),
            emails=[
                {"to": sample, "email": emails.render(invitation=sample, token=None)}
                for sample in samples.values()
            ],
        )
