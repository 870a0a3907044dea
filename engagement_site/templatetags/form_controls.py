"""Template tags that render Django form fields as USWDS controls.

Classes are added at render time, not in widget templates, because the Wagtail admin shares the form
renderer and must not be affected.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from django import forms, template
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.utils.safestring import SafeString

from engagement_site.required_messages import is_general

register = template.Library()

Part: TypeAlias = "forms.BaseForm | BaseFormSet[forms.BaseForm]"

#: The first class that a widget is an instance of determines its USWDS class.
CONTROL_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.CheckboxSelectMultiple, "usa-checkbox__input"),
    (forms.RadioSelect, "usa-radio__input"),
    (forms.Select, "usa-select"),
    (forms.Textarea, "usa-textarea"),
    (forms.FileInput, "usa-file-input"),
    (forms.DateInput, "usa-input usa-input--medium"),
    (forms.TimeInput, "usa-input usa-input--small"),
    (forms.NumberInput, "usa-input usa-input--small"),
    (forms.widgets.Input, "usa-input"),
    (forms.MultiWidget, "usa-input usa-input--medium"),
)
ERROR_CLASSES = {
    "usa-input": "usa-input--error",
    "usa-select": "usa-input--error",
    "usa-textarea": "usa-input--error",
}
#: Error messages that do not name their field.
CODES_WITHOUT_SUBJECT = frozenset({"too_long", "control_characters"})


@dataclass(frozen=True)
class Problem:
    """An error in the error summary."""

    text: str
    #: The id of the control to fix, if there is one.
    anchor: str = ""


@register.filter
def control(field: BoundField) -> SafeString:
    """Render the field's widget with its USWDS class; a class set on the widget is kept."""
    return field.as_widget(attrs={"class": " ".join(_control_classes(field))})


@register.filter
def control_kind(field: BoundField) -> str:
    """Return the layout of the field: `tick` (single checkbox), `radio`, `checkbox` or `plain`."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    # Before radios, because CheckboxSelectMultiple is a subclass of RadioSelect.
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "radio"
    return "plain"


@register.filter
def is_marked_optional(field: BoundField) -> bool:
    """Whether to add "(optional)" to the label. Never for a form with `mark_optional = False`."""
    return not field.field.required and getattr(field.form, "mark_optional", True)


@register.simple_tag
def problems(
    form: "Part | str" = "",
    more: "Iterable[Part] | str" = "",
) -> list[Problem]:
    """Return every error of the form and of further forms or formsets, in page order."""
    found: list[Problem] = []
    for part in [form, *(more or [])]:
        if isinstance(part, BaseFormSet):
            found += [Problem(str(error)) for error in part.non_form_errors()]
            for member in part.forms:
                found += _form_problems(member)
        elif part:
            found += _form_problems(part)
    return found


def _form_problems(form: forms.BaseForm) -> Iterator[Problem]:
    for error in form.non_field_errors():
        yield Problem(str(error))
    for field in form:
        for error in field.errors.as_data():
            text = str(error.messages[0])
            if field.is_hidden:
                yield Problem(text)
            else:
                yield Problem(_away_from(field, error, text), _anchor(field))


def _away_from(field: BoundField, error: ValidationError, text: str) -> str:
    """Return the error for the summary, prefixed with the label only if it needs it.

    "Enter your name." is clear by itself. "Enter a date." is not, away from its field.
    """
    names_field = (
        getattr(field.form, "errors_name_fields", False)
        or error.code in CODES_WITHOUT_SUBJECT
        or is_general(str(error.message))
        or str(error.message) in _stock(field.field)
    )
    if not names_field:
        return text
    label = str(field.label)
    return f"{label} {text}" if label[-1:] in "?!.:" else f"{label}: {text}"


def _stock(field: forms.Field) -> set[str]:
    return {
        str(message)
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.")
        for message in getattr(kind, "default_error_messages", {}).values()
    }


def _anchor(field: BoundField) -> str:
    # Radios, checkboxes and multi-widgets have no control with the plain id.
    return field.id_for_label or f"{field.auto_id}_0"


def _control_classes(field: BoundField) -> Iterator[str]:
    widget = field.field.widget
    name = next((name for kind, name in CONTROL_CLASSES if isinstance(widget, kind)), "")
    yield name
    if field.errors and (error_class := ERROR_CLASSES.get(name.split(" ")[0])):
        yield error_class
    if own_class := widget.attrs.get("class"):
        yield own_class
