"""Nothing of the sender is stored (assurance, Security 10)."""

import logging

import pytest
from django.core.cache import cache

from sessions_app.models import FeedbackItem
from tests.whole_database import rows_by_table

pytestmark = pytest.mark.django_db
ADDRESS = "203.0.113.77"
AGENT = "SentinelBrowser/77.41"
REFERER = "https://sentinel-referer.example/here"


def test_address_and_agent_of_the_sender_are_stored_nowhere(
    client, send_feedback, caplog, mailoutbox
):
    caplog.set_level(logging.DEBUG)
    client.defaults |= {
        "REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": AGENT, "HTTP_ACCEPT_LANGUAGE": "xx-sentinel",
    }  # fmt: skip
    kept = []
    add = cache.add

    def remember(key, value, *args, **kwargs):
        kept.append((key, value))
        return add(key, value, *args, **kwargs)

    cache.add = remember
    try:
        _item, code = send_feedback(who="name", email="ana@alder.example")
        item = FeedbackItem.objects.get()
        client.post("/feedback/track/", {"step": "open", "reference": str(item), "code": code})
        client.post("/feedback/track/", {"step": "add", "text": "One more thing."})
    finally:
        del cache.add

    everything = repr((rows_by_table(), kept, caplog.text, [vars(m) for m in mailoutbox]))
    assert "One more thing." in everything
    for sentinel in (ADDRESS, AGENT, "xx-sentinel"):
        assert sentinel not in everything
    assert kept
