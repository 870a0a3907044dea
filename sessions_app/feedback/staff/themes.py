"""Staff screens of the codebook."""

from django.db.models import Count, Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from sessions_app.core.policies import may
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
from sessions_app.feedback.forms.themes import ThemeForm
from sessions_app.feedback.models import FeedbackItem, Theme
from sessions_app.feedback.services import themes

PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("name"),
            FieldPanel("code"),
            FieldPanel("definition"),
            FieldPanel("parent"),
            FieldRowPanel([FieldPanel("codebook_version"), FieldPanel("retired_on")]),
        ],
        heading=_("Theme"),
        help_text=_(
            "If the meaning changes, retire this theme and add a new one, so that counts "
            "stay comparable."
        ),
    )
]


class ThemeIndexView(RecordIndexView):
    default_ordering = "name"
    select_related = ("parent",)
    columns = [
        RecordColumn("name", label=_("Theme"), sort_key="name"),
        Column("parent", label=_("Broader theme")),
        Column("code", label=_("Code")),
        Column("uses", label=_("Items")),
        DayColumn("retired_on", label=_("Retired")),
    ]

    def annotate(self, records: QuerySet[Model]) -> QuerySet[Model]:
        counted = Q(codings__feedback_item__in=FeedbackItem.objects.counted())
        return records.annotate(uses=Count("codings", filter=counted))


class ThemeSaveMixin(ServiceSaveMixin[Theme, ThemeForm]):
    def save(self, form: ThemeForm) -> Theme:
        return themes.save_theme(
            theme=form.instance,
            by=user_of(self.request),
            expected_version=form.cleaned_data["expected_version"],
        )


class ThemeCreateView(ThemeSaveMixin, RecordCreateView[Theme, ThemeForm]):
    pass


class ThemeEditView(ThemeSaveMixin, RecordEditView[Theme, ThemeForm]):
    pass


class ThemeInspectView(RecordInspectView[Theme]):
    template_name = "backoffice/feedback/theme_inspect.html"
    select_related = ("parent",)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        items_url = ""
        if may(self.request.user, "view", FeedbackItem):
            items_url = f"{reverse('feedbackitem:index')}?themes={self.object.pk}"
        return super().get_context_data(
            **kwargs, children=list(self.object.children.all()), items_url=items_url
        )


class ThemeViewSet(RecordViewSet):
    model = Theme
    name = "theme"
    url_prefix = "themes"
    icon = "tag"
    menu_label = _("Themes")
    index_view_class = ThemeIndexView
    add_view_class = ThemeCreateView
    edit_view_class = ThemeEditView
    inspect_view_class = ThemeInspectView
    search_fields = ["name", "code", "definition"]
    edit_handler = ObjectList(PANELS, base_form_class=ThemeForm)
