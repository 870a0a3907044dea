"""Helpers for responses of staff pages."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import strip_tags
from html5lib import parse


def is_refused(response: HttpResponse) -> bool:
    """Whether access was denied: 404, or a redirect to the staff home page."""
    sent_home = response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")
    return response.status_code == 404 or sent_home


def text_of(response: HttpResponse) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def errors_of(response: HttpResponse) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def form_data(form: Any, **changes: Any) -> dict[str, Any]:
    """Return the data that a browser would submit for a form, with changes."""
    data = {}
    for name in form.fields:
        value = form[name].value()
        if value in (None, "", False) or value == []:
            continue
        if isinstance(value, datetime.time):
            value = value.strftime("%H:%M")
        elif isinstance(value, datetime.datetime):
            value = value.strftime("%Y-%m-%dT%H:%M")
        elif hasattr(value, "isoformat"):
            value = value.isoformat()
        elif isinstance(value, (list, tuple)) or hasattr(value, "all"):
            value = [getattr(each, "pk", each) for each in value]
        data[name] = value
    data.update(changes)
    return {name: value for name, value in data.items() if value not in (None, False)}


def confirmed(page: HttpResponse, step: str = "send", **changes: Any) -> dict[str, Any]:
    """Return the data that the notification preview submits with the button ``step``."""
    tree = parse(page.content.decode(), namespaceHTMLElements=False)
    data: dict[str, Any] = {}
    form = next(
        form for form in tree.iter("form") if form.find(".//button[@name='step']") is not None
    )
    for field in form.iter("input"):
        data.setdefault(field.get("name"), []).append(field.get("value", ""))
    for field in form.iter("textarea"):
        data[field.get("name")] = [field.text or ""]
    return {**data, "step": step, **changes}
