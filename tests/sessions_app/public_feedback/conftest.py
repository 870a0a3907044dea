import re

import pytest

from sessions_app.models import FeedbackItem
from tests.builders import build_program

WORDS = "The notices at the county jail are in English only."


@pytest.fixture
def fill_in(client):
    """Return a function that fills in the pages of the form up to the check."""

    def fill(words: str = WORDS, *, kind: str = "concern", who: str = "nothing", **details: str):
        program = build_program()
        client.post("/feedback/new/", {"program": program.pk, "kind": kind})
        client.post("/feedback/new/words/", {"words": words})
        client.post("/feedback/new/you/", {"who": who})
        if who != "nothing":
            client.post("/feedback/new/details/", details)
        return client.get("/feedback/new/check/")

    return fill


@pytest.fixture
def send_feedback(client, fill_in, stamp_of):
    """Return a function that sends something; it returns the item and the return code."""

    def send(words: str = WORDS, **answers: str) -> tuple[FeedbackItem, str]:
        fill_in(words, **answers)
        stamp = stamp_of("feedback")
        page = client.post(
            "/feedback/new/check/", {"step": "send", "form_stamp": stamp}, follow=True
        ).content.decode()
        reference = re.search(r"FB-\d\d-\w{6}-\w", page)
        code = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page)
        assert reference, page
        assert code
        return FeedbackItem.objects.get(reference=reference[0]), code[0]

    return send
