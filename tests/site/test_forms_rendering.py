"""HTML of forms, blank and with errors, including accessibility attributes."""

from collections import Counter
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from engagement_site.templatetags.form_controls import problems


class RegistrationForm(forms.Form):
    name = forms.CharField(help_text="As it should appear on the sign-in sheet.")
    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    day = forms.DateField(help_text="For example 03/14/2027.")
    state = forms.ChoiceField(choices=[("", "Choose a state"), ("TX", "Texas")])
    attendance = forms.ChoiceField(
        label="How will you take part?",
        help_text="You can change this later.",
        widget=forms.RadioSelect,
        choices=[("person", "In person"), ("video", "By video")],
    )
    needs = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("asl", "ASL interpreter"), ("captions", "Live captions")],
    )
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"class": "wide"}))
    agree = forms.BooleanField(label="I have read the notice", help_text="It takes two minutes.")
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("This session is full.")


class AttendeeForm(forms.Form):
    full_name = forms.CharField()


AttendeeFormSet = forms.formset_factory(AttendeeForm, extra=2)


def in_error() -> RegistrationForm:
    return RegistrationForm({"name": "", "email": "nobody", "needs": ["asl"], "ticket": "t1"})


def tree(html: str) -> Element:
    """Parse an HTML fragment; raises on invalid markup."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(f"<main>{html}</main>", container="div")


def by_id(root: Element, wanted: str) -> Element:
    found = [element for element in root.iter() if element.get("id") == wanted]
    assert len(found) == 1, f"{wanted} occurs {len(found)} times"
    return found[0]


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def group_of(root: Element, control_id: str) -> Element:
    return next(
        group
        for group in root.iter("div")
        if "usa-form-group" in (group.get("class") or "").split()
        and any(element.get("id") == control_id for element in group.iter())
    )


@pytest.mark.parametrize("form", [RegistrationForm(), in_error()], ids=["blank", "in error"])
def test_form_is_valid_markup_with_ids_that_resolve(form: RegistrationForm) -> None:
    root = tree(render_to_string("components/error_summary.html", {"form": form}) + str(form))

    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    referred = {
        target
        for element in root.iter()
        for attribute in ("for", "aria-describedby", "aria-labelledby")
        for target in (element.get(attribute) or "").split()
    }
    referred |= {
        link.get("href", "").removeprefix("#") for link in root.iter("a") if link.get("href")
    }
    assert referred - set(ids) == set()


def test_form_names_every_control() -> None:
    root = tree(str(RegistrationForm()))

    labelled = {label.get("for") for label in root.iter("label")}
    controls = {
        control.get("id")
        for kind in ("input", "select", "textarea")
        for control in root.iter(kind)
        if control.get("type") != "hidden"
    }
    assert controls == labelled


def test_field_in_error_says_so_beside_the_control() -> None:
    root = tree(str(in_error()))

    control = by_id(root, "id_name")
    assert control.get("class") == "usa-input usa-input--error"
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby") == "id_name_helptext id_name_error"
    assert words(by_id(root, "id_name_error")) == "Error: This field is required."
    assert group_of(root, "id_name").get("class") == "usa-form-group usa-form-group--error"
    assert group_of(root, "id_note").get("class") == "usa-form-group"


def test_field_in_error_keeps_what_was_typed() -> None:
    root = tree(str(in_error()))

    assert by_id(root, "id_email").get("value") == "nobody"
    assert by_id(root, "id_needs_0").get("checked") is not None
    assert by_id(root, "id_needs_1").get("checked") is None
    assert by_id(root, "id_ticket").get("value") == "t1"


def test_choices_are_a_described_group_with_a_legend() -> None:
    root = tree(str(in_error()))

    radios, boxes = root.iter("fieldset")
    assert words(next(radios.iter("legend"))) == "How will you take part?"
    assert radios.get("aria-describedby") == "id_attendance_helptext id_attendance_error"
    assert [control.get("class") for control in radios.iter("input")] == ["usa-radio__input"] * 2
    assert words(next(boxes.iter("legend"))) == "Needs (optional)"
    assert [control.get("type") for control in boxes.iter("input")] == ["checkbox"] * 2
    assert [control.get("class") for control in boxes.iter("input")] == ["usa-checkbox__input"] * 2


def test_optional_fields_are_marked_and_required_ones_are_not() -> None:
    root = tree(str(RegistrationForm()))

    labels = {label.get("for"): words(label) for label in root.iter("label")}
    assert labels["id_note"] == "Note (optional)"
    assert labels["id_name"] == "Name"


def test_form_that_marks_nothing_optional_has_plain_labels() -> None:
    form = RegistrationForm()
    form.mark_optional = False

    assert "(optional)" not in str(form)


def test_class_of_a_widget_is_kept() -> None:
    assert by_id(tree(str(RegistrationForm())), "id_note").get("class") == "usa-textarea wide"


def test_error_summary_links_each_error_to_its_control() -> None:
    root = tree(render_to_string("components/error_summary.html", {"form": in_error()}))

    summary = next(root.iter("div"))
    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")
    assert [(words(item), [a.get("href") for a in item.iter("a")]) for item in root.iter("li")] == [
        ("This session is full.", []),
        ("Name: This field is required.", ["#id_name"]),
        ("Enter a valid email address.", ["#id_email"]),
        ("Day: This field is required.", ["#id_day"]),
        ("State: This field is required.", ["#id_state"]),
        ("How will you take part? This field is required.", ["#id_attendance_0"]),
        ("I have read the notice: This field is required.", ["#id_agree"]),
    ]


def test_error_summary_of_forms_without_errors_is_empty() -> None:
    html = render_to_string(
        "components/error_summary.html",
        {"form": RegistrationForm(), "forms": [AttendeeForm({"full_name": "Ana Ruiz"})]},
    )

    assert html.strip() == ""


def test_error_summary_covers_formsets() -> None:
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    formset = forms.formset_factory(AttendeeForm, extra=0, min_num=3, validate_min=True)(
        {**data, "form-0-full_name": "Ana Ruiz", "form-1-full_name": ""}
    )

    assert [(problem.text, problem.anchor) for problem in problems("", [formset])] == [
        ("Please submit at least 3 forms.", ""),
        ("Full name: This field is required.", "id_form-1-full_name"),
    ]


def test_formset_groups_each_form_under_a_legend() -> None:
    root = tree(str(AttendeeFormSet()))

    assert [words(legend) for legend in root.iter("legend")] == ["Entry 1", "Entry 2"]
    assert by_id(root, "id_form-TOTAL_FORMS").get("type") == "hidden"
    assert by_id(root, "id_form-1-full_name").get("class") == "usa-input"


def test_page_with_an_invalid_form_says_so_in_its_title() -> None:
    request = RequestFactory().get("/sessions/")

    blank = render_to_string("base.html", {"form": RegistrationForm(), "request": request})
    wrong = render_to_string("base.html", {"form": in_error(), "request": request})

    assert "<title>Community engagement –" in blank
    assert "<title>Error: Community engagement –" in wrong
