"""The staff form of the words of an e-mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from sessions_app.mail.emails.words import Words, words_in_use
from sessions_app.mail.errors import MailWordsError
from sessions_app.mail.models import MailTemplate
from sessions_app.mail.services import mail_templates


class MailTemplateForm(WagtailAdminModelForm):
    subject = forms.CharField(label=_("Subject"), max_length=250)
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "An empty line begins a new paragraph. A paragraph with a placeholder that is empty "
            "is left out. Facts such as the place, and the personal link, follow by themselves."
        ),
    )

    class Meta:
        model = MailTemplate
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = self.instance
        words = words_in_use(kind=template.kind, language=template.language)
        self.initial |= {"subject": words.subject, "body": words.body}

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        if "subject" in data and "body" in data:
            try:
                mail_templates.check_words(
                    kind=self.instance.kind, subject=data["subject"], body=data["body"]
                )
            except MailWordsError as error:
                self.add_error(error.field, error.message)
        return data

    def words(self) -> Words:
        return Words(subject=self.cleaned_data["subject"], body=self.cleaned_data["body"])

    def save(self, commit: bool = True) -> MailTemplate:
        return mail_templates.save_words(
            template=self.instance,
            subject=self.cleaned_data["subject"],
            body=self.cleaned_data["body"],
            by=self.for_user,
        )
