import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.forms import public_guard
from sessions_app.models import ListeningSession


@pytest.fixture
def typed():
    """The answers of one person who comes alone, as their browser sends them."""
    return {
        "name": "Dana Rivera",
        "email": "dana@example.org",
        "phone": "",
        "organization_name": "",
        "is_coming": "on",
        "mode": "in_person",
        "people-TOTAL_FORMS": "1",
        "people-INITIAL_FORMS": "0",
        "people-0-name": "",
        "people-0-email": "",
        "interpreter_language": "",
        "detail": "",
    }


@pytest.fixture
def stamp_of():
    """Return the stamp of a form that was opened a minute ago."""

    def stamp(purpose: str) -> str:
        with time_machine.travel(timezone.now() - datetime.timedelta(minutes=1)):
            return public_guard.PublicGuard.opened(purpose).stamp

    return stamp


@pytest.fixture
def send(client, typed, stamp_of):
    """Send the register form of a session; named answers replace the usual ones."""

    def send_form(session: ListeningSession, *, step: str = "send", **answers: object):
        data = {**typed, "form_stamp": stamp_of(f"register:{session.pk}"), **answers}
        return client.post(f"/sessions/{session.slug}/register/", {**data, "step": step})

    return send_form
