"""The staff pages of the story, and how to bring each into its states."""

from typing import Any

from playwright.sync_api import Page

from tests.browsing import follow
from tests.journeys.page_state import PageState, press, take_everybody_off


def _save(page: Page) -> None:
    follow(page.locator("footer [type=submit]").first)


def _give_reason(page: Page) -> None:
    page.get_by_label("Reason").fill("The hall is being repaired.")
    follow(page.get_by_role("button", name="Cancel session"))


def _say_allegation(page: Page) -> None:
    page.get_by_label("What was said").fill("Deputy Brandlewick, badge 4471, shoved my brother.")
    _save(page)


def _staff(name: str, path: str, shows: str, **state: Any) -> PageState:
    return PageState(f"staff, {name}", f"/admin/{path}", shows, is_staff=True, **state)


#: Registers of the staff screens: URL segment, and text on the list.
REGISTERS = {
    "listening-sessions": "Listening session",
    "registrations": "Registration",
    "invitations": "Invited",
    "accommodations": "Accommodation",
    "organizations": "Organization",
    "feedback": "Concern",
    "follow-up-actions": "Due",
    "programs": "Program",
    "themes": "Theme",
    "venues": "Venue",
    "outbox": "Subject",
    "mail-texts": "Default text",
}
STAFF_REGISTERS = (
    _staff("home", "", "What needs your attention today?", measures_frame=True),
    *(_staff(name, f"{name}/", words) for name, words in REGISTERS.items()),
    _staff("feedback filtered", "feedback/?state=in_review", "FB-"),
    _staff("feedback filtered to nothing", "feedback/?q=unfindable", "match"),
    _staff("feedback with an old filter", "feedback/?themes=987654&state=in_review", "left out"),
    _staff("bulk change", "feedback/bulk/?operation=move&scope=all&state=in_review", "New status"),
    _staff(
        "bulk change in error",
        "feedback/bulk/?operation=link&scope=all&state=in_review",
        "Find the follow-up action",
        act=press("Preview"),
        in_error=True,
    ),
    _staff(
        "bulk change, preview",
        "feedback/bulk/?operation=assign&scope=all&state=in_review",
        "Nothing has been saved yet.",
        act=press("Preview"),
    ),
    _staff("save filter", "feedback/filters/new/?state=in_review", "not saved"),
    _staff(
        "save filter in error",
        "feedback/filters/new/?state=in_review",
        "There is a problem",
        act=press("Save"),
        in_error=True,
    ),
    *(
        state
        for name in ("listening-sessions", "feedback", "follow-up-actions")
        for state in (
            _staff(f"new {name}", f"{name}/new/", "Program"),
            _staff(
                f"new {name} in error",
                f"{name}/new/",
                "There is a problem",
                act=_save,
                in_error=True,
            ),
        )
    ),
)
STAFF_RECORDS = (
    _staff("session", "listening-sessions/inspect/{session}/", "Readiness", measures_frame=True),
    _staff("registration", "registrations/inspect/{registration}/", "Attendees"),
    _staff("accommodation", "accommodations/inspect/{accommodation}/", "Arrange by"),
    _staff("organization", "organizations/inspect/{organization}/", "People"),
    _staff("feedback item", "feedback/inspect/{feedback}/", "What the public can read"),
    _staff("answer the writer", "feedback/answer/{answered}/", "It is the same"),
    _staff("match the organization", "feedback/match/{named}/", "The writer named"),
    _staff("letter", "feedback/letter/", "Point 4"),
    _staff(
        "letter in error",
        "feedback/letter/",
        "Choose how it reached us.",
        act=press("Log the points"),
        in_error=True,
    ),
    _staff("action", "follow-up-actions/inspect/{action}/", "What we promised"),
    _staff("program", "programs/inspect/{program}/", "Secure Communities"),
    _staff("theme", "themes/inspect/{theme}/", "Codebook"),
    _staff("venue", "venues/inspect/{venue}/", "Rooms"),
    _staff("message", "outbox/inspect/{message}/", "You have a seat"),
    _staff("move", "listening-sessions/move/{session}/cancel/", "Who will get an e-mail"),
    _staff(
        "move in error",
        "listening-sessions/move/{session}/cancel/",
        "Enter the reason.",
        act=press("Cancel session"),
        in_error=True,
    ),
    _staff(
        "move, who is told",
        "listening-sessions/move/{session}/cancel/",
        "Review before",
        act=_give_reason,
    ),
    _staff("e-mail text", "mail-texts/inspect/1/", "sample names"),
    _staff("e-mail text, edit", "mail-texts/edit/1/", "Subject", is_for_managers=True),
    _staff("counts", "accommodations/counts/", "counted", is_for_managers=True),
    _staff("assign", "accommodations/move/{accommodation}/assign/", "Due date"),
    _staff("edit session", "listening-sessions/edit/{session}/", "Who can attend"),
    _staff("edit organization", "organizations/edit/{organization}/", "Other names"),
    _staff("edit feedback item", "feedback/edit/{feedback}/", "What was said"),
    _staff(
        "feedback item stopped by the firewall",
        "feedback/edit/{feedback}/",
        "use “Route to complaints” on the page of the item",
        act=_say_allegation,
        in_error=True,
    ),
    _staff("edit action", "follow-up-actions/edit/{action}/", "Feedback this action answers"),
    _staff("links of an action", "follow-up-actions/feedback/{action}/", "Add feedback items"),
    _staff(
        "links of an action in error",
        "follow-up-actions/feedback/{action}/",
        "Tick what you want to link.",
        act=press("Link what is ticked"),
        in_error=True,
    ),
    _staff("links of a feedback item", "feedback/actions/{feedback}/", "Add actions"),
    _staff("answer of an agency", "follow-up-actions/answer/{action}/", "How we received it"),
    _staff(
        "answer of an agency in error",
        "follow-up-actions/answer/{action}/",
        "Choose an option.",
        act=press("Record answer"),
        in_error=True,
    ),
    _staff("replace an action", "follow-up-actions/supersede/{action}/", "Which action replaces"),
    _staff("board", "follow-up-actions/board/", "Proposed"),
    _staff("board by due date", "follow-up-actions/board/?by=due", "No due date"),
    _staff("change registration", "registrations/change/{registration}/", "Attendees"),
    _staff(
        "change registration in error",
        "registrations/change/{registration}/",
        "Enter the name of at least one person",
        act=take_everybody_off,
        in_error=True,
    ),
    _staff("return action", "follow-up-actions/move/{completed}/return/", "What is missing"),
    _staff(
        "return action in error",
        "follow-up-actions/move/{completed}/return/",
        "Enter what is missing.",
        act=press("Return to owner"),
        in_error=True,
    ),
    _staff("reopen feedback item", "feedback/move/{closed}/reopen/", "review this item again"),
    _staff("feedback item that was split", "feedback/inspect/{whole}/", "Split into"),
    _staff("feedback item that took others in", "feedback/inspect/{merged}/", "Has taken in"),
    _staff("split", "feedback/split/{feedback}/", "Point 5"),
    _staff(
        "split in error",
        "feedback/split/{feedback}/",
        "Write at least two points",
        act=press("Split"),
        in_error=True,
    ),
    _staff("merge feedback", "feedback/merge/{feedback}/", "make the same point"),
    _staff("merge feedback, compare", "feedback/merge/{merged}/?with={feedback}", "Keep FB-"),
    _staff("undo split", "feedback/undo/{whole}/{split}/", "counted again"),
    _staff(
        "undo split in error",
        "feedback/undo/{whole}/{split}/",
        "Enter the reason.",
        act=press("Undo split"),
        in_error=True,
    ),
    _staff("update", "follow-up-actions/update/{action}/", "What happened"),
    _staff(
        "update in error",
        "follow-up-actions/update/{action}/",
        "Enter what happened.",
        act=press("Post update"),
        in_error=True,
    ),
)
STAFF_SESSIONS = (
    _staff("roster", "listening-sessions/{session}/roster/", "people"),
    _staff("session, accommodations", "listening-sessions/{session}/accommodations/", "Arrange by"),
    _staff("session, materials", "listening-sessions/{session}/materials/", "Agenda"),
    _staff("session, messages", "listening-sessions/{session}/messages/", "about registrations"),
    _staff("questions", "listening-sessions/questions/{session}/", "Question"),
    _staff(
        "repeat",
        "listening-sessions/repeat/{session}/?recurrence=weekly&times=5",
        "is hosting another session",
    ),
    _staff(
        "repeat in error",
        "listening-sessions/repeat/{session}/?recurrence=weekly&times=",
        "Number of sessions to add: Enter a number.",
        in_error=True,
    ),
    _staff("carry over", "listening-sessions/carry-over/{session}/", "Sessions to update"),
    _staff("check-in, early", "listening-sessions/{session}/check-in/", "Not checked in yet"),
    _staff("close-out, early", "listening-sessions/{session}/close-out/", "Attendance"),
    _staff("close-out", "listening-sessions/{tonight}/close-out/", "Attendance"),
    _staff("read-back", "listening-sessions/{read}/read-back/", "By organization"),
    _staff("read-back, nobody", "listening-sessions/{tonight}/read-back/", "Read-back"),
    _staff("answers to a statement", "feedback/inspect/{corrected}/", "Waiting for your answer"),
    _staff("check-in", "listening-sessions/{tonight}/check-in/", "Not checked in yet"),
    _staff(
        "check-in, in line",
        "listening-sessions/{tonight}/check-in/?q=waits",
        "Why does this person go first",
    ),
    _staff("order sheet", "listening-sessions/{session}/order-sheet/", "People", is_sheet=True),
    _staff("sign-in sheet", "listening-sessions/{session}/sign-in-sheet/", "Sign", is_sheet=True),
    _staff("check-in, nobody", "listening-sessions/{tonight}/check-in/?q=unfindable", "No results"),
    _staff("invitation", "invitations/inspect/{invitation}/", "Result"),
    _staff("invite", "listening-sessions/invite/{guests}/", "Other people"),
    _staff(
        "invite in error",
        "listening-sessions/invite/{guests}/",
        "Choose an organization",
        act=press("Prepare invitations"),
        in_error=True,
    ),
    _staff("send invitations", "listening-sessions/send-invitations/{guests}/", "E-mail text"),
    _staff("register somebody", "listening-sessions/register/{session}/", "Other attendees"),
    _staff(
        "register somebody in error",
        "listening-sessions/register/{session}/",
        "Enter the name of the person",
        act=press("Register"),
        in_error=True,
    ),
    _staff(
        "approvals, none", "listening-sessions/approvals/{session}/", "No registrations are waiting"
    ),
    _staff("move to the front", "registrations/move/{waiting}/to-front/", "Leave out names"),
    _staff("switch", "registrations/move/{registration}/switch/", "they keep the seats"),
    _staff("new contact", "organizations/inspect/{organization}/contacts/new/", "Role"),
    _staff("merge", "organizations/merge/{organization}/", "Which organization"),
)
