"""Notes tab: one line, Enter, logged. Works as a form; a script sends lines in the background."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from sessions_app.core.errors import ChangedMeanwhileError, EngagementError
from sessions_app.core.record_numbers import record_number
from sessions_app.core.services.versions import version_of
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.repeats import HeldFormMixin
from sessions_app.core.staff.scoped import user_of
from sessions_app.feedback.enums import AttributionLevel, FeedbackState
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.forms.notes import NoteLineForm
from sessions_app.feedback.models import FeedbackItem, Theme
from sessions_app.feedback.note_lines import format_line, handle
from sessions_app.feedback.selectors.notes import lines_of, organizations_at, organizations_like
from sessions_app.feedback.services import notes
from sessions_app.listening_sessions.enums import SPOKEN_STATES, AttributionRule
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceView

#: Lines on the page: the last ones of the session.
SHOWN = 500
#: How far a script's next question reaches back, because a transaction can commit later than the
#: time in its rows.
OVERLAP = datetime.timedelta(seconds=10)

LINE_TEMPLATE = "backoffice/session_operations/workspace/note_line.html"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line as it is shown to one person."""

    item: FeedbackItem
    version: str
    #: The line as it can be typed.
    line: str
    may_change: bool
    may_take_back: bool


class NotesView(HeldFormMixin, WorkspaceView):
    """Answers JSON to a script, which asks for it by ``Accept``, and pages to a form."""

    template_name = "backoffice/session_operations/workspace/notes.html"
    page_title = gettext_lazy("Notes")
    tab = "notes"
    asks = (("add", FeedbackItem), ("read_note", FeedbackItem))

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        # Lines that wait in the tab of somebody else are not the signed-in person's to send.
        author = request.GET.get("author")
        if author is not None and author != str(request.user.pk):
            return HttpResponse(status=409)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if "suggest" in request.GET:
            return self._suggested(request.GET["suggest"])
        if self._wants_json:
            return self._lines()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        actions: dict[str, Callable[[], str]] = {
            "log": self._log,
            "referral": self._log_referral,
            "change": self._change,
            "take_back": self._take_back,
            # The newest line is on top.
            "up": lambda: self._move(1),
            "down": lambda: self._move(-1),
        }
        action = actions.get(request.POST.get("action", "log"))
        if action is None:
            return HttpResponseBadRequest()
        try:
            done = action()
        except EngagementError as error:
            return self._refuse(error)
        except FeedbackItem.DoesNotExist:
            raise Http404 from None  # taken back meanwhile
        if self._wants_json:
            return self._lines()
        messages.success(request, done)
        return redirect(url_of(self.object, "notes"))

    @property
    def _wants_json(self) -> bool:
        return self.request.headers.get("Accept", "") == "application/json"

    def _form(self) -> NoteLineForm:
        """Return the form that was sent. Raises :class:`EngagementError` for what it refuses."""
        form = NoteLineForm(self.request.POST)
        if not form.is_valid():
            raise EngagementError(" ".join(str(m) for found in form.errors.values() for m in found))
        return form

    def _log(self) -> str:
        sent = self._form().cleaned_data
        item = notes.log_line(
            listening_session=self.object,
            line=sent["line"],
            key=sent["submission"],
            is_no_allegation=sent["is_no_allegation"],
            by=user_of(self.request),
        )
        if item is None:
            return _("That line was logged before, and taken back.")
        return _("%(reference)s is logged.") % {"reference": item}

    def _log_referral(self) -> str:
        notes.log_referral(
            listening_session=self.object,
            key=self.request.POST.get("submission", ""),
            by=user_of(self.request),
        )
        return _("The referral is logged, and nothing of what was said.")

    def _change(self) -> str:
        sent = self._form().cleaned_data
        item = notes.change_line(
            item=self._item(),
            line=sent["line"],
            expected_version=sent["expected_version"],
            is_no_allegation=sent["is_no_allegation"],
            by=user_of(self.request),
        )
        return _("%(reference)s is changed.") % {"reference": item}

    def _take_back(self) -> str:
        notes.take_back(item=self._item(), by=user_of(self.request))
        return _("The line is taken back.")

    def _move(self, steps: int) -> str:
        notes.move_line(item=self._item(), steps=steps)
        return _("The line is moved.")

    def _item(self) -> FeedbackItem:
        number = record_number(self.request.POST.get("item", ""))
        return get_object_or_404(lines_of(self.object), pk=number)

    def _refuse(self, error: EngagementError) -> HttpResponse:
        is_stopped = isinstance(error, ReadsLikeAllegationError)
        version = error.version if isinstance(error, ChangedMeanwhileError) else ""
        if self._wants_json:
            said = {"error": error.message, "isStopped": is_stopped, "version": version}
            return JsonResponse(said, status=422)
        return self.render_to_response(
            self.get_context_data(problem=error.message, is_stopped=is_stopped, version=version)
        )

    def _lines(self) -> HttpResponse:
        """Return what changed since the script asked last, and the order of all lines."""
        now = timezone.now()
        since = _moment(self.request.GET.get("since", ""))
        items = lines_of(self.object)
        changed = items.filter(updated_at__gte=since - OVERLAP) if since else items
        return JsonResponse(
            {
                "lines": [
                    {
                        "pk": row.item.pk,
                        "version": row.version,
                        "html": render_to_string(LINE_TEMPLATE, {"row": row}, self.request),
                    }
                    for row in self._rows(changed)
                ],
                "order": list(items.values_list("pk", flat=True))[: -SHOWN - 1 : -1],
                "now": now.isoformat(),
                # It changes when somebody signs in again in another tab.
                "csrf": get_token(self.request),
            }
        )

    def _suggested(self, text: str) -> HttpResponse:
        found = organizations_like(text) if self._may_name else []
        return JsonResponse([_option(each.name) for each in found], safe=False)

    @property
    def _may_name(self) -> bool:
        return self.object.attribution_rule != AttributionRule.NOT_ATTRIBUTED

    def _rows(self, items: QuerySet[FeedbackItem]) -> list["Row"]:
        by = user_of(self.request)
        return [
            Row(
                item=item,
                version=version_of(item),
                line=_line_of(item),
                # A longer note, or one that is no longer kept, is changed on its own page.
                may_change=item.state != FeedbackState.ROUTED and "\n" not in item.private_note,
                may_take_back=notes.may_take_back(item, by=by),
            )
            for item in list(items)[: -SHOWN - 1 : -1]
        ]

    def get_context_data(
        self,
        *,
        problem: str = "",
        is_stopped: bool = False,
        version: str = "",
        **kwargs: object,
    ) -> dict[str, object]:
        session = self.object
        rows = self._rows(lines_of(session))
        sent = self.request.POST
        edited = record_number(sent.get("item", "")) if sent.get("line") else None
        return super().get_context_data(
            **kwargs,
            rows=rows,
            form=NoteLineForm(initial={"line": sent.get("line", "")} if not edited else {}),
            submission=sent.get("submission", "") if not edited else "",
            problem=problem,
            is_stopped=is_stopped,
            edited=edited,
            edited_line=sent.get("line", ""),
            edited_version=version or sent.get("expected_version", ""),
            has_errors=bool(problem),
            may_log=session.state in SPOKEN_STATES,
            may_name=self._may_name,
            suggestions=self._suggestions(),
            # Where the browser keeps lines that wait.
            store=f"{user_of(self.request).pk}.{session.pk}",
            words=_words(may_name=self._may_name),
            now=timezone.now(),
            there_are_more=len(rows) == SHOWN,
        )

    def _suggestions(self) -> dict[str, list[dict[str, str]]]:
        """Return what ``@`` and ``#`` offer at once: who is registered, and the codebook."""
        organizations: Iterable[str] = ()
        if self._may_name:
            organizations = organizations_at(self.object).values_list("name", flat=True)
        themes = Theme.objects.in_use().order_by("name").values_list("name", flat=True)
        return {
            sign: [_option(name) for name in names]
            for sign, names in (("@", organizations), ("#", themes))
        }


