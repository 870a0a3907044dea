"""Who may do what to these records."""

from sessions_app.core.policies import WHOLE_REGISTER, RecordPolicy
from sessions_app.feedback.models import FeedbackItem, Theme


class FeedbackPolicy(RecordPolicy):
    verbs = {
        # Action owners may open the items behind their own actions; ``visible_to`` narrows the
        # rows.
        "view": ("sessions_app.view_feedbackitem", "sessions_app.view_followupaction"),
        "export": ("sessions_app.change_feedbackitem", *WHOLE_REGISTER),
        "read_note": ("sessions_app.view_private_note",),
        # Analysts read the source as the public may know it, and no more.
        "read_source": ("sessions_app.view_private_note",),
        "read_contact": ("sessions_app.view_feedbackcontact",),
        "approve_summary": ("sessions_app.approve_summary",),
    }
    program_path = "program"


POLICIES = (
    FeedbackPolicy(FeedbackItem),
    RecordPolicy(Theme),
)
