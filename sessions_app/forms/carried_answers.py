"""Answers that travel in the page: a check page holds the form it checks, the server nothing."""

from collections.abc import Iterable, Iterator
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString


def hidden_inputs(parts: Iterable[Iterable[forms.BoundField]]) -> Iterator[SafeString]:
    """Write every answer as it was sent. (Django's ``as_hidden`` would point to hints that a
    check page does not have.)"""
    for part in parts:
        for field in part:
            for value in cast(QueryDict, field.form.data).getlist(field.html_name):
                yield format_html(
                    '<input type="hidden" name="{}" value="{}">', field.html_name, value
                )
