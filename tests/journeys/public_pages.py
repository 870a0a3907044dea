"""The public pages of the story, and how to bring each into its states."""

from playwright.sync_api import Page

from sessions_app.listening_sessions.enums import Visibility
from sessions_app.models import ListeningSession
from tests.browsing import follow
from tests.journeys.page_state import PageState, press, take_everybody_off


def _fill_in_registration(page: Page, email: str = "dana@example.org") -> None:
    page.get_by_label("Your name").fill("Dana Rivera")
    page.get_by_label("Your e-mail address").fill(email)
    page.locator("#mode label").first.click()
    page.get_by_label("Details that will help").fill("A seat near the door.")
    follow(page.get_by_role("button", name="Check your answers"))


def _send_registration(page: Page) -> None:
    _fill_in_registration(page, COMING)
    follow(page.get_by_role("button", name="Send"))


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
    page.get_by_label("E-mail address").fill("officer@crcl.example")
    page.get_by_label("Password").fill("not the password")
    press("Sign in")(page)


def _ask_for_a_code(page: Page) -> None:
    page.get_by_label("E-mail address").fill("nobody@example.org")
    press("Send me a code")(page)


def _answer_too_often(page: Page) -> None:
    for _ in range(30):
        page.request.post(page.url, form={"helpful": "yes"}, headers={"Referer": page.url})
    page.get_by_role("main").get_by_text("Yes", exact=True).click()
    press("Send")(page)


def _hide_sessions() -> None:
    ListeningSession.objects.update(visibility=Visibility.INVITATION)


#: A registration for the open session.
COMING = "coming@example.org"
REGISTER = "/sessions/secure-communities-evening/register/"
ORGANIZATION = "/organizations/register/"
TRAIL = "/organization/trail/"
UNSUBSCRIBE = "/invitations/{invitation_sent}/unsubscribe/"
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
    PageState("follow-ups", "/follow-ups/", "What is not done, and why"),
    PageState("not done", "/follow-ups/not-done/", "Why, and who can help"),
    PageState("not done, Spanish", "/es/follow-ups/not-done/", "Lo que no se hace"),
    PageState("follow-up, replaced", "/follow-ups/{replaced}/", "This action was replaced."),
    PageState("follow-ups, filtered to nothing", "/follow-ups/?q=unfindable", "No results match"),
    PageState("follow-up", "/follow-ups/{reference}/", "What happened"),
    PageState("follow-up, returned", "/follow-ups/{returned}/", "Reopened,"),
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
        act=press("Send"),
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
        act=press("Check your answers"),
        in_error=True,
    ),
    PageState("check answers", REGISTER, "Go back and make changes", act=_fill_in_registration),
    PageState("registration sent", REGISTER, "Now look for our e-mail", act=_send_registration),
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
        act=take_everybody_off,
        in_error=True,
    ),
    PageState(
        "register in error, Spanish",
        f"/es{REGISTER}",
        "Escriba su nombre.",
        act=press("Revise sus respuestas"),
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
    PageState("read-back", "/organization/read-back/{read_back}/", "Check what we wrote"),
    PageState("read-back, Spanish", "/es/organization/read-back/{read_back}/", "Revise lo que"),
    PageState("read-back, stale", "/organization/read-back/not-a-token/", "date", status=404),
    PageState("read-back, nothing left", "/organization/read-back/done/", "no longer works"),
    PageState("trail", "/organization/trail/{trail}/", "Point by point"),
    PageState("trail, stale", "/organization/trail/not-a-token/", "new link", status=404),
    PageState("ask for the trail", TRAIL, "E-mail me the link"),
    PageState(
        "ask for the trail in error",
        TRAIL,
        "Enter your e-mail address.",
        act=press("E-mail me the link"),
        in_error=True,
    ),
    PageState("register as a guest", "/invitations/{invitation_sent}/register/", "Who is coming"),
    PageState("unsubscribe", UNSUBSCRIBE, "Stop invitations?"),
    PageState("unsubscribed", UNSUBSCRIBE, "not get any more", act=press("Yes, stop invitations")),
    PageState("decline", "/invitations/{invitation_sent}/decline/", "Can’t come?"),
    PageState(
        "questions in error",
        "/sessions/secure-communities-online/register/",
        "Choose an answer.",
        act=press("Check your answers"),
        in_error=True,
    ),
    PageState("organization", ORGANIZATION, "Register your organization"),
    PageState(
        "organization in error",
        ORGANIZATION,
        "Enter the name of the organization.",
        act=press("Check your answers"),
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
    PageState("code", "/accounts/login/code/", "If no e-mail comes", act=_ask_for_a_code),
    PageState("new password", "/accounts/password/reset/", "E-mail me a link"),
    PageState("new password, asked for", "/accounts/password/reset/done/", "If no e-mail comes"),
    PageState("sign-up", "/accounts/signup/", "Register your organization"),
    PageState(
        "sign in in error",
        "/accounts/login/",
        "Other ways to sign in",
        act=_sign_in_wrongly,
        in_error=True,
    ),
)
