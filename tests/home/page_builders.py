"""Factory functions that add pages to the page tree created by the migrations."""

import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from home.models import (
    HomePage,
    ProgramIndexPage,
    ProgramPage,
    ResponseIndexPage,
    ResponsePage,
    StandardPage,
)
from tests.builders import build_program


def prose(text: str) -> list[tuple[str, dict[str, str]]]:
    return [("prose", {"heading": "", "text": f"<p>{text}</p>"})]


def build_program_page(**values: Any) -> ProgramPage:
    values.setdefault("program", build_program())
    values.setdefault("title", values["program"].name)
    return _below(ProgramIndexPage.objects.get(), ProgramPage(**values))


def build_response_page(**values: Any) -> ResponsePage:
    """Create a published response, linked to ``feedback_items`` and ``actions``."""
    values.setdefault("title", "Result")
    values.setdefault("lead", "In short.")
    values.setdefault("next_update_on", timezone.localdate() + datetime.timedelta(days=60))
    for part in ("heard", "did", "will_not_do", "next_steps"):
        values.setdefault(part, prose(f"The part named {part}."))
    if "program" not in values:
        values["program"] = build_program()
    related = {name: values.pop(name, []) for name in ("feedback_items", "actions")}
    page = ResponsePage(**values)
    for name, records in related.items():
        setattr(page, name, records)
    return _below(ResponseIndexPage.objects.get(), page)


def build_standard_page(parent: Page | None = None, **values: Any) -> StandardPage:
    values.setdefault("title", "A page of text")
    return _below(parent or HomePage.objects.get(), StandardPage(**values))


def _below(parent: Page, page: Page) -> Any:
    return parent.add_child(instance=page)
