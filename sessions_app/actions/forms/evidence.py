"""The form field of evidence: several files, each checked."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagement_site.file_types import check_content, ending_of
from engagement_site.plain_text import clean_line
from sessions_app.actions.models import FILE_NAME_LENGTH

#: Files of one update.
MOST_FILES = 10

CHOOSE_AGAIN = gettext_lazy(
    "Choose your files again. Browsers forget them when there is a problem."
)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class EvidenceField(forms.FileField):
    """Files of the types, and together of the size, that documents may have.

    Returns them with safe names. Each message names its file. A file is valid if its contents match
    its extension.
    """

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        endings = settings.WAGTAILDOCS_EXTENSIONS
        self.widget.attrs["accept"] = ",".join(f".{ending}" for ending in endings)

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        files: list[UploadedFile[bytes]] = data or []
        if len(files) > MOST_FILES:
            raise ValidationError(
                _("Choose %(most)d files or fewer. You chose %(chosen)d.")
                % {"most": MOST_FILES, "chosen": len(files)}
            )
        size, most = sum(file.size or 0 for file in files), settings.WAGTAILDOCS_MAX_UPLOAD_SIZE
        if size > most:
            raise ValidationError(
                _(
                    "These files are too big: %(size)s together, and the limit is %(most)s. "
                    "Choose fewer or smaller files, or post the rest with another update."
                )
                % {"size": filesizeformat(size), "most": filesizeformat(most)}
            )
        problems = [problem for file in files for problem in self._problems(file)]
        if problems:
            raise ValidationError(problems)
        return files

    def _problems(self, file: "UploadedFile[bytes]") -> list[str]:
        file.name = safe_name(file.name or "")
        try:
            if ending_of(file.name) not in settings.WAGTAILDOCS_EXTENSIONS:
                raise ValidationError(
                    _("Files of this type are not accepted. Choose one of these types: %(types)s.")
                    % {"types": ", ".join(settings.WAGTAILDOCS_EXTENSIONS)}
                )
            if not file.size:
                raise ValidationError(_("This file is empty."))
            check_content(file)
        except ValidationError as error:
            return [f"{file.name}: {message}" for message in error.messages]
        return []


def safe_name(name: str) -> str:
    """Return the name of a file as one line of text without a path, and not too long."""
    path = PurePath(clean_line(name))
    ending = path.suffix[:20]
    return f"{path.stem[: FILE_NAME_LENGTH - len(ending)]}{ending}"
