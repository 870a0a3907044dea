"""Messages tab: every e-mail about a registration for the session."""

from django.utils.translation import gettext_lazy as _

from sessions_app.mail.models import OutboxMessage
from sessions_app.mail.staff import outbox
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceView


class MessagesView(WorkspaceView):
    template_name = "backoffice/session_operations/workspace/messages.html"
    page_title = _("Messages")
    tab = "messages"
    asks = (("view", OutboxMessage),)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        messages = (
            OutboxMessage.objects.filter(registration__listening_session=self.object)
            .select_related("registration")
            .defer("body_text", "body_html", "calendar")
            .order_by("-created_at", "-pk")
        )
        page = self.page_of(messages)
        return super().get_context_data(
            **kwargs,
            page=page,
            rows=[
                {
                    "message": message,
                    "state": outbox.state_label(message),
                    "flags": outbox.flags(message),
                }
                for message in page
            ],
        )
