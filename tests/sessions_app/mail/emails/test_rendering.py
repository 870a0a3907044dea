"""Rendering of e-mails: no double expansion, and no paragraphs with empty placeholders."""

from pathlib import Path

import pytest
from django.conf import settings

from sessions_app.mail.emails.rendering import PLACEHOLDER, EmailText, default_text, render_email
from sessions_app.mail.kinds import MAIL_KINDS, PLACEHOLDERS

VALUES = {"name": "Ana", "reason": "", "note": "A {reason} & <b>more</b>"}


def body_of(text: str) -> str:
    email = render_email(kind="any", values=VALUES, text=EmailText("For {name}", text))
    return email.text.partition("\n\n--")[0]


def test_paragraph_with_an_empty_placeholder_is_left_out():
    assert body_of("Hello {name},\n\nBecause: {reason}\n\nGoodbye.") == "Hello Ana,\n\nGoodbye."


def test_value_is_not_read_as_a_placeholder_itself():
    assert body_of("{note}") == "A {reason} & <b>more</b>"


def test_html_shows_what_was_typed_as_text():
    html = render_email(kind="any", values=VALUES, text=EmailText("For {name}", "{note}")).html

    assert "A {reason} &amp; &lt;b&gt;more&lt;/b&gt;" in html


@pytest.mark.django_db
def test_html_names_its_language_and_loads_nothing():
    html = render_email(kind="registration_pending", values=VALUES, language="es").html

    assert '<html lang="es">' in html
    assert "src=" not in html
    assert "url(" not in html


def test_every_file_of_words_is_a_kind_and_every_kind_has_one():
    files = {path.stem for path in Path(settings.BASE_DIR, "templates/emails").glob("*.txt")}

    assert files - {"layout"} == set(MAIL_KINDS)


@pytest.mark.parametrize("kind", MAIL_KINDS)
def test_our_words_name_only_known_placeholders_and_all_that_are_needed(kind):
    words = default_text(kind=kind, language="en")
    named = set(PLACEHOLDER.findall(words.subject + words.body))

    assert named <= set(MAIL_KINDS[kind].placeholders) <= set(PLACEHOLDERS)
    assert set(MAIL_KINDS[kind].needed) <= named
