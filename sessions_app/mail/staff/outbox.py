"""Staff screens of the outbox."""

import datetime
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from sessions_app.core.staff.columns import RecordColumn, TagColumn
from sessions_app.core.staff.filters import choice_filter, session_filter
from sessions_app.core.staff.record_views import RecordIndexView, RecordInspectView
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.transitions import Transition
from sessions_app.mail.kinds import kind_choices, kind_label
from sessions_app.mail.models import OutboxMessage
from sessions_app.mail.models.outbox import OutboxQuerySet
from sessions_app.mail.services import outbox

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENT, WAITING, FAILED, DROPPED = "sent", "waiting", "failed", "dropped"
_STATES = [
    (SENT, _("Sent")),
    (WAITING, _("Waiting")),
    (FAILED, _("Not delivered")),
    (DROPPED, _("Not sent")),
]
_LABELS = dict(_STATES)

TRANSITIONS: tuple[Transition[OutboxMessage], ...] = (
    Transition(
        slug="send-again",
        label=_("Send again"),
        explanation=_("Sends the same e-mail again."),
        run=lambda message, by, _answers: outbox.send_again(message=message, by=by),
        done=_("The e-mail is waiting to be sent."),
        condition=lambda message: (
            _state(message) in (SENT, FAILED) and not outbox.is_superseded(message=message)
        ),
        tells=lambda message: [_("It will go to %(address)s.") % {"address": message.recipient}],
    ),
)


def _state(message: OutboxMessage) -> str:
    if message.sent_at:
        return SENT
    if message.failed_at:
        return FAILED
    return DROPPED if message.voided_at else WAITING


#: Explanations of error classes, for people who do not run mail servers.
_MEANINGS = (
    (("SMTPRecipientsRefused",), _("The mail server did not accept this address.")),
    (
        ("ConnectionRefusedError", "TimeoutError", "gaierror", "SMTPConnectError", "OSError"),
        _("We could not reach the mail server."),
    ),
    (("SMTPAuthenticationError",), _("The mail server did not accept our sign-in.")),
)


def failure_words(message: OutboxMessage) -> str:
    """Return an explanation of the last error in plain language; "" if there was none."""
    if not message.last_error:
        return ""
    kind = message.last_error.partition(":")[0]
    return str(
        next(
            (meaning for kinds, meaning in _MEANINGS if kind in kinds),
            _("The mail server rejected the e-mail."),
        )
    )


def moment_words(moment: datetime.datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "M j, Y, g:i a")


def when_words(message: OutboxMessage) -> str:
    """Return when a message was sent or failed, or until when it waits."""
    moment = message.sent_at or message.failed_at or message.voided_at or message.next_attempt_at
    words = moment_words(moment)
    if _state(message) == WAITING:
        return str(_("Next attempt: %(when)s") % {"when": words})
    return words


def state_label(message: OutboxMessage) -> "StrOrPromise":
    return _LABELS[_state(message)]


def flags(message: OutboxMessage) -> list[str]:
    """Return the warnings of a message, as text."""
    if message.failed_at:
        return [str(_("Needs attention")), failure_words(message)]
    if message.voided_at:
        return [str(message.get_void_reason_display())]
    if message.attempts and not message.sent_at:
        tried = ngettext("%(count)d attempt", "%(count)d attempts", message.attempts)
        return [str(tried % {"count": message.attempts}), *filter(None, [failure_words(message)])]
    return []


class OutboxFilterSet(WagtailFilterSet):
    state = choice_filter(_("Status"), _STATES, method="in_states")
    listening_session = session_filter(field_name="registration__listening_session")
    kind = choice_filter(_("Kind"), kind_choices)

    class Meta:
        model = OutboxMessage
        fields: list[str] = []

    def in_states(self, records: OutboxQuerySet, name: str, value: list[str]) -> OutboxQuerySet:
        if not value:
            return records
        found = records.none()
        if SENT in value:
            found |= records.filter(sent_at__isnull=False)
        if FAILED in value:
            found |= records.failed()
        if WAITING in value:
            found |= records.waiting()
        if DROPPED in value:
            found |= records.filter(voided_at__isnull=False)
        return found


class OutboxIndexView(RecordIndexView):
    filterset_class = OutboxFilterSet
    default_ordering = "-created_at"
    columns = [
        RecordColumn("subject", label=_("Subject")),
        Column("kind", label=_("Kind"), accessor=lambda message: kind_label(message.kind)),
        Column("recipient", label=_("To")),
        TagColumn(
            "state",
            label=_("Status"),
            accessor=state_label,
            flags=flags,
        ),
        Column(
            "created_at",
            label=_("Queued"),
            accessor=lambda message: moment_words(message.created_at),
            sort_key="created_at",
        ),
        Column("when", label=_("Sent, or next attempt"), accessor=when_words),
    ]


class OutboxInspectView(RecordInspectView[OutboxMessage]):
    template_name = "backoffice/mail/outbox_inspect.html"
    select_related = ("registration",)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            **kwargs,
            state=state_label(self.object),
            flags=flags(self.object),
            failure=failure_words(self.object),
            kind_label=kind_label(self.object.kind),
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
    transitions = TRANSITIONS
