"""Staff form of a session's agenda and materials."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.documents.permissions import permission_policy
from wagtail.documents.widgets import AdminDocumentChooser

from engagement_site.admin_forms import StaffModelForm
from sessions_app.core.forms.blank_rows import BlankRowsMixin
from sessions_app.core.forms.local_datetime_fields import TimeField
from sessions_app.listening_sessions.models import AgendaItem, ListeningSession, SessionMaterial

#: Empty rows at the end. Saving adds more.
EMPTY_ROWS = 3


class AgendaForm(StaffModelForm):
    """One agenda item. A row without text is ignored."""

    mark_optional = False
    starts_at = TimeField(label=_("Time (optional)"), required=False)

    class Meta(StaffModelForm.Meta):
        model = AgendaItem
        fields = ("starts_at", "title", "position")
        error_messages = {"title": {"required": _("Enter the agenda item.")}}


class MaterialForm(StaffModelForm):
    """One document with its link text."""

    mark_optional = False

    class Meta(StaffModelForm.Meta):
        model = SessionMaterial
        fields = ("title", "document", "position")
        widgets = {"document": AdminDocumentChooser}
        error_messages = {
            "title": {"required": _("Enter a title for the document.")},
            "document": {"required": _("Choose the document.")},
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Documents that the user may choose, and the one that is already selected.
        may_choose = permission_policy.instances_user_has_any_permission_for(
            user, ["add", "change", "choose"]
        )
        document: Any = self.fields["document"]
        document.queryset = get_document_model().objects.filter(
            Q(pk__in=may_choose.values("pk")) | Q(pk=self.instance.document_id)
        )


class Lines(BlankRowsMixin, forms.BaseInlineFormSet):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = max((line.position for line in self.get_queryset()), default=0)
        self.initial_extra = [{"position": last + number} for number in range(1, EMPTY_ROWS + 1)]

    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")


def _formset(model: Any, form: Any) -> Any:
    return forms.inlineformset_factory(
        ListeningSession, model, form=form, formset=Lines, extra=EMPTY_ROWS
    )


AgendaFormSet = _formset(AgendaItem, AgendaForm)
MaterialFormSet = _formset(SessionMaterial, MaterialForm)


def kept_and_removed(formsets: Any) -> tuple[list[Any], list[Any]]:
    """Return the rows of valid formsets: those to save, and those to remove."""
    removed = [row.instance for rows in formsets for row in rows.deleted_forms if row.instance.pk]
    kept = [
        row.instance
        for rows in formsets
        for row in rows
        if row.has_changed() and row not in rows.deleted_forms
    ]
    return kept, removed
