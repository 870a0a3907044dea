from sessions_app.actions.selectors.parts import (
    AgencyPart,
    agency_parts,
    had_a_part,
    is_accepted_by_lead,
    is_declined_by_lead,
)
from sessions_app.actions.selectors.tracker import (
    UNDONE_STATES,
    PublicAction,
    counts_by_state,
    public_action,
    public_actions,
    undone_items,
    with_public_story,
)

__all__ = [
    "UNDONE_STATES",
    "AgencyPart",
    "PublicAction",
    "agency_parts",
    "counts_by_state",
    "had_a_part",
    "is_accepted_by_lead",
    "is_declined_by_lead",
    "public_action",
    "public_actions",
    "undone_items",
    "with_public_story",
]