def _option(name: str) -> dict[str, str]:
    return {"name": name, "handle": handle(name)}


def _words(*, may_name: bool) -> dict[str, object]:
    """Return what the scripts say; of two forms, the first is for one."""
    return {
        "mayName": may_name,
        "saved": _("All lines are saved."),
        "undecided": [
            _("{count} line is not saved. See what is wrong with it below."),
            _("{count} lines are not saved. See what is wrong with them below."),
        ],
        "sending": [_("Saving {count} line."), _("Saving {count} lines.")],
        "offline": [
            _("{count} line waits, because the site cannot be reached. You can go on."),
            _("{count} lines wait, because the site cannot be reached. You can go on."),
        ],
        "signedOut": [
            _("{count} line waits, because you were signed out. You can go on."),
            _("{count} lines wait, because you were signed out. You can go on."),
        ],
        "editOffline": _("Not saved: the site cannot be reached. Try again in a moment."),
        "editSignedOut": _("Not saved: you were signed out. Sign in, then try again."),
        "isAllegation": _("It is. Log only that I explained how to complain"),
        "isNone": _("It is not. Log the line"),
        "referral": _("A referral to the complaint process"),
        "line": _("Line"),
        "again": _("Send again"),
        "remove": _("Remove"),
        "gone": _(
            "This could not be saved: the line is no longer there. Your words are still here."
        ),
        "changed": _("The line is changed."),
        "moved": _("The line is moved."),
        "takenBack": _("The line is taken back. Its words are in the field."),
        "takenBackWaits": _("The line is taken back. Send it again, or remove it."),
        "options": [
            _("{count} suggestion. Use the arrow keys."),
            _("{count} suggestions. Use the arrow keys."),
        ],
    }


def _moment(text: str) -> datetime.datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None


def _line_of(item: FeedbackItem) -> str:
    return format_line(
        kind=item.kind,
        words=item.private_note,
        severity=item.severity,
        organization=item.organization.name
        if item.organization and item.attribution != AttributionLevel.NONE
        else "",
        themes=[theme.name for theme in item.themes.all()],
    )
