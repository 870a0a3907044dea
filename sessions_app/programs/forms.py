"""Staff form of a program."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.admin_forms import StaffModelForm
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.programs.models import Program


class ProgramForm(StaffModelForm):
    started_on = DateField(label=_("Start date"), required=False)
    ended_on = DateField(label=_("End date"), required=False)

    class Meta(StaffModelForm.Meta):
        model = Program
        fields = ()
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
