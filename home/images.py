"""Checks that an uploaded image can be read whole, so that no page fails on it later."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class ImageField(WagtailImageField):
    """Wagtail's field reads only the header: a damaged or huge image would raise on every page."""

    default_error_messages = {
        "file_too_many_pixels": format_lazy(
            _(
                "This image has more than {most} million pixels. Make it smaller, for example "
                "4000 pixels wide, then choose the new file."
            ),
            most=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000,
        ),
        "invalid_image": _(
            "This file is not an image that we can read. It may be damaged. Open it in the "
            "program that created it, save it again, then choose the new file."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Wagtail sets its own in the constructor.
        self.error_messages |= self.default_error_messages

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
            if file is not None:
                with Image.open(file) as image:
                    image.load()
                file.seek(0)
        except ValidationError:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise self._refusal("file_too_many_pixels") from error
        except Exception as error:  # Pillow's readers raise exceptions of any kind.
            raise self._refusal("invalid_image") from error
        return file

    def _refusal(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class ImageForm(BaseImageForm):
    """The upload form of an image, in every place that uploads one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = ImageField(
                label=file.label, required=file.required, widget=file.widget
            )
