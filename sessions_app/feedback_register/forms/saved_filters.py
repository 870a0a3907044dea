"""The form of a saved filter."""

from typing import Any

from sessions_app.core.forms.hidden_fields import VersionedForm
from sessions_app.core.policies import may
from sessions_app.feedback_register.models import SavedFilter


class SavedFilterForm(VersionedForm):
    class Meta(VersionedForm.Meta):
        model = SavedFilter
        fields = ("name", "is_shared")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may(self.for_user, "share", SavedFilter):
            del self.fields["is_shared"]
