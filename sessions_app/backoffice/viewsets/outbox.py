"""Staff screens of the outbox: which e-mails were sent, wait or failed."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from sessions_app.backoffice.columns import RecordColumn, TagColumn
from sessions_app.backoffice.filters import choice_filter
from sessions_app.backoffice.moves import Move
from sessions_app.backoffice.record_views import RecordIndexView, RecordInspectView
from sessions_app.backoffice.record_viewset import RecordViewSet
from sessions_app.models import OutboxMessage
from sessions_app.services import outbox

SENT, WAITING, FAILED = "sent", "waiting", "failed"
_STATES = [(SENT, _("Sent")), (WAITING, _("Waiting")), (FAILED, _("Given up"))]
_LABELS = dict(_STATES)

MOVES = (
    Move(
        slug="send-again",
        label=_("Send again"),
        explanation=_("The same e-mail goes out once more."),
        service=outbox.send_again,
        keyword="message",
        done=_("It is in line to be sent."),
        condition=lambda message: _state(message) != WAITING,
        tells=lambda message: [_("It goes to %(address)s.") % {"address": message.recipient}],
    ),
)


def _state(message: OutboxMessage) -> str:
    if message.sent_at:
        return SENT
    return FAILED if message.failed_at else WAITING


def state_label(message: OutboxMessage) -> Any:
    return _LABELS[_state(message)]


def flags(message: OutboxMessage) -> list[str]:
    """Return the warnings of a message in words."""
    if message.failed_at:
        return [str(_("Somebody has to look"))]
    if message.attempts and not message.sent_at:
        return [str(_("Tried %(count)d times") % {"count": message.attempts})]
    return []


class OutboxFilterSet(WagtailFilterSet):
    state = choice_filter(_("State"), _STATES, method="in_states")

    class Meta:
        model = OutboxMessage
        fields: list[str] = []

    def in_states(self, records: Any, name: str, value: list[str]) -> Any:
        if not value:
            return records
        found = records.none()
        if SENT in value:
            found |= records.filter(sent_at__isnull=False)
        if FAILED in value:
            found |= records.filter(failed_at__isnull=False)
        if WAITING in value:
            found |= records.filter(sent_at__isnull=True, failed_at__isnull=True)
        return found


class OutboxIndexView(RecordIndexView):
    filterset_class = OutboxFilterSet
    default_ordering = "-created_at"
    columns = [
        RecordColumn("subject", label=_("Subject")),
        Column("recipient", label=_("To")),
        TagColumn(
            "state",
            label=_("State"),
            accessor=state_label,
            flags=flags,
        ),
        Column("created_at", label=_("Queued"), sort_key="created_at"),
        Column("sent_at", label=_("Sent")),
    ]


class OutboxInspectView(RecordInspectView):
    template_name = "backoffice/outbox_inspect.html"
    select_related = ("registration",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, state=state_label(self.object), flags=flags(self.object)
        )


class OutboxViewSet(RecordViewSet):
    model = OutboxMessage
    name = "outboxmessage"
    url_prefix = "outbox"
    icon = "mail"
    menu_label = _("Outbox")
    screens = ("history",)
    index_view_class = OutboxIndexView
    inspect_view_class = OutboxInspectView
    search_fields = ["subject", "recipient"]
    moves = MOVES
