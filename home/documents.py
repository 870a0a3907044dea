"""The upload form of documents."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm

from engagement_site.file_types import check_content


class DocumentForm(BaseDocumentForm):
    """The upload form of a document, in every place that uploads one."""

    def _post_clean(self) -> None:
        # After the model's validation: to it, a file rejected earlier would have no extension, and
        # it would report that as well.
        super()._post_clean()
        file = self.cleaned_data.get("file")
        if not isinstance(file, UploadedFile) or "file" in self.errors:
            return
        try:
            check_content(file)
        except ValidationError as error:
            self.add_error("file", error)
