import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from engagement_site.text_fields import AddressField, LineField, PhoneField, ProseField
from tests.builders import build_contact


def words_of(field, value) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return " ".join(caught.value.messages)


def test_line_is_tidied_and_real_names_are_taken():
    field = LineField()

    assert field.clean("  K’iche’\u00a0 Ana\tMaría ") == "K’iche’ Ana María"
    assert field.clean("Nguyễn Thị Ánh 🕊") == "Nguyễn Thị Ánh 🕊"


def test_line_breaks_and_control_characters_do_not_reach_a_line():
    assert LineField().clean("a\x00b\r\nBcc: x\x1b\u202e") == "ab Bcc: x"


def test_text_of_which_nothing_can_be_seen_is_missing():
    assert words_of(LineField(asks="Enter your name."), "\u200b\u3164") == "Enter your name."


def test_too_long_a_line_says_how_long_it_is():
    assert words_of(LineField(max_length=5), "abcdef") == "Use 5 characters or fewer. You used 6."


def test_browsers_are_never_told_to_cut_a_text():
    for field in (LineField(), ProseField(), AddressField(), PhoneField()):
        assert "maxlength" not in field.widget.attrs


def test_prose_keeps_its_lines():
    assert ProseField().clean(" one\r\ntwo\x0bthree\n") == "one\ntwo\nthree"


def test_prose_has_a_limit():
    assert words_of(ProseField(), "x" * 20_001).startswith("Use 20000 characters or fewer.")


@pytest.mark.parametrize(
    "value", ["dana", "dana@", "a b@example.org", "a@example.org\nBcc: x@y.org"]
)
def test_address_says_what_it_needs(value):
    assert "It needs one @ and no spaces." in words_of(AddressField(), value)


@pytest.mark.parametrize("value", ["202-555-0143", "(202) 555-0143", "+12025550143", "2025550143"])
def test_phone_is_taken_as_people_write_it(value):
    assert PhoneField().clean(value).as_e164 == "+12025550143"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("202-555-0143 x12", "+1 202-555-0143 ext. 12"),
        ("(202) 555-0143 ext. 12", "+1 202-555-0143 ext. 12"),
        ("+44 20 7183 8750 #7", "+44 20 7183 8750 x7"),
    ],
)
def test_phone_keeps_its_extension_and_country(typed, number, db):
    contact = build_contact(phone=PhoneField().clean(typed))
    contact.refresh_from_db()

    assert str(contact.phone) == number
    assert str(PhoneField().clean(str(contact.phone))) == number


def test_phone_says_what_it_needs():
    assert "with its area code" in words_of(PhoneField(), "555-0143")


@given(st.text(max_size=300))
def test_line_is_one_tidy_line_or_refused(text):
    try:
        value = LineField(required=False).clean(text)
    except ValidationError:
        return
    assert value == " ".join(value.split())
    assert len(value) <= 200
