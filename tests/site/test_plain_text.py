"""The text rule, and that every form field and block of text follows it."""

import unicodedata
from importlib import import_module
from xml.etree import ElementTree as ET

import pytest
from allauth.account.fields import EmailField as RequestedEmailField
from django import forms
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st
from phonenumber_field.formfields import PhoneNumberField
from wagtail import blocks
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.tags import TagField
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.fields import StreamField
from wagtail.rich_text import RichText

from engagement_site.plain_text import clean_line, clean_text
from engagement_site.text_fields import TextField
from home.blocks.text import LineBlock, RichTextBlock

OURS = ("engagement_site", "home", "sessions_app")
#: Any string that Python can hold.
anything = st.text(alphabet=st.characters(exclude_categories=[]), max_size=80)


@pytest.mark.parametrize(
    "line_break", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]
)
def test_line_break_of_any_program_is_kept_as_one(line_break):
    assert clean_text(f"one{line_break}two") == "one\ntwo"
    assert clean_line(f"one{line_break}two") == "one two"


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x08", "\x0e", "\x1b", "\x1f", "\x7f", "\x9f"),
        *("\ud800", "\udfff", "\ufeff", "\ufdd0", "\ufffe", "\U0001ffff", "\U0010fffe"),
        *("\u202a", "\u202e", "\u2066", "\u2069"),
    ],
)
def test_character_that_is_no_part_of_a_text_is_removed(character):
    assert clean_text(f"a{character}b") == "ab"


@pytest.mark.parametrize(
    "text",
    [
        "K’iche’ Nguyễn Thị Ánh",
        "a\tb\nc",
        "می\u200cخواهم",  # Persian, with a zero-width non-joiner
        "क्\u200dष",  # Devanagari, with a zero-width joiner
        "👩\u200d👧 ✈\ufe0f",
        "\u200fשלום\u200e",
        "\ue000",
    ],
)
def test_text_in_any_language_is_kept(text):
    assert clean_text(text) == text


def test_letters_are_composed():
    assert clean_text("Jose\u0301") == "José"


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b", "\u2060\u200d", "\u3164", "\u115f\u1160", "\u2800", "\ufe0f"]
)
def test_text_of_which_nothing_can_be_seen_is_empty(text):
    assert clean_text(text) == ""
    assert clean_line(text) == ""


def test_zero_width_characters_do_not_split_a_line():
    assert clean_line("al\u200bder\u2060 fa\xadlls ") == "alder falls"


@given(anything)
def test_any_string_becomes_a_text_that_xml_can_hold(text):
    cleaned = clean_text(text)

    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    element = ET.Element("text")
    element.text = cleaned
    assert (ET.fromstring(ET.tostring(element)).text or "") == cleaned


@given(anything)
def test_any_string_becomes_one_line(text):
    cleaned = clean_line(text)

    assert clean_line(cleaned) == cleaned
    assert cleaned == " ".join(cleaned.split())


def _forms(parent=forms.BaseForm):
    for form in parent.__subclasses__():
        yield form
        yield from _forms(form)


#: Form fields whose value is no free text: it has a form of its own, or is never stored.
NO_TEXT = (
    forms.JSONField,
    forms.RegexField,
    forms.SlugField,
    forms.UUIDField,
    PhoneNumberField,
    RequestedEmailField,
    TagField,
)


def _breaks_the_rule(field):
    is_secret = isinstance(field.widget, forms.PasswordInput)
    return isinstance(field, forms.CharField) and not (
        isinstance(field, (TextField, *NO_TEXT)) or is_secret
    )


def test_every_text_field_of_our_forms_follows_the_rule():
    import_module("engagement_site.urls")  # loads every form
    ours = [form for form in _forms() if form.__module__.split(".")[0] in OURS]

    assert len(ours) > 40
    assert {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in ours
        for name, field in getattr(form, "base_fields", {}).items()
        if _breaks_the_rule(field)
    } == set()


def _form_fields(model, form_class):
    return {f"{model._meta.label}.{name}": field for name, field in form_class.base_fields.items()}


def test_every_text_that_wagtail_edits_follows_the_rule():
    fields = {}
    for model in apps.get_models():
        form = forms.modelform_factory(model, form=WagtailAdminModelForm, fields="__all__")
        fields |= _form_fields(model, form)

    assert len(fields) > 200
    assert [name for name, field in fields.items() if _breaks_the_rule(field)] == []


def test_every_text_of_a_register_follows_the_rule():
    import_module("engagement_site.urls")  # registers every view set
    fields = {}
    for register in viewsets.viewsets:
        if isinstance(register, ModelViewSet) and register.model._meta.app_label == "sessions_app":
            form = (register._edit_handler or register).get_form_class()
            fields |= _form_fields(register.model, form) if form else {}

    assert len(fields) > 80
    assert [name for name, field in fields.items() if _breaks_the_rule(field)] == []


def _blocks(block):
    yield block
    if isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock):
        for child in block.child_blocks.values():
            yield from _blocks(child)
    elif isinstance(block, blocks.ListBlock):
        yield from _blocks(block.child_block)


def test_every_block_of_text_follows_the_rule():
    found = [
        block
        for model in apps.get_app_config("home").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for block in _blocks(field.stream_block)
    ]
    texts = blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock | blocks.RawHTMLBlock

    assert len(found) > 40
    assert [
        block.label
        for block in found
        if isinstance(block, texts) and not isinstance(block, LineBlock | RichTextBlock)
    ] == []


def test_blocks_clean_what_is_typed():
    assert LineBlock().clean("a\x0bb\u202e") == "a b"
    assert RichTextBlock().clean(RichText("<p>a\x0bb\x1b</p>")).source == "<p>a\nb</p>"


def test_names_of_people_follow_the_rule(django_user_model):
    person = django_user_model(email="a@example.org", first_name="Ana\u202e", last_name="Cruz\x0b")

    person.clean()

    assert str(person) == "Ana Cruz"
