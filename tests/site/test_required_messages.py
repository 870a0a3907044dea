"""Error messages of required fields depend on the kind of field."""

import pytest
from django import forms
from django.template import Context, Template

from engagement_site.required_messages import RequiredMessagesMixin
from sessions_app.core.forms.local_datetime_fields import DateField, TimeField, WallClockField


class EveryKindForm(RequiredMessagesMixin, forms.Form):
    file = forms.FileField()
    box = forms.BooleanField()
    many = forms.MultipleChoiceField(choices=[("a", "A")])
    one = forms.TypedChoiceField(choices=[("a", "A")])
    moment = WallClockField()
    day = DateField()
    hour = TimeField()
    seats = forms.IntegerField()
    address = forms.EmailField()
    title = forms.CharField(label="Title")
    named = forms.CharField(error_messages={"required": "Enter the reason."})
    free = forms.CharField(required=False)


@pytest.fixture
def form():
    return EveryKindForm({})


def test_message_asks_for_the_kind_of_answer(form):
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "file": ["Choose a file."],
        "box": ["Check this box."],
        "many": ["Choose at least one option."],
        "one": ["Choose an option."],
        "moment": ["Enter a date and a time."],
        "day": ["Enter a date."],
        "hour": ["Enter a time."],
        "seats": ["Enter a number."],
        "address": ["Enter an e-mail address."],
        "title": ["Enter some text."],
        "named": ["Enter the reason."],
    }


def test_summary_names_the_field_of_a_general_message_only(form):
    template = Template(
        "{% load form_controls %}{% problems form as found %}"
        "{% for problem in found %}{{ problem.text }}|{% endfor %}"
    )

    lines = template.render(Context({"form": form})).split("|")

    assert "Title: Enter some text." in lines
    assert "Enter the reason." in lines


def test_fields_of_the_class_and_of_other_forms_keep_their_messages():
    class PlainForm(forms.Form):
        title = EveryKindForm.base_fields["title"]

    EveryKindForm({})

    assert PlainForm({}).errors["title"] == ["This field is required."]
