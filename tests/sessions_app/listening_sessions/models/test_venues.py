"""Venues and rooms."""

import pytest
from django.utils import translation

from sessions_app.models import Venue


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("en", "NJ", "New Jersey"),
        ("es", "NJ", "Nueva Jersey"),
        ("en", "PR", "Puerto Rico"),
        ("en", "?", "?"),
    ],
)
def test_state_is_named_in_the_readers_language(language, code, name):
    with translation.override(language):
        assert Venue(state=code).state_name == name


def test_state_is_named_as_its_field_names_it():
    venue = Venue(state="IL")

    assert venue.state_name == venue.get_state_display()
