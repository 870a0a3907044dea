"""Staff forms of an import: the file, and what its columns hold."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.file_types import ending_of
from engagement_site.plain_text import clean_line
from sessions_app.core.forms.local_datetime_fields import DateField
from sessions_app.feedback.enums import FeedbackChannel, FeedbackKind
from sessions_app.feedback_import.enums import ImportField
from sessions_app.feedback_import.models import FILE_NAME_LENGTH, FeedbackImport
from sessions_app.feedback_import.tables import ENDINGS, Table
from sessions_app.listening_sessions.enums import SPOKEN_STATES
from sessions_app.listening_sessions.models import ListeningSession
from sessions_app.programs.models import Program

#: Cells of a column that help to tell what it holds.
SAMPLES = 3
SAMPLE_LENGTH = 80


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy(
            "A CSV file in UTF-8, or an Excel workbook (.xlsx), with headings in its first row and "
            "one point in each row. Up to 1,000 rows."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        name = clean_line(file.name or "")
        if ending_of(name) not in ENDINGS:
            raise ValidationError(_("Choose a CSV file (.csv) or an Excel workbook (.xlsx)."))
        most = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
        size = file.size or 0
        if size > most:
            raise ValidationError(
                _("This file is too big: %(size)s, and the limit is %(most)s.")
                % {"size": filesizeformat(size), "most": filesizeformat(most)}
            )
        file.name = name[-FILE_NAME_LENGTH:]
        return file


class ColumnsForm(forms.ModelForm):
    """What each column holds, and what holds for all rows that do not say it."""

    received_on = DateField(label=gettext_lazy("Date received"))

    class Meta:
        model = FeedbackImport
        fields = ("program", "listening_session", "kind", "channel", "received_on")

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        program: Any = self.fields["program"]
        program.queryset = Program.objects.all()
        program.empty_label = "–"
        session: Any = self.fields["listening_session"]
        chosen = Q(pk=self.instance.listening_session_id or 0)
        session.queryset = ListeningSession.objects.filter(
            Q(state__in=SPOKEN_STATES) | chosen
        ).order_by("-starts_at", "-pk")
        session.empty_label = _("None: they were not said in a session")
        session.label_from_instance = lambda each: f"{each.local_start:%b %d, %Y} · {each.title}"
        self.fields["kind"].choices = FeedbackKind.choices  # type: ignore[attr-defined]
        self.fields["channel"].choices = FeedbackChannel.choices  # type: ignore[attr-defined]
        choices = [("", _("Do not import")), *ImportField.choices]
        for number, heading in self._headed():
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading,
                choices=choices,
                required=False,
                initial=self.instance.columns.get(heading, ""),
                help_text=self._samples(number),
            )

    def _headed(self) -> Iterator[tuple[int, str]]:
        return ((number, name) for number, name in enumerate(self.table.headings) if name)

    def _samples(self, number: int) -> str:
        cells = dict.fromkeys(row.cells[number] for row in self.table.rows if row.cells[number])
        shown = [
            f"“{cell[:SAMPLE_LENGTH]}…”" if len(cell) > SAMPLE_LENGTH else f"“{cell}”"
            for cell in list(cells)[:SAMPLES]
        ]
        return _("For example: %(cells)s") % {"cells": ", ".join(shown)} if shown else _("Empty")

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{number}"] for number, _heading in self._headed()]

    @property
    def default_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = self._chosen(cleaned)
        taken: dict[str, str] = {}
        for number, heading in self._headed():
            field = chosen.get(heading, "")
            if field and field in taken:
                self.add_error(
                    f"column_{number}",
                    _("“%(heading)s” already holds this. Choose one of the two columns.")
                    % {"heading": taken[field]},
                )
            taken.setdefault(field, heading)
        if ImportField.WORDS not in chosen.values() and not self.errors:
            self.add_error(
                f"column_{next(self._headed())[0]}",
                _("Choose which column holds what was said."),
            )
        return cleaned

    def _chosen(self, cleaned: dict[str, Any]) -> dict[str, str]:
        return {
            heading: cleaned[f"column_{number}"]
            for number, heading in self._headed()
            if cleaned.get(f"column_{number}")
        }

    def columns(self) -> dict[str, str]:
        """Heading → field, of a valid form."""
        return self._chosen(self.cleaned_data)

    def defaults(self) -> dict[str, Any]:
        """What holds for rows without a value of their own, of a valid form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
