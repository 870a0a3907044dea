"""Order sheet for accommodation providers: kinds and numbers, no names."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.spreadsheets import csv_response
from sessions_app.core.staff.scoped import user_of
from sessions_app.listening_sessions import wording
from sessions_app.registrations.enums import OPEN_ACCOMMODATION_STATES, SEATED_STATES
from sessions_app.registrations.selectors.accommodations import OrderLine, order_lines
from sessions_app.session_operations.staff.workspace.accommodations import (
    AccommodationsView,
    requests_for,
)


class OrderSheetView(AccommodationsView):
    """A page to print; ``?export=csv`` returns it for a spreadsheet.

    Covers the open requests that the user may read, of registrations with a seat. 404 for users who
    may read none.
    """

    template_name = "backoffice/session_operations/workspace/order_sheet.html"
    page_title = gettext_lazy("Order sheet")

    def lines(self) -> list[OrderLine]:
        return order_lines(
            requests_for(user_of(self.request), self.object).filter(
                state__in=OPEN_ACCOMMODATION_STATES, registration__state__in=SEATED_STATES
            )
        )

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.GET.get("export") == "csv":
            return self._csv()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs, lines=self.lines())

    def _csv(self) -> HttpResponse:
        session = self.object
        headings = [
            _("What"),
            _("Language"),
            _("People"),
            _("Already ordered"),
            _("Captioning link"),
            _("Session"),
            _("When"),
            _("Where"),
            _("Contact"),
        ]
        about = [
            session.reference,
            wording.when(session),
            wording.where(session),
            f"{session.host}, {session.host.email}",
        ]
        rows = [
            [line.label, line.language, line.people, line.ordered, "", *about]
            for line in self.lines()
        ]
        return csv_response([headings, *rows], filename=f"{session.reference}-order.csv")
