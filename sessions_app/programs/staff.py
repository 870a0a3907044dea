"""Staff screens of programs, and the filter by program that other lists offer."""

import django_filters
from django import forms
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from sessions_app.core.policies import every_policy
from sessions_app.core.staff.columns import DayColumn, RecordColumn
from sessions_app.core.staff.record_views import (
    RecordCreateView,
    RecordEditView,
    RecordIndexView,
    RecordInspectView,
    ServiceSaveMixin,
)
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.scoped import user_of
from sessions_app.programs import services as programs
from sessions_app.programs.forms import ProgramForm
from sessions_app.programs.models import Program


def program_filter(**kwargs: object) -> django_filters.ModelMultipleChoiceFilter:
    return django_filters.ModelMultipleChoiceFilter(
        label=_("Program"),
        queryset=Program.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        # Each record has one program, so nothing can match twice.
        distinct=False,
        **kwargs,
    )


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


class ProgramSaveMixin(ServiceSaveMixin[Program, ProgramForm]):
    def save(self, form: ProgramForm) -> Program:
        return programs.save_program(
            program=form.instance,
            expected_version=form.cleaned_data["expected_version"],
            by=user_of(self.request),
        )


class ProgramCreateView(ProgramSaveMixin, RecordCreateView[Program, ProgramForm]):
    pass


class ProgramEditView(ProgramSaveMixin, RecordEditView[Program, ProgramForm]):
    pass


class ProgramInspectView(RecordInspectView[Program]):
    template_name = "backoffice/programs/inspect.html"
    select_related = ("lead_agency",)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        registers = [
            (policy.model._meta.model_name, policy.model._meta.verbose_name_plural)
            for policy in every_policy()
            if policy.program_path == "program"
            and policy.user_has_permission(self.request.user, "view")
        ]
        return super().get_context_data(
            **kwargs,
            registers=[
                {
                    "label": capfirst(str(label)),
                    "url": f"{reverse(f'{name}:index')}?program={self.object.pk}",
                }
                for name, label in registers
            ],
        )


class ProgramViewSet(RecordViewSet):
    model = Program
    name = "program"
    url_prefix = "programs"
    icon = "folder-open-inverse"
    menu_label = _("Programs")
    index_view_class = ProgramIndexView
    add_view_class = ProgramCreateView
    edit_view_class = ProgramEditView
    inspect_view_class = ProgramInspectView
    search_fields = ["name", "summary"]
    edit_handler = ObjectList(PANELS, base_form_class=ProgramForm)
