"""Guesses what each column of a spreadsheet holds."""

from collections.abc import Iterable

from engagement_site.search_keys import search_key
from sessions_app.feedback_import.enums import ImportField
from sessions_app.feedback_import.models import FeedbackImport

#: Besides the labels of the fields, which are the headings of our export.
_OTHER_HEADINGS = {
    ImportField.WORDS: (
        "words", "private note", "note", "notes", "comment", "comments", "statement", "feedback",
        "comentario", "comentarios", "lo que se dijo",
    ),
    ImportField.KIND: ("type", "tipo"),
    ImportField.PROGRAM: ("programa",),
    ImportField.SESSION: ("session", "meeting", "event", "sesion"),
    ImportField.ORGANIZATION: ("organisation", "group", "from", "organizacion"),
    ImportField.ATTRIBUTION: ("who may be named in public",),
    ImportField.SEVERITY: ("priority", "urgency"),
    ImportField.THEMES: ("theme", "topic", "topics", "tema", "temas"),
    ImportField.PLACES: ("state", "states", "jurisdiction", "jurisdictions", "location"),
    ImportField.LANGUAGE: ("language", "idioma"),
    ImportField.CHANNEL: ("source", "received by"),
    ImportField.RECEIVED_ON: ("date received", "received on", "date", "fecha"),
    ImportField.SUMMARY: ("draft summary", "summary", "resumen"),
}  # fmt: skip


def guessed_columns(headings: Iterable[str]) -> dict[str, str]:
    """Return heading → field, as it was chosen for the same headings before, or by their words.

    No field is guessed twice.
    """
    headings = list(headings)
    before = (
        FeedbackImport.objects.filter(headings=headings).exclude(columns={}).order_by("-pk").first()
    )
    if before is not None:
        return dict(before.columns)
    names = {
        search_key(name): field
        for field in ImportField
        for name in (str(field.label), *_OTHER_HEADINGS.get(field, ()))
    }
    found: dict[str, str] = {}
    for heading in headings:
        field = names.get(search_key(heading))
        if field and field not in found.values():
            found[heading] = field.value
    return found
