"""Staff screens of e-mail texts."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from sessions_app.core.staff.columns import RecordColumn, TagColumn
from sessions_app.core.staff.filters import choice_filter, flag_filter
from sessions_app.core.staff.record_views import RecordEditView, RecordIndexView, RecordInspectView
from sessions_app.core.staff.record_viewset import RecordViewSet
from sessions_app.core.staff.scoped import user_of
from sessions_app.core.staff.transitions import Transition
from sessions_app.mail.emails.samples import sample
from sessions_app.mail.forms import MailTemplateForm
from sessions_app.mail.kinds import MAIL_KINDS, PLACEHOLDERS, kind_choices
from sessions_app.mail.models import MailTemplate
from sessions_app.mail.services import mail_templates

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TRANSITIONS: tuple[Transition[MailTemplate], ...] = (
    Transition(
        slug="our-words",
        label=_("Restore default text"),
        explanation=_(
            "New e-mails will use the default text. Your customized text will be deleted."
        ),
        run=lambda template, by, _answers: mail_templates.restore_default_text(
            template=template, by=by
        ),
        done=_("Default text restored."),
        condition=lambda template: template.is_changed,
    ),
)


def state_label(template: MailTemplate) -> "StrOrPromise":
    return _("Changed") if template.is_changed else _("Default text")


def _sent(template: MailTemplate) -> "StrOrPromise":
    return MAIL_KINDS[template.kind].sent if template.kind in MAIL_KINDS else ""


class MailTemplateFilterSet(WagtailFilterSet):
    language = choice_filter(_("Language"), settings.LANGUAGES)
    changed = flag_filter(_("Text"), _("Customized text"), "only_changed")
    kind = choice_filter(_("E-mail"), kind_choices)

    class Meta:
        model = MailTemplate
        fields = ["language", "kind"]

    def only_changed(
        self, records: QuerySet[MailTemplate], name: str, value: str
    ) -> QuerySet[MailTemplate]:
        return records.exclude(body="") if value else records


class MailTemplateIndexView(RecordIndexView):
    filterset_class = MailTemplateFilterSet
    default_ordering = "kind"
    columns = [
        RecordColumn("title", label=_("E-mail")),
        Column("sent", label=_("When it is sent"), accessor=_sent),
        TagColumn("state", label=_("Text"), accessor=state_label),
    ]


class MailTemplateInspectView(RecordInspectView[MailTemplate]):
    template_name = "backoffice/mail/mail_template_inspect.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        email = sample(kind=self.object.kind, language=self.object.language)
        return super().get_context_data(
            **kwargs, email=email, state=state_label(self.object), sent=_sent(self.object)
        )


class MailTemplateEditView(RecordEditView[MailTemplate, MailTemplateForm]):
    template_name = "backoffice/mail/mail_template_form.html"

    def get_success_message(self) -> str:
        return str(_("E-mail text saved. New e-mails will use it."))

    def save(self, form: MailTemplateForm) -> MailTemplate:
        text = form.text()
        return mail_templates.save_text(
            template=form.instance,
            subject=text.subject,
            body=text.body,
            by=user_of(self.request),
            expected_version=form.cleaned_data["expected_version"],
        )

    def form_valid(self, form: MailTemplateForm) -> HttpResponse:
        if self.request.POST.get("step") == "look":
            email = sample(kind=self.object.kind, language=self.object.language, text=form.text())
            return self.render_to_response(self.get_context_data(form=form, email=email))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            **kwargs,
            sent=_sent(self.object),
            placeholders=[
                (f"{{{name}}}", PLACEHOLDERS[name][0])
                for name in MAIL_KINDS[self.object.kind].placeholders
            ],
        )


class MailTemplateViewSet(RecordViewSet):
    model = MailTemplate
    name = "mailtemplate"
    url_prefix = "mail-texts"
    icon = "edit"
    menu_label = _("E-mail texts")
    screens = ("edit", "history")
    index_view_class = MailTemplateIndexView
    inspect_view_class = MailTemplateInspectView
    edit_view_class = MailTemplateEditView
    list_per_page = 100
    search_fields = ["subject", "body"]
    form_class = MailTemplateForm
    transitions = TRANSITIONS
