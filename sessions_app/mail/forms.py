"""Staff form of an e-mail text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement_site.text_fields import LineField, ProseField
from sessions_app.core.forms.hidden_fields import VersionedForm
from sessions_app.mail.emails.rendering import EmailText, current_text
from sessions_app.mail.errors import EmailTextError
from sessions_app.mail.models import MailTemplate
from sessions_app.mail.services import mail_templates


class MailTemplateForm(VersionedForm):
    subject = LineField(label=_("Subject"), max_length=250)
    body = ProseField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "Leave a blank line between paragraphs. A paragraph is left out if a "
            "placeholder in it is empty. Details such as the place and the personal link "
            "are added at the end."
        ),
    )

    class Meta(VersionedForm.Meta):
        model = MailTemplate
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = self.instance
        text = current_text(kind=template.kind, language=template.language)
        self.initial.update(subject=text.subject, body=text.body)

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if "subject" in data and "body" in data:
            try:
                mail_templates.check_text(
                    kind=self.instance.kind, subject=data["subject"], body=data["body"]
                )
            except EmailTextError as error:
                self.add_error(error.field, error.message)
        return data

    def text(self) -> EmailText:
        return EmailText(subject=self.cleaned_data["subject"], body=self.cleaned_data["body"])
