"""Staff form of a theme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sessions_app.core.forms.hidden_fields import VersionedForm
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.feedback.models import Theme


class ThemeForm(VersionedForm):
    retired_on = DateField(
        label=_("Date retired"), required=False, help_text=_("Leave blank if this theme is in use.")
    )

    class Meta(VersionedForm.Meta):
        model = Theme
        fields = ()
        widgets = {"definition": forms.Textarea(attrs={"rows": 4})}
