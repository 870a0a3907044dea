"""The pages of the story, and how to bring each into its states."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from sessions_app.listening_sessions.enums import Visibility
from sessions_app.models import ListeningSession
from tests.browsing import follow


@dataclass(frozen=True)
class PageState:
    """A page in one of its states. ``path`` may contain ``{names}`` that the story fills in."""

    name: str
    path: str
    #: Text that only this state shows: proof that the page is in it.
    shows: str
    #: What a person does on the page, in the browser.
    act: Callable[[Page], None] | None = None
    #: What happens on the server before that.
    prepare: Callable[[], None] | None = None
    status: int = 200
    in_error: bool = False
    is_staff: bool = False
    is_for_managers: bool = False
    #: A page to print, which has no skip link.
    is_sheet: bool = False
    #: Measure the header, navigation, breadcrumbs and footer too, which many pages share.
    measures_frame: bool = False


def _press(name: str) -> Callable[[Page], None]:
    return lambda page: follow(page.get_by_role("main").get_by_role("button", name=name).first)


def _save(page: Page) -> None:
    follow(page.locator("footer [type=submit]").first)


def _give_reason(page: Page) -> None:
    page.get_by_label("Reason").fill("The hall is being repaired.")
    follow(page.get_by_role("button", name="Cancel session"))


def _fill_in_registration(page: Page, email: str = "dana@example.org") -> None:
    page.get_by_label("Your name").fill("Dana Rivera")
    page.get_by_label("Your e-mail address").fill(email)
    page.locator("#mode label").first.click()
    page.get_by_label("Details that will help").fill("A seat near the door.")
    follow(page.get_by_role("button", name="Check your answers"))


def _register_again(page: Page) -> None:
    _fill_in_registration(page, COMING)
    follow(page.get_by_role("button", name="Send"))


def _take_everybody_off(page: Page) -> None:
    for row in range(2):
        page.locator(f"#id_people-{row}-name").fill("")
    follow(page.get_by_role("button", name="Save").last)


def _fill_in_organization(page: Page) -> None:
    page.get_by_label("Name of the organization").fill("Harbor Rights Project")
    page.get_by_label("Kind of organization").select_option(index=1)
    page.get_by_label("States and territories").fill("NJ, New York")
    page.get_by_label("Your name").fill("Sam Okoro")
    page.get_by_label("Your work e-mail address").fill("sam@harbor.example")
    follow(page.get_by_role("button", name="Check your answers"))


def _send_organization(page: Page) -> None:
    _fill_in_organization(page)
    follow(page.get_by_role("button", name="Send"))


def _sign_in_wrongly(page: Page) -> None:
    page.get_by_label("Email").fill("officer@crcl.example")
    page.get_by_label("Password").fill("not the password")
    _press("Sign in")(page)


def _answer_too_often(page: Page) -> None:
    for _ in range(30):
        page.request.post(page.url, form={"helpful": "yes"}, headers={"Referer": page.url})
    page.get_by_role("main").get_by_text("Yes", exact=True).click()
    _press("Send")(page)


def _hide_sessions() -> None:
    ListeningSession.objects.update(visibility=Visibility.INVITATION)


#: A registration for the open session.
COMING = "coming@example.org"
REGISTER = "/sessions/secure-communities-evening/register/"
ORGANIZATION = "/organizations/register/"

READING = (
    PageState("home", "/", "Next listening session", measures_frame=True),
    PageState("programs", "/programs/", "Secure Communities"),
    PageState("program", "/programs/secure-communities/", "Learn more", measures_frame=True),
    PageState("program without sessions", "/programs/quiet-program/", "No session"),
    PageState("accessibility", "/accessibility/", "Accessibility"),
    PageState("privacy", "/privacy/", "Privacy"),
    PageState("sessions", "/sessions/", "6 sessions"),
    PageState("sessions, past", "/sessions/?when=past", "2 sessions"),
    PageState("sessions, filtered to nothing", "/sessions/?q=unfindable", "No sessions match"),
    PageState(
        "sessions, search too long",
        f"/sessions/?q={'x' * 101}",
        "There is a problem",
        in_error=True,
    ),
    PageState("sessions by month", "/sessions/calendar/", "See the sessions as a list"),
    PageState(
        "unknown month",
        "/sessions/calendar/?month=2026-13",
        "find that month",
        status=404,
        in_error=True,
    ),
    PageState("own calendar", "/sessions/subscribe/", "When changes arrive"),
    PageState("session, open", "/sessions/secure-communities-evening/", "seats left"),
    PageState("session, full", "/sessions/detention-conditions-small-group/", "Join the waitlist"),
    PageState("session, past", "/sessions/secure-communities-west/", "What we heard"),
    PageState("session, cancelled", "/sessions/language-access-canceled/", "is cancelled"),
    PageState("session, postponed", "/sessions/language-access-postponed/", "is postponed"),
    PageState("follow-ups", "/follow-ups/", "What was declined and why"),
    PageState("follow-ups, filtered to nothing", "/follow-ups/?q=unfindable", "No results match"),
    PageState("follow-up", "/follow-ups/{reference}/", "What happened"),
    PageState("follow-up, declined", "/follow-ups/{declined}/", "Why it was declined"),
    PageState(
        "unknown reference", "/follow-ups/FA-26-AAAAAA-A/", "find this reference", status=404
    ),
    PageState("responses", "/responses/", "Responses"),
    PageState("response", "/responses/{response}/", "What we will not do"),
    PageState("search", "/search/", "What are you looking for?"),
    PageState("search, found", "/search/?q=program", "Pages found"),
    PageState("search, nothing found", "/search/?q=unfindable", "Nothing found"),
    PageState("page feedback", "/page-feedback/{page}/", "Tell us about the page"),
    PageState(
        "page feedback in error",
        "/page-feedback/{page}/",
        "Choose Yes or No.",
        act=_press("Send"),
        status=422,
        in_error=True,
    ),
    PageState("not found", "/nowhere/", "can’t find that page", status=404),
    PageState(
        "too many tries",
        "/page-feedback/{page}/",
        "many forms from your network",
        act=_answer_too_often,
        status=429,
        in_error=True,
    ),
    PageState("sessions, Spanish", "/es/sessions/", "Sesiones de escucha"),
    PageState("session, Spanish", "/es/sessions/secure-communities-evening/", "Inscribirse"),
    PageState("sessions by month, Spanish", "/es/sessions/calendar/", "Ver las sesiones"),
    PageState("follow-ups, Spanish", "/es/follow-ups/", "Resultados"),
    PageState("program, Spanish", "/es/programs/secure-communities/", "solo en inglés"),
    # From here on no session is public.
    PageState("sessions, none", "/sessions/", "No sessions are scheduled", prepare=_hide_sessions),
    PageState("home without sessions", "/", "Programs"),
)

TAKING_PART = (
    PageState("register", REGISTER, "Before you start", measures_frame=True),
    PageState(
        "register in error",
        REGISTER,
        "Enter your name.",
        act=_press("Check your answers"),
        in_error=True,
    ),
    PageState("check answers", REGISTER, "Go back and make changes", act=_fill_in_registration),
    PageState(
        "register again",
        REGISTER,
        "We just sent it a link",
        act=_register_again,
        in_error=True,
    ),
    PageState(
        "registration closed",
        "/sessions/language-access-canceled/register/",
        "You cannot register",
    ),
    PageState("confirmed", "/registrations/{confirmed}/", "Your reference"),
    PageState("waitlisted", "/registrations/{waitlisted}/", "Your place on the waitlist"),
    PageState("change", "/registrations/{confirmed}/change/", "Change your registration"),
    PageState(
        "change in error",
        "/registrations/{confirmed}/change/",
        "Enter the name of at least one person",
        act=_take_everybody_off,
        in_error=True,
    ),
    PageState(
        "register in error, Spanish",
        f"/es{REGISTER}",
        "Escriba su nombre.",
        act=_press("Revise sus respuestas"),
        in_error=True,
    ),
    PageState("confirmed, Spanish", "/es/registrations/{confirmed}/", "Su referencia"),
    PageState("organization, Spanish", f"/es{ORGANIZATION}", "organización"),
    PageState("cancel", "/registrations/{confirmed}/cancel/", "Cancel your registration?"),
    PageState("stale link", "/registrations/not-a-token/", "does not work", status=404),
    PageState("invitation", "/invitations/{invitation_sent}/", "I cannot come"),
    PageState("invitation, used", "/invitations/{invitation_accepted}/", "was used"),
    PageState("invitation, declined", "/invitations/{invitation_declined}/", "cannot come"),
    PageState(
        "invitation, withdrawn", "/invitations/{invitation_revoked}/", "withdrawn", status=410
    ),
    PageState("invitation, stale", "/invitations/not-a-token/", "does not work", status=404),
    PageState("register as a guest", "/invitations/{invitation_sent}/register/", "Who is coming"),
    PageState("decline", "/invitations/{invitation_sent}/decline/", "Can’t come?"),
    PageState(
        "questions in error",
        "/sessions/secure-communities-online/register/",
        "Choose an answer.",
        act=_press("Check your answers"),
        in_error=True,
    ),
    PageState("organization", ORGANIZATION, "Register your organization"),
    PageState(
        "organization in error",
        ORGANIZATION,
        "Enter the name of the organization.",
        act=_press("Check your answers"),
        in_error=True,
    ),
    PageState(
        "organization, check", ORGANIZATION, "Go back and make changes", act=_fill_in_organization
    ),
    PageState("organization, done", ORGANIZATION, "reference", act=_send_organization),
    PageState(
        "organization known already",
        ORGANIZATION,
        "different organization with the same name",
        act=_send_organization,
        in_error=True,
    ),
    PageState("sign in", "/accounts/login/", "Other ways to sign in"),
    PageState("sign in for an organization", "/accounts/login/code/", "Send me a code"),
    PageState(
        "sign in in error",
        "/accounts/login/",
        "Other ways to sign in",
        act=_sign_in_wrongly,
        in_error=True,
    ),
)


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
        act=_press("Cancel session"),
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
    _staff("edit action", "follow-up-actions/edit/{action}/", "Feedback this action answers"),
    _staff("change registration", "registrations/change/{registration}/", "Attendees"),
    _staff(
        "change registration in error",
        "registrations/change/{registration}/",
        "Enter the name of at least one person",
        act=_take_everybody_off,
        in_error=True,
    ),
    _staff("update", "follow-up-actions/update/{action}/", "What happened"),
    _staff(
        "update in error",
        "follow-up-actions/update/{action}/",
        "Enter what happened.",
        act=_press("Post update"),
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
        act=_press("Prepare invitations"),
        in_error=True,
    ),
    _staff("send invitations", "listening-sessions/send-invitations/{guests}/", "E-mail text"),
    _staff("register somebody", "listening-sessions/register/{session}/", "Other attendees"),
    _staff(
        "register somebody in error",
        "listening-sessions/register/{session}/",
        "Enter the name of the person",
        act=_press("Register"),
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
