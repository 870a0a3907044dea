"""What the public reads of an item is approved again when it changes, and erased with the item."""

import pytest

from sessions_app.feedback.services import feedback
from tests.builders import build_organization, build_public_feedback, build_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "change",
    [
        {"public_summary": "In other words."},
        {"attribution": "type_only"},
        {"organization": "another"},
    ],
)
def test_summary_is_approved_again_after_a_change_of_what_it_shows(change):
    item = build_public_feedback(organization=build_organization(), attribution="named")
    for name, value in change.items():
        setattr(item, name, build_organization() if name == "organization" else value)

    assert feedback.edit(item=item, by=build_user()).summary_approved_at is None


def test_summary_stays_approved_after_a_change_that_it_does_not_show():
    item = build_public_feedback()
    item.severity = "high"

    assert feedback.edit(item=item, by=build_user()).summary_approved_at is not None


def test_erased_item_does_not_tell_how_severe_it_was():
    item = build_public_feedback(severity="urgent")

    assert feedback.erase(item=item, reason="told", by=build_user()).severity == "moderate"
