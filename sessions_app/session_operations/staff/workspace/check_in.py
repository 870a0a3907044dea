"""Check-in desk, designed for a phone: search, tap, done, undo."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from engagement_site.accounts.models import User
from sessions_app.core.errors import EngagementError
from sessions_app.core.record_numbers import record_number
from sessions_app.core.staff.record_views import url_of
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions.enums import AttendanceMode
from sessions_app.registrations.enums import ACTIVE_REGISTRATION_STATES, RegistrationState
from sessions_app.registrations.forms.check_in import WalkInForm
from sessions_app.registrations.models import Attendee, Registration
from sessions_app.registrations.selectors.check_in import (
    closed_words,
    head_count,
    head_of_waitlist,
    passes_others_by,
    seat_words,
)
from sessions_app.registrations.selectors.roster import people_of
from sessions_app.registrations.services import check_in
from sessions_app.session_operations.staff.workspace.workspace_view import WorkspaceView

#: Rows on the page; others are found by searching.
SHOWN = 30
#: Most recently checked in, so that a wrong tap can be undone.
LAST_HERE = 5

#: States in which somebody can be checked in or given a seat.
_SEATABLE = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.OFFERED,
)


class CheckInView(WorkspaceView):
    """Each tap is a POST and a redirect to the list. A scanned QR code is a search: GET."""

    template_name = "backoffice/session_operations/workspace/check_in.html"
    page_title = gettext_lazy("Check-in")
    tab = "roster"
    asks = (("check_in", Registration),)

    @property
    def q(self) -> str:
        sent = self.request.POST.get("q", self.request.GET.get("q", ""))
        return _without_nul(sent)[:100].strip()

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        actions: dict[str, Callable[[], None]] = {
            "check_in": self._check_in,
            "undo": self._undo,
            "seat": self._seat,
        }
        if request.POST.get("action") == "walk_in":
            return self._walk_in()
        action = actions.get(request.POST.get("action", ""))
        if action is not None:
            try:
                action()
            except EngagementError as error:
                messages.error(request, error.message)
                return self._back(self.q)
        return self._back(self.q if self._somebody_is_left() else "")

    def _check_in(self) -> None:
        self._say(check_in.check_in(attendee=self._person(), by=self._by()))

    def _undo(self) -> None:
        person = check_in.undo(attendee=self._person(), by=self._by())
        messages.success(
            self.request, _("%(name)s is no longer checked in.") % {"name": person.name}
        )

    def _seat(self) -> None:
        person = self._person()
        check_in.seat(
            registration=person.registration,
            reason=_without_nul(self.request.POST.get("reason", ""))[:500],
            by=self._by(),
        )
        self._say(check_in.check_in(attendee=person, by=self._by()))

    def _walk_in(self) -> HttpResponse:
        form = WalkInForm(self.request.POST)
        if form.is_valid():
            try:
                person = check_in.add_walk_in(
                    listening_session=self.object, by=self._by(), **form.cleaned_data
                )
            except EngagementError as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            else:
                messages.success(
                    self.request, _("%(name)s was added and checked in.") % {"name": person.name}
                )
                return self._back("")
        return self.render_to_response(self.get_context_data(form=form))

    def _say(self, done: check_in.CheckIn) -> None:
        words = _("%(name)s is checked in.")
        if done.was_here:
            words = _("%(name)s was already checked in.")
        messages.success(self.request, words % {"name": done.attendee.name})

    def _by(self) -> User:
        return user_of(self.request)

    def _person(self) -> Attendee:
        return get_object_or_404(
            Attendee.objects.select_related("registration"),
            registration__listening_session=self.object,
            pk=record_number(self.request.POST.get("person", "")),
        )

    def _somebody_is_left(self) -> bool:
        """Whether the search still finds attendees of the same group who are not checked in."""
        return bool(self.q) and self._found().filter(checked_in_at=None).exists()

    def _back(self, q: str) -> HttpResponse:
        url = url_of(self.object, "check_in")
        return redirect(f"{url}?{urlencode({'q': q})}" if q else url)

    def _found(self) -> QuerySet[Attendee]:
        """Return the search results, in any state; without a search those still expected."""
        if self.q:
            return people_of(self.object, states=RegistrationState.values, q=self.q)
        return people_of(
            self.object, states=[RegistrationState.CONFIRMED], mode=AttendanceMode.IN_PERSON
        ).filter(checked_in_at=None)

    def get_context_data(
        self, *, form: WalkInForm | None = None, **kwargs: object
    ) -> dict[str, object]:
        found = list(
            self._found().order_by(F("checked_in_at").asc(nulls_first=True), "name", "pk")[
                : SHOWN + 1
            ]
        )
        if form is None:
            form = WalkInForm()
        head = head_of_waitlist(self.object)
        last_here = (
            people_of(self.object, states=ACTIVE_REGISTRATION_STATES)
            .filter(checked_in_at__isnull=False)
            .order_by("-checked_in_at", "-pk")[:LAST_HERE]
        )
        return super().get_context_data(
            **kwargs,
            form=form,
            q=self.q,
            closed=closed_words(self.object),
            count=head_count(self.object),
            people=[_row(person, head=head) for person in found[:SHOWN]],
            there_are_more=len(found) > SHOWN,
            last_here=[] if self.q else list(last_here),
            has_errors=bool(form.errors),
        )


def _without_nul(text: str) -> str:
    """Remove NUL, which PostgreSQL rejects, from input that no form field has cleaned."""
    return text.replace("\0", "")


def _row(person: Attendee, *, head: int | None) -> dict[str, object]:
    return {
        "person": person,
        "passes_others_by": passes_others_by(person.registration, head=head),
        "why_not": "" if person.checked_in_at else seat_words(person),
        "may_be_seated": person.withdrawn_at is None and person.registration.state in _SEATABLE,
    }
