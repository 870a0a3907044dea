"""Spanish e-mails: every string is translated, with the same placeholders."""

import ast
import datetime
import gettext
import re
import zoneinfo
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from sessions_app.listening_sessions import wording
from sessions_app.listening_sessions.models.sessions import US_TIME_ZONES
from sessions_app.mail.emails.rendering import PLACEHOLDER, default_text
from sessions_app.mail.emails.samples import sample
from sessions_app.mail.kinds import MAIL_KINDS
from sessions_app.models import ListeningSession, OutboxMessage
from sessions_app.organizations.enums import OrganizationKind
from tests.builders import VIRTUAL, build_registration, build_session

BASE = Path(settings.BASE_DIR)
CATALOG = BASE / "locale/es/LC_MESSAGES"
MARKED = re.compile(r'{% translate "([^"]*)" %}')
LINE = re.compile(r'^(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) )?(".*")$')


def entries():
    """Yield each entry of the .po file as a dict: keyword → text."""
    for block in (CATALOG / "django.po").read_text().split("\n\n"):
        entry, keyword = {}, ""
        for found in filter(None, map(LINE.match, block.splitlines())):
            keyword = found[1] or keyword
            entry[keyword] = entry.get(keyword, "") + ast.literal_eval(found[2])
        if entry.get("msgid"):
            yield entry


def written():
    """Return the translations in the .po file, except plurals: (context, English) → Spanish."""
    return {
        (entry.get("msgctxt", ""), entry["msgid"]): entry["msgstr"]
        for entry in entries()
        if "msgstr" in entry
    }


def marked_in_templates():
    texts = [path.read_text() for path in (BASE / "templates/emails").iterdir()]
    return {words for text in texts for words in MARKED.findall(text)}


def marked_in_code():
    files = [
        *(BASE / "sessions_app").glob("*/emails.py"),
        *(BASE / "sessions_app").glob("*/emails/*.py"),
        BASE / "sessions_app/listening_sessions/wording.py",
    ]
    calls = [
        node
        for path in files
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "pgettext")
    ]
    return {call.args[-1].value for call in calls}


def test_everything_that_e_mails_say_is_translated():
    english = {words for _context, words in written()}
    labels = OrganizationKind.choices + US_TIME_ZONES
    with translation.override("en"):
        named = {str(label) for _value, label in labels}

    assert (marked_in_templates() | marked_in_code() | named) - english == set()


def test_translations_keep_every_placeholder():
    for (_context, english), spanish in written().items():
        for pattern in (PLACEHOLDER, re.compile(r"%\(\w+\)s")):
            assert set(pattern.findall(english)) == set(pattern.findall(spanish)), english


def test_compiled_catalog_is_that_of_the_source():
    with (CATALOG / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    expected = {}
    for entry in entries():
        key = "\x04".join(filter(None, (entry.get("msgctxt"), entry["msgid"])))
        if "msgstr" in entry:
            expected[key] = entry["msgstr"]
        else:
            expected |= {(key, number): entry[f"msgstr[{number}]"] for number in (0, 1)}

    assert {key: words for key, words in compiled.items() if key} == expected


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MAIL_KINDS)
def test_no_paragraph_is_left_in_english(kind):
    english, spanish = sample(kind=kind, language="en"), sample(kind=kind, language="es")
    same = set(english.text.split("\n\n")) & set(spanish.text.split("\n\n"))
    assert [paragraph for paragraph in same if not paragraph.startswith("http")] == []
    assert english.subject != spanish.subject

    # Before placeholders are filled in: a sample value that is translated hides an English text.
    texts = [default_text(kind=kind, language=language).body for language in ("en", "es")]
    same = set(texts[0].split("\n\n")) & set(texts[1].split("\n\n"))
    assert [paragraph for paragraph in same if PLACEHOLDER.sub("", paragraph).strip()] == []
    assert PLACEHOLDER.findall(texts[0]) == PLACEHOLDER.findall(texts[1])


def test_dates_have_the_spanish_form():
    start = datetime.datetime(2027, 3, 4, 18, tzinfo=zoneinfo.ZoneInfo("America/Chicago"))
    session = ListeningSession(
        starts_at=start, ends_at=start + datetime.timedelta(hours=2), time_zone="America/Chicago"
    )

    with translation.override("es"):
        assert (
            wording.when(session) == "jueves 4 de marzo de 2027, 6 p.m. a 8 p.m., hora del Centro"
        )
    with translation.override("en"):
        assert wording.when(session) == "Thursday, March 4, 2027, 6 p.m. to 8 p.m. Central time"


@pytest.mark.django_db
def test_registrant_is_written_to_in_their_language_whoever_acts():
    session = build_session(title="An evening", join_link="https://meet.example/x")
    with translation.override("en"):
        build_registration(session, language="es", name="Ana", mode=VIRTUAL)

    message = OutboxMessage.objects.get()
    assert message.subject == "Tiene un lugar: An evening"
    assert message.body_text.startswith("Hola, Ana:\n\nSu inscripción está confirmada.")
    assert "Enlace para participar en línea: https://meet.example/x" in message.body_text
    assert '<html lang="es">' in message.body_html
