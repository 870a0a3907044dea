"""Two people edit one theme of the codebook."""

import pytest
from django.urls import reverse

from tests.builders import build_theme
from tests.sessions_app.answers import errors_of, form_data

pytestmark = pytest.mark.django_db


def test_theme_changed_meanwhile_is_not_overwritten_unseen(officer_client):
    theme = build_theme(definition="First.")
    url = reverse("theme:edit", args=[theme.pk])
    opened = form_data(officer_client.get(url).context["form"])
    assert officer_client.post(url, {**opened, "definition": "Second."}).status_code == 302

    refused = officer_client.post(url, {**opened, "definition": "Third."})

    assert "Someone else changed this" in str(errors_of(refused))
    assert b"Second." in refused.content
    theme.refresh_from_db()
    assert theme.definition == "Second."
    again = form_data(refused.context["form"])
    assert officer_client.post(url, again).status_code == 302
    theme.refresh_from_db()
    assert theme.definition == "Third."
