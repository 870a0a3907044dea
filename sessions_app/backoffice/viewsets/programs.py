"""Staff screens of programs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from sessions_app.backoffice.columns import DayColumn, RecordColumn
from sessions_app.backoffice.policies import may
from sessions_app.backoffice.record_views import RecordIndexView, RecordInspectView
from sessions_app.backoffice.record_viewset import RecordViewSet
from sessions_app.forms.staff_registers import ProgramForm
from sessions_app.models import FeedbackItem, FollowUpAction, ListeningSession, Program

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("summary"),
            FieldPanel("lead_agency"),
            FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
        ],
        heading=_("Program"),
    )
]


class ProgramIndexView(RecordIndexView):
    default_ordering = "name"
    select_related = ("lead_agency",)
    columns = [
        RecordColumn("name", label=_("Program"), sort_key="name"),
        Column("lead_agency", label=_("Lead agency")),
        DayColumn("started_on", label=_("Started")),
        DayColumn("ended_on", label=_("Ended")),
    ]


class ProgramInspectView(RecordInspectView):
    template_name = "backoffice/program_inspect.html"
    select_related = ("lead_agency",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        registers = [
            ("listeningsession", _("Listening sessions"), ListeningSession),
            ("feedbackitem", _("Concerns and suggestions"), FeedbackItem),
            ("followupaction", _("Follow-up actions"), FollowUpAction),
        ]
        return super().get_context_data(
            **kwargs,
            registers=[
                {"label": label, "url": f"{reverse(f'{name}:index')}?program={self.object.pk}"}
                for name, label, model in registers
                if may(self.request.user, "view", model)
            ],
        )


class ProgramViewSet(RecordViewSet):
    model = Program
    name = "program"
    url_prefix = "programs"
    icon = "folder-open-inverse"
    menu_label = _("Programs")
    index_view_class = ProgramIndexView
    inspect_view_class = ProgramInspectView
    search_fields = ["name", "summary"]
    edit_handler = ObjectList(PANELS, base_form_class=ProgramForm)
