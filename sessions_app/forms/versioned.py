"""The staff form of a record that others may be changing at the same time."""

from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from sessions_app.services.versions import version_of


class VersionedForm(WagtailAdminModelForm):
    """Carries along which saved state of the record it was filled from, for the service to ask."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = version_of(self.instance)
