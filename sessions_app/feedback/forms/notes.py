"""Form of a line of notes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import PROSE_LENGTH, LineField
from sessions_app.core.forms.hidden_fields import SubmissionField


class NoteLineForm(forms.Form):
    line = LineField(
        label=_("What was said"),
        asks=_("Write what was said."),
        max_length=PROSE_LENGTH,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "enterkeyhint": "send", "aria-describedby": "line-help"}
        ),
    )
    #: Idempotency key: a line that is sent twice is logged once.
    submission = SubmissionField()
    is_no_allegation = forms.BooleanField(required=False, widget=forms.HiddenInput)
    expected_version = LineField(required=False, widget=forms.HiddenInput)
