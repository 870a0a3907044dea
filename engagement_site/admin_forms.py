"""Model forms of staff: every text of a model is edited in a field that applies the text rule."""

from typing import Any

from django import forms
from django.db import models
from wagtail.admin.forms.models import WagtailAdminModelForm, register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput

from engagement_site.required_messages import RequiredMessagesMixin
from engagement_site.text_fields import (
    PROSE_LENGTH,
    AddressField,
    LineField,
    ProseField,
    URLField,
)

#: By the exact class of the model field: slugs and rich text have form fields of their own.
_FORM_FIELDS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.CharField: {"form_class": LineField},
    models.TextField: {"form_class": ProseField, "max_length": PROSE_LENGTH},
    models.EmailField: {"form_class": AddressField},
    models.URLField: {"form_class": URLField},
}


def register() -> None:
    """Make Wagtail's own forms (pages, images, documents, settings) use the same fields."""
    for model_field, options in _FORM_FIELDS.items():
        is_prose = model_field is models.TextField
        widget = {"widget": AdminAutoHeightTextInput} if is_prose else {}
        register_form_field_override(model_field, override=options | widget, exact_class=True)


def text_formfield(db_field: models.Field[Any, Any], **options: Any) -> forms.Field | None:
    """Return the form field of a model field (Django's ``formfield_callback``)."""
    return db_field.formfield(**(_FORM_FIELDS.get(type(db_field), {}) | options))


class StaffModelForm(RequiredMessagesMixin, WagtailAdminModelForm):
    """Base of the staff forms of a record. ``Meta`` inherits from this one's ``Meta``."""

    class Meta:
        formfield_callback = text_formfield
