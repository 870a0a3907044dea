"""Staff form of a program, and the filter by program that public lists offer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions_app.core.forms.filter_fields import FilterChoiceField
from sessions_app.core.forms.hidden_fields import VersionedForm
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.programs.models import Program
from sessions_app.programs.selectors import program_at


class ProgramForm(VersionedForm):
    started_on = DateField(label=_("Start date"), required=False)
    ended_on = DateField(label=_("End date"), required=False)

    class Meta(VersionedForm.Meta):
        model = Program
        fields = ()
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class ProgramFilterField(FilterChoiceField):
    """A program by its address. A former address, as in a bookmark, means the same program."""

    def __init__(self) -> None:
        super().__init__(label=_("Program"), required=False)

    def __deepcopy__(self, memo: Any) -> "ProgramFilterField":
        """Return the copy for one form, which offers the programs that there are now."""
        field: ProgramFilterField = super().__deepcopy__(memo)
        programs = Program.objects.values_list("slug", "name")
        field.choices = [("", _("All programs")), *programs]
        return field

    def to_python(self, value: Any) -> str:
        return super().to_python(self._present(value))

    def bound_data(self, data: Any, initial: Any) -> Any:
        return self._present(super().bound_data(data, initial))

    def _present(self, value: Any) -> Any:
        if not value or self.valid_value(value):
            return value
        program = program_at(str(value))
        return program.slug if program else value
