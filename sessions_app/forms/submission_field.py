"""The hidden field that makes one form one request, however often it is sent."""

import secrets
from typing import Any

from django import forms


def _one_time_string() -> str:
    return secrets.token_urlsafe(16)


class SubmissionField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.HiddenInput, initial=_one_time_string, max_length=64, **kwargs
        )
