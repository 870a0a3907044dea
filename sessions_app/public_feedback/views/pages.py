"""The pages of the form in their order, and the answers of a draft as forms."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sessions_app.feedback.enums import AttributionLevel
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.services.intake import Writer
from sessions_app.public_feedback.forms.answers import (
    AboutForm,
    DetailsForm,
    Who,
    WhoForm,
    WordsForm,
)
from sessions_app.public_feedback.services.drafts import Draft, Sent

PAGES = ("about", "words", "who", "details")
STEPS = (_("What it is about"), _("Your words"), _("You"), _("Check your answers"), _("Done"))
#: The number of a page's step; who somebody is takes two pages.
STEP_OF = {"about": 1, "words": 2, "who": 3, "details": 3, "check": 4, "done": 5}


def url_of_page(page: str) -> str:
    return reverse(f"sessions_app:feedback_{page}")


def form_of(page: str, draft: Draft, data: Any = None, **options: Any) -> forms.Form:
    """Return the form of a page: bound to ``data``, or filled from the draft."""
    classes: dict[str, type[forms.Form]] = {"about": AboutForm, "words": WordsForm, "who": WhoForm}
    if page == "details":
        form: forms.Form = DetailsForm(data, who=_who(draft), **options)
    else:
        form = classes[page](data, **options)
    if data is None:
        form.initial.update(draft.answers.get(page, {}))
    return form


def typed_in(form: forms.Form, data: Mapping[str, str]) -> dict[str, str]:
    """Return what was typed into a form."""
    return {name: data.get(name, "") for name in form.fields}


def pages_of(draft: Draft) -> list[str]:
    """Return the pages that the answers so far ask for."""
    return [page for page in PAGES if page != "details" or _who(draft) in (Who.KIND, Who.NAME)]


def next_page(draft: Draft) -> str:
    """Return the first page without a valid answer, or the one on which all are checked."""
    for page in pages_of(draft):
        if page not in draft.answers or not form_of(page, draft, draft.answers[page]).is_valid():
            return page
    return "check"


def answers_of(draft: Draft) -> Sent:
    """Return the cleaned answers of a draft whose pages are all valid."""
    data: dict[str, Any] = {}
    for page in pages_of(draft):
        form = form_of(page, draft, draft.answers[page])
        form.full_clean()
        data |= form.cleaned_data
    levels = {Who.NOTHING: AttributionLevel.NONE, Who.KIND: AttributionLevel.TYPE_ONLY}
    return Sent(
        program=data["program"],
        kind=data["kind"],
        words=data["words"],
        writer=Writer(
            attribution=levels.get(Who(data["who"])) or data["naming"],
            organization_name=data.get("organization_name", ""),
            organization_kind=data.get("organization_kind", ""),
            email=data.get("email", ""),
        ),
    )


def rows_of(draft: Draft) -> list[dict[str, str]]:
    """Return the answers for the page on which they are checked: question, answer, page."""
    rows = []
    for page in pages_of(draft):
        form = form_of(page, draft, draft.answers[page])
        form.full_clean()
        for field in form:
            value = form.cleaned_data[field.name]
            choices = dict(getattr(field.field, "choices", ()) if page != "about" else ())
            if field.name == "kind":
                choices = dict(form.fields["kind"].choices)  # type: ignore[attr-defined]
            rows.append(
                {
                    "term": str(field.label),
                    "detail": str(choices.get(value, value) if value else ""),
                    "url": url_of_page(page),
                }
            )
    return rows


def stopped_words(error: ReadsLikeAllegationError) -> str:
    """Return what a writer reads whose words the complaint firewall stopped."""
    return gettext(
        "We have not saved this, because it seems to say what an identifiable person did: "
        "“%(words)s”. Leave out what tells who it was, or make a complaint."
    ) % {"words": error.words}


def _who(draft: Draft) -> str:
    return draft.answers.get("who", {}).get("who", "")
